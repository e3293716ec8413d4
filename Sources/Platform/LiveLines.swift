import Foundation

/// One line of a live view: what it is about, and how that stands. Where both do not fit, the former is shortened first.
public struct LiveLine: Sendable, Equatable {
    public var subject: String
    public var state: String

    public init(_ subject: String, _ state: String = "") { (self.subject, self.state) = (subject, state) }

    /// At most `columns` wide, on one line.
    public func cut(to columns: Int) -> String {
        let state = state.cut(toColumns: max(0, columns - min(columns / 3, subject.displayColumns)))
        return subject.cutInside(toColumns: columns - state.displayColumns) + state
    }
}

/// The last lines of a terminal, redrawn in place while something goes on.
///
/// Where output is no terminal, or one without cursor movement (`TERM=dumb`), nothing is drawn: whoever has news prints plain lines.
/// Not thread-safe.
public struct LiveLines {
    /// Whether lines can be redrawn here.
    public let isLive: Bool
    private let descriptor: Int32
    private let write: (String) -> Void
    private var drawn = 0

    /// On standard error, beside results.
    public static var onStandardError: LiveLines { LiveLines(on: STDERR_FILENO) { StandardError.write($0) } }

    /// As a result itself.
    public static var onStandardOutput: LiveLines {
        LiveLines(on: STDOUT_FILENO) {
            StandardOutput.shared.write($0)
            StandardOutput.shared.flush()
        }
    }

    init(
        on descriptor: Int32, terminal: String? = ProcessInfo.processInfo.environment["TERM"], write: @escaping (String) -> Void
    ) {
        self.descriptor = descriptor
        self.write = write
        isLive = isatty(descriptor) == 1 && !["", "dumb", "unknown"].contains(terminal ?? "")
    }

    /// Replaces what is drawn. Lines are cut to the window's width; of more than its height the last before the end are counted.
    public mutating func draw(_ lines: [LiveLine]) {
        guard isLive else { return }
        let window = window
        var shown = lines
        if lines.count >= window.rows {
            let more = max(0, window.rows - 3)
            shown = lines.prefix(more) + [LiveLine("  ... \(lines.count - more - 1) more")] + lines.suffix(1)
        }
        // The last column stays free: terminals differ in what follows a full line.
        let text = shown.map { $0.cut(to: window.columns - 1) + "\n" }.joined()
        write(eraser + text)
        drawn = shown.count
    }

    /// Takes away what is drawn, so that plain lines can be printed in its place.
    public mutating func erase() {
        if drawn > 0 { write(eraser) }
        drawn = 0
    }

    private var eraser: String { drawn > 0 ? "\u{1B}[\(drawn)A\u{1B}[J" : "" }

    private var window: (columns: Int, rows: Int) {
        var size = winsize()
        let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0
        return (isKnown && size.ws_col > 0 ? Int(size.ws_col) : 80, isKnown && size.ws_row > 0 ? Int(size.ws_row) : 24)
    }
}
