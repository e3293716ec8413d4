/// Why another store cannot be merged. Nothing of it was taken then.
public enum MergeError: Error, Equatable, Sendable, CustomStringConvertible {
    case missing(path: String)
    /// The store that is merged into, maybe under another name.
    case itself(path: String)
    case foreign(path: String, found: String)
    /// Written by a later version of this program.
    case newer(path: String, unknown: [String], known: [String])
    case damaged(path: String, found: String)
    case unreadable(path: String, reason: String)
    /// Jobs of the store here went on changing while theirs were compared with them.
    case neverStill(path: String)

    public var description: String {
        switch self {
        case .missing(let path):
            "\(path): cannot be merged: there is no such file; name the database itself, such as other/fusiongrid.sqlite"
        case .itself(let path): "\(path): cannot be merged: it is the very store that is merged into; name another one"
        case .foreign(let path, let found):
            "\(path): cannot be merged: it is no fusiongrid results database: found \(found)"
        case .newer(let path, let unknown, let known):
            "\(path): cannot be merged: written by a newer version of fusiongrid (migrations \(unknown.joined(separator: ", "))); "
                + "this version knows \(known.joined(separator: ", ")): update fusiongrid"
        case .damaged(let path, let found):
            "\(path): cannot be merged: it is damaged: \(found); keep a copy of it, then `sqlite3 FILE .recover | sqlite3 NEW` saves what "
                + "can be read"
        case .unreadable(let path, let reason): "\(path): cannot be merged: \(reason)"
        case .neverStill(let path):
            "\(path): not merged: jobs here went on changing meanwhile; merge it again when fewer of them run"
        }
    }
}
