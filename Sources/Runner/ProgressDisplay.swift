import Foundation
import Platform
import Synchronization
import Training

/// Tells people how a sweep goes: redrawn lines with rates and remaining time on a terminal, plain lines now and then elsewhere.
///
/// Thread safety: workers call it concurrently. Output goes to standard error; standard output stays for results.
final class ProgressDisplay: Sendable {
    private struct State: ~Copyable {
        var progress: SweepProgress
        var lines = LiveLines.onStandardError
        var labels: [Int: String] = [:]
        var lastPlainLine: [Int: Double] = [:]
        var lastDrawn: Double?
    }
    /// Seconds between plain lines about one job, and between pictures on a terminal.
    private static let plainPause = 20.0, drawPause = 0.2

    private let state: Mutex<State>
    private let totalJobs: Int
    private let watch = Stopwatch()
    private let quiet: Bool

    init(_ progress: SweepProgress, quiet: Bool) {
        state = Mutex(State(progress: progress))
        totalJobs = progress.jobs.count
        self.quiet = quiet
    }

    /// Before anything runs: how long it will take.
    func open() {
        state.withLock { state in
            line("\(totalJobs) job\(totalJobs == 1 ? "" : "s"), about \(durationText(state.progress.remaining(at: 0)))", &state)
        }
    }

    func began(_ index: Int, label: String) {
        state.withLock { state in
            state.progress.began(index)
            state.labels[index] = label
            state.lastPlainLine[index] = watch.seconds
            if state.lines.isLive { draw(&state, force: true) } else { line("start  \(label)", &state) }
        }
    }

    func advanced(_ index: Int, _ progress: JobProgress) {
        state.withLock { state in
            let now = watch.seconds
            state.progress.advanced(index, progress, at: now)
            if state.lines.isLive { return draw(&state, force: false) }
            guard now - (state.lastPlainLine[index] ?? now) > Self.plainPause else { return }
            state.lastPlainLine[index] = now
            let news = description(index, state)
            line("       \(news.subject)\(news.state); \(totals(state))", &state)
        }
    }

    /// - Parameter outcome: `done`, `diverged`, ... and, for anything but done, why.
    func ended(_ index: Int, outcome: String, detail: String?) {
        state.withLock { state in
            guard let label = state.labels.removeValue(forKey: index) else { return }
            state.progress.ended(index, isDone: detail == nil, at: watch.seconds)
            let word = outcome + String(repeating: " ", count: max(0, 6 - outcome.count))
            line("\(word) \(label)" + (detail.map { ": \($0)" } ?? "") + " [\(totals(state, jobs: ""))]", &state)
        }
    }

    func note(_ text: String) { state.withLock { line(text, &$0) } }

    func close() { state.withLock { $0.lines.erase() } }

    // MARK: Drawing

    /// A line that stays.
    private func line(_ text: String, _ state: inout State) {
        guard !quiet else { return }
        state.lines.erase()
        StandardError.write(text + "\n")
        if !state.labels.isEmpty { draw(&state, force: true) }
    }

    private func draw(_ state: inout State, force: Bool) {
        let now = watch.seconds
        guard !quiet, state.lines.isLive, force || state.lastDrawn.map({ now - $0 > Self.drawPause }) ?? true else { return }
        state.lastDrawn = now
        state.lines.draw(
            state.labels.keys.sorted().map { index in
                var news = description(index, state)
                news.subject = "  " + news.subject
                return news
            } + [LiveLine("", totals(state))])
    }

    private func description(_ index: Int, _ state: borrowing State) -> LiveLine {
        let label = state.labels[index] ?? ""
        guard let progress = state.progress.running[index]?.progress else {
            return LiveLine(label, state.progress.waitsForEncoder(index) ? ": waits for the mini-clip" : ": preparing")
        }
        return LiveLine(label, ": " + progress.description)
    }

    private func totals(_ state: borrowing State, jobs: String = " jobs") -> String {
        let count = "\(state.progress.finished)/\(totalJobs)\(jobs)"
        guard state.progress.finished < totalJobs else { return count }
        return count + ", ETA \(durationText(state.progress.remaining(at: watch.seconds)))"
    }
}

extension JobProgress {
    /// What goes on, in a few words.
    fileprivate var description: String {
        var text = phase == .training && step == totalSteps ? "validating" : phase.label
        if phase == .training, step < totalSteps {
            text += " \(step)/\(totalSteps)"
            if let rate = imagesPerSecond { text += String(format: ", %.0f images/s", rate) }
            if let loss { text += String(format: ", loss %.4f", loss) }
        }
        if let encoder {
            text += " \(encoder.step)/\(encoder.totalSteps)"
            if let loss = encoder.loss { text += String(format: ", loss %.4f", loss) }
        }
        return text
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
