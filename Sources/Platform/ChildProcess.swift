import Foundation
import Synchronization

/// Another program that is run and waited for, but not for ever.
public enum ChildProcess {
    public enum Ending: Sendable, Equatable {
        case exit(Int32)
        case signal(Int32)
        /// It has not ended in time and runs on.
        case stillRunning(pid: Int32)
    }

    /// Runs a program; what it prints goes where this program's messages go, standard error.
    ///
    /// - Parameters:
    ///   - input: on its standard input; it need not read it.
    ///   - seconds: to wait at most.
    /// - Throws: when it cannot be started.
    public static func run(_ program: String, _ arguments: [String], input: Data, seconds: Double) throws -> Ending {
        let pipe = Pipe()
        let (process, ended) = try start(
            program, arguments, input: pipe, output: FileHandle.standardError, environment: ProcessInfo.processInfo.environment)
        try? pipe.fileHandleForReading.close()
        // By another thread: a program that does not read would hold up this one. One that has ended must not end this one.
        Thread.detachNewThread {
            var broken = sigset_t()
            sigemptyset(&broken)
            sigaddset(&broken, SIGPIPE)
            pthread_sigmask(SIG_BLOCK, &broken, nil)
            try? pipe.fileHandleForWriting.write(contentsOf: input)
            try? pipe.fileHandleForWriting.close()
        }
        guard ended.wait(timeout: .now() + seconds) == .success else { return .stillRunning(pid: process.processIdentifier) }
        return process.terminationReason == .exit ? .exit(process.terminationStatus) : .signal(process.terminationStatus)
    }

    /// What a program prints; nil where it cannot be started, fails or has not ended in time (it is stopped then).
    static func output(
        of program: String, _ arguments: [String], environment: [String: String], seconds: Double
    ) -> String? {
        let pipe = Pipe()
        guard
            let (process, ended) = try? start(
                program, arguments, input: FileHandle.nullDevice, output: pipe, messages: FileHandle.nullDevice, environment: environment)
        else { return nil }
        try? pipe.fileHandleForWriting.close()
        let bytes = Mutex(Data()), read = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            let all = (try? pipe.fileHandleForReading.readToEnd()) ?? Data()
            bytes.withLock { $0 = all }
            read.signal()
        }
        let deadline = DispatchTime.now() + seconds
        guard ended.wait(timeout: deadline) == .success, read.wait(timeout: deadline) == .success else {
            process.terminate()
            return nil
        }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else { return nil }
        return String(decoding: bytes.withLock { $0 }, as: UTF8.self)
    }

    /// What a program that was waited for left.
    public struct Captured: Sendable, Equatable {
        public var ending: Ending
        public var output: String
        /// On standard error.
        public var messages: String
    }

    /// Runs a program and keeps what it prints. One that has not ended in time is killed.
    /// - Throws: when it cannot be started.
    public static func capture(
        _ program: String, _ arguments: [String], environment: [String: String], seconds: Double
    ) throws -> Captured {
        let output = Reading(), messages = Reading()
        let (process, ended) = try start(
            program, arguments, input: FileHandle.nullDevice, output: output.pipe, messages: messages.pipe, environment: environment)
        let deadline = DispatchTime.now() + seconds
        output.begin()
        messages.begin()
        guard ended.wait(timeout: deadline) == .success else {
            kill(process.processIdentifier, SIGKILL)
            return Captured(ending: .stillRunning(pid: process.processIdentifier), output: "", messages: "")
        }
        // What it left running may keep them open.
        let texts = [output.text(by: deadline + 1), messages.text(by: deadline + 1)]
        let ending: Ending =
            process.terminationReason == .exit ? .exit(process.terminationStatus) : .signal(process.terminationStatus)
        return Captured(ending: ending, output: texts[0], messages: texts[1])
    }

    /// Reads a pipe to its end on a thread of its own.
    private final class Reading: Sendable {
        let pipe = Pipe()
        private let bytes = Mutex(Data()), isRead = DispatchSemaphore(value: 0)

        func begin() {
            try? pipe.fileHandleForWriting.close()
            Thread.detachNewThread { [self] in
                while let part = try? pipe.fileHandleForReading.read(upToCount: 1 << 16), !part.isEmpty {
                    bytes.withLock { $0.append(part) }
                }
                isRead.signal()
            }
        }

        func text(by deadline: DispatchTime) -> String {
            _ = isRead.wait(timeout: deadline)
            return String(decoding: bytes.withLock { $0 }, as: UTF8.self)
        }
    }

    private static func start(
        _ program: String, _ arguments: [String], input: Any, output: Any, messages: Any? = nil, environment: [String: String]
    ) throws -> (Process, DispatchSemaphore) {
        let process = Process(), ended = DispatchSemaphore(value: 0)
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = environment
        (process.standardInput, process.standardOutput) = (input, output)
        if let messages { process.standardError = messages }
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        return (process, ended)
    }
}
