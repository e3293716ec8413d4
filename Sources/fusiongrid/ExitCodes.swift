import ArgumentParser

/// What a command's end means to scripts; 64 is a usage error.
enum ExitStatus {
    static let someFailed = ExitCode(1)
    static let badInput = ExitCode(2)
    static let interrupted = ExitCode(3)
}
