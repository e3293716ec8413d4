import Foundation
import Training

/// The last lines of what a job said, kept for `why` and written to `log.txt` beside the job's checkpoint.
final class JobLog {
    private static let kept = 30
    private let url: URL
    private var lines: [String] = []
    private var lastStep = -1

    init(files: JobFiles) {
        url = files.log
    }

    var tail: String { lines.joined(separator: "\n") }

    /// Notes a progress report when it says something new (a logged loss or another phase).
    func note(_ progress: JobProgress, every window: Int) {
        guard progress.encoder == nil else { return }
        guard progress.phase != .training || (progress.step % window == 0 && progress.step != lastStep) else { return }
        lastStep = progress.step
        let loss = progress.loss.map { String(format: ", loss %.6f", $0) } ?? ""
        let rate = progress.imagesPerSecond.map { String(format: ", %.1f images/s", $0) } ?? ""
        note("\(progress.phase.label) \(progress.step)/\(progress.totalSteps)\(loss)\(rate)")
    }

    func note(_ text: String) {
        let line = "\(Date.now.formatted(.iso8601)) \(text)"
        lines.append(line)
        if lines.count > Self.kept { lines.removeFirst() }
        append(line)
    }

    /// The log is a convenience: a full disk must not end a job here, the checkpoint will report it.
    private func append(_ line: String) {
        try? FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        let descriptor = open(url.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { return }
        try? FileHandle(fileDescriptor: descriptor, closeOnDealloc: true).write(contentsOf: Data((line + "\n").utf8))
    }
}
