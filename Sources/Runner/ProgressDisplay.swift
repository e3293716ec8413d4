import Foundation
import Platform
import Synchronization
import Training

/// Tells people how a sweep goes: redrawn lines with rates and ETA on a terminal, plain dated lines elsewhere.
///
/// Thread safety: workers call it concurrently. Output goes to standard error; standard output stays for results.
final class ProgressDisplay: Sendable {
    private struct Running {
        var label: String
        var progress: JobProgress?
        var lastPlainLine: ContinuousClock.Instant
    }
    private struct State {
        var running: [Int: Running] = [:]
        var finishedJobs = 0
        var finishedWork = 0.0
        /// Work that earlier runs did on the jobs seen so far: it is done, but tells nothing of this run's pace.
        var inheritedWork = 0.0
        var drawnLines = 0
        var lastDrawn: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let totalJobs: Int
    /// Estimated work of each job, in any one unit (training FLOPs), to weigh the ETA.
    private let work: [Double]
    private let start = ContinuousClock.now
    private let interactive: Bool
    private let quiet: Bool

    init(work: [Double], quiet: Bool) {
        self.work = work
        totalJobs = work.count
        interactive = isatty(STDERR_FILENO) == 1
        self.quiet = quiet
    }

    func began(_ index: Int, label: String) {
        state.withLock { state in
            state.running[index] = Running(label: label, progress: nil, lastPlainLine: .now)
            if !interactive { line("start  \(label)") } else { draw(&state, force: true) }
        }
    }

    func advanced(_ index: Int, _ progress: JobProgress) {
        state.withLock { state in
            if state.running[index]?.progress == nil {
                state.inheritedWork += Self.share(of: progress, stepsBefore: 1) * work[index]
            }
            state.running[index]?.progress = progress
            if interactive { return draw(&state, force: false) }
            guard let running = state.running[index], ContinuousClock.now - running.lastPlainLine > .seconds(20) else { return }
            state.running[index]?.lastPlainLine = .now
            line("       \(describe(running, progress)); \(totals(state))")
        }
    }

    /// - Parameter outcome: `done`, `diverged`, ... and, for anything but done, why.
    func ended(_ index: Int, outcome: String, detail: String?) {
        state.withLock { state in
            guard let running = state.running.removeValue(forKey: index) else { return }
            state.finishedJobs += 1
            state.finishedWork += work[index]
            erase(&state)
            let word = outcome + String(repeating: " ", count: max(0, 6 - outcome.count))
            line(
                "\(word) \(running.label)"
                    + (detail.map { ": \($0)" } ?? "") + " [\(state.finishedJobs)/\(totalJobs)\(eta(state))]")
            if interactive { draw(&state, force: true) }
        }
    }

    func note(_ text: String) {
        state.withLock { state in
            erase(&state)
            line(text)
            if interactive { draw(&state, force: true) }
        }
    }

    func close() { state.withLock { erase(&$0) } }

    // MARK: Drawing

    private func line(_ text: String) {
        guard !quiet else { return }
        StandardError.write(text + "\n")
    }

    private func draw(_ state: inout State, force: Bool) {
        guard !quiet, force || state.lastDrawn.map({ ContinuousClock.now - $0 > .milliseconds(200) }) ?? true else { return }
        erase(&state)
        state.lastDrawn = .now
        let lines =
            state.running.sorted { $0.key < $1.key }.map { _, running in
                "  " + (running.progress.map { describe(running, $0) } ?? "\(running.label): preparing")
            } + [totals(state)]
        for text in lines { line(String(text.prefix(terminalWidth() - 1))) }
        state.drawnLines = lines.count
    }

    private func erase(_ state: inout State) {
        guard interactive, state.drawnLines > 0, !quiet else { return }
        StandardError.write("\u{1B}[\(state.drawnLines)A\u{1B}[J")
        state.drawnLines = 0
    }

    private func terminalWidth() -> Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 100
    }

    private func describe(_ running: Running, _ progress: JobProgress) -> String {
        var parts = ["\(running.label): \(progress.phase.label)"]
        if progress.phase == .training {
            parts[0] += " \(progress.step)/\(progress.totalSteps)"
            if let rate = progress.imagesPerSecond { parts.append(String(format: "%.0f images/s", rate)) }
            if let loss = progress.loss { parts.append(String(format: "loss %.4f", loss)) }
        }
        if let encoder = progress.encoder {
            parts[0] += " \(encoder.step)/\(encoder.totalSteps)"
            if let loss = encoder.loss { parts.append(String(format: "loss %.4f", loss)) }
        }
        return parts.joined(separator: ", ")
    }

    private func totals(_ state: State) -> String {
        "\(state.finishedJobs)/\(totalJobs) jobs\(eta(state))"
    }

    /// Remaining time from the work done so far, once there is enough of it to judge.
    private func eta(_ state: State) -> String {
        let total = work.reduce(0, +)
        let done =
            state.finishedWork
            + state.running.reduce(0) { sum, entry in
                sum + (entry.value.progress.map { Self.share(of: $0) } ?? 0) * work[entry.key]
            }
        let here = done - state.inheritedWork
        let elapsed = ContinuousClock.now - start
        let seconds = Double(elapsed.components.seconds)
        guard here > 0.02 * total, seconds > 3, done < total else { return "" }
        return ", ETA \(durationText(seconds * (total - done) / here))"
    }

    /// How much of a job is behind it; what follows training counts for a tenth.
    private static func share(of progress: JobProgress, stepsBefore: Int = 0) -> Double {
        guard progress.totalSteps > 0 else { return 0 }
        return 0.9 * Double(max(0, progress.step - stepsBefore)) / Double(progress.totalSteps)
    }
}

extension JobProgress.Phase {
    /// In progress lines and logs.
    var label: String {
        switch self {
        case .preparing: "training mini-clip"
        case .training: "training"
        case .sampling: "sampling"
        case .attention: "attention"
        }
    }
}
