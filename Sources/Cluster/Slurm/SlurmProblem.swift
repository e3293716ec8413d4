/// Why a command of Slurm gave no answer.
public enum SlurmProblem: Error, Equatable, Sendable, CustomStringConvertible {
    case missing(program: String)
    case failed(program: String, status: Int32, message: String)
    /// It was stopped after so many seconds.
    case silent(program: String, seconds: Double)
    /// It ended well and said something that cannot be understood.
    case strange(program: String, answer: String)

    public var description: String {
        switch self {
        case .missing(let program): "`\(program)` is not on the PATH: is this a machine of the cluster?"
        case .failed(let program, let status, let message):
            "`\(program)` failed (exit \(status))" + (message.isEmpty ? "" : ": \(message)")
        case .silent(let program, let seconds): "`\(program)` gave no answer in \(Int(seconds)) s"
        case .strange(let program, let answer): "`\(program)` answered `\(answer.prefix(200))`, which cannot be understood"
        }
    }
}
