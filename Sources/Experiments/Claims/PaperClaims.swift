import Claims
import Foundation

/// Lists of claims that the program brings along, one file a paper in this folder.
public enum PaperClaims {
    /// What a spec without `claims` is asked.
    public static let standard = "arxiv-2403.16530"

    static let names = [standard]

    /// The written form, to read and to begin one's own from; nil for another name.
    public static func text(_ name: String) -> String? {
        name == standard ? String(decoding: PackageResources.arxiv_2403_16530_yaml, as: UTF8.self) : nil
    }

    /// The list of arXiv 2403.16530.
    public static let list: ClaimList = {
        let log = DiagnosticLog()
        var reader = ClaimsReader(read: { _ in throw SpecFileError.missing }, log: log)
        guard let list = reader.builtIn(standard), !log.hasErrors else { preconditionFailure("\(log.failure())") }
        return list
    }()
}
