import Platform
import Runner

/// How many of many pictures are done, on one line that is redrawn, or where that cannot be on a new one now and then.
struct ProgressLine {
    private var live = LiveLines.onStandardError
    private var next = 0.0
    private static let secondsBetweenLines = 30.0

    /// - Parameter found: of those done, what was there before.
    mutating func show(done: Int, of count: Int, found: Int, seconds: Double) {
        var text = "\(done) of \(count) pictures"
        if done > found, done < count { text += ", \(durationText(seconds / Double(done - found) * Double(count - done))) left" }
        live.draw([LiveLine(text)])
        guard !live.isLive, seconds >= next else { return }
        printError(text)
        next = seconds + Self.secondsBetweenLines
    }

    mutating func end() { live.erase() }
}
