/// What can keep a mini-clip from being trained, kept or used.
public enum MiniCLIPError: Error, Equatable, Sendable, CustomStringConvertible {
    /// All training captions say the same: there is nothing to tell apart.
    case oneCaption(caption: String, items: Int)
    case tooFewItems(items: Int)
    /// The loss stopped being a finite number.
    case diverged(step: Int)
    /// A kept file is not what its name says.
    case damaged(path: String, problem: String)

    public var description: String {
        switch self {
        case let .oneCaption(caption, items):
            "mini-clip cannot be trained: all \(items) training items have the caption \"\(caption)\"; it needs at least 2 different ones"
        case let .tooFewItems(items):
            "mini-clip cannot be trained: the training split has \(items) item(s); it needs at least 2"
        case let .diverged(step):
            "training mini-clip diverged at step \(step): choose another seed"
        case let .damaged(path, problem):
            "\(path): not a usable mini-clip: \(problem); delete the file and run again"
        }
    }
}
