import ArgumentParser

/// What a command's end means to scripts; 64 is a usage error.
enum ExitStatus {
    static let someFailed = ExitCode(1)
    static let badInput = ExitCode(2)
    static let interrupted = ExitCode(3)
    /// Standard output took less than was written; 74 is an input or output error to other programs, too.
    static let outputLost = ExitCode(74)
}
