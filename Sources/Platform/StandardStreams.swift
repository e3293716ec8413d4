import Foundation
import Synchronization

/// Makes standard streams safe to have no receiver. The first thing that a program does.
public func prepareStandardStreams() {
    // A message that nobody can read must not end the process.
    signal(SIGPIPE, SIG_IGN)
    // The number of a closed stream would be given to the next file that is opened, and messages would land in it. Opened the
    // wrong way round, using it stays an error.
    for (stream, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY)]
    where fcntl(stream, F_GETFD) < 0 { _ = open("/dev/null", mode) }
}

/// Standard error: progress and messages. Where they cannot be written nobody reads them, and that is no reason to stop.
public enum StandardError {
    public static func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = writeAll(UnsafeRawBufferPointer($0), to: STDERR_FILENO) }
    }
}

/// Standard output: results. Written in large pieces, line by line to a terminal; what cannot be written is told by ``finish()``.
///
/// Where the receiver has gone (`| head`) the process ends by SIGPIPE, as is usual. Thread-safe.
public final class StandardOutput: Sendable {
    public static let shared = StandardOutput(STDOUT_FILENO)

    private struct State {
        var waiting: [UInt8] = []
        var failure: FileError?
    }
    private let descriptor: Int32
    private let pieceBytes: Int
    private let state = Mutex(State())

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
        pieceBytes = isatty(descriptor) == 1 ? 1 : 1 << 16
    }

    public func write(_ text: String) {
        state.withLock { state in
            state.waiting += text.utf8
            if state.waiting.count >= pieceBytes { flush(&state) }
        }
    }

    public func flush() { state.withLock { flush(&$0) } }

    /// Once at the end: writes what is left.
    /// - Throws: when something did not arrive.
    public func finish() throws(FileError) {
        let failure = state.withLock { state in
            flush(&state)
            return state.failure
        }
        if let failure { throw failure }
    }

    private func flush(_ state: inout State) {
        if state.failure == nil, !state.waiting.withUnsafeBytes({ writeAll($0, to: descriptor) }) {
            if errno == EPIPE {
                signal(SIGPIPE, SIG_DFL)
                raise(SIGPIPE)
            }
            state.failure = .unwritable("standard output")
        }
        state.waiting.removeAll(keepingCapacity: true)
    }
}
