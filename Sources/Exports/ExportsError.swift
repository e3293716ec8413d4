/// What can be wrong with an export.
public enum ExportsError: Error, Equatable, CustomStringConvertible {
    /// The folder has files, and nobody allowed to write among them.
    case folderNotEmpty(path: String)
    case notAFolder(path: String)
    /// 65,536 values of a column take more bytes than a page can say.
    case tooLarge(column: String, bytes: Int)
    /// The text encoder has no form that other programs could read.
    case encoder(name: String)

    public var description: String {
        switch self {
        case .folderNotEmpty(let path):
            "\(path): the folder is not empty; name another one, or --force: it replaces what an export wrote there and keeps the rest"
        case .notAFolder(let path): "\(path): it is there and not a folder; name another one"
        case .tooLarge(let column, let bytes):
            "column `\(column)`: 65,536 rows have \(bytes) bytes, a Parquet page at most \(Int32.max); write --format csv"
        case .encoder(let name): "text encoder `\(name)` cannot be exported"
        }
    }
}
