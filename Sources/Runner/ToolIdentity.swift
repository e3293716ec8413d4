import Foundation
import Platform

/// Exactly which program this is.
public struct ToolIdentity: Sendable {
    /// Of the fusiongrid checkout that the program lies in; nil for one that lies elsewhere.
    public var commit: String?
    /// Whether that checkout has changes in what the program is built from; nil where nobody can tell.
    public var isDirty: Bool?
    /// Of the program's file; nil where it cannot be read.
    public var sha256: String?

    public static let current = ToolIdentity()

    private init() {
        let own = "/proc/self/exe", files = FileManager.default
        sha256 = (try? Data(contentsOf: URL(fileURLWithPath: own), options: .alwaysMapped)).map { bytes in
            var hash = SHA256()
            bytes.withUnsafeBytes { hash.update($0) }
            return hash.hex
        }
        let program = (try? files.destinationOfSymbolicLink(atPath: own)) ?? "/"
        guard let checkout = GitCheckout(around: URL(fileURLWithPath: program).deletingLastPathComponent()),
            files.fileExists(atPath: checkout.root.appendingPathComponent("Sources/fusiongrid").path)
        else { return }
        commit = checkout.commit
        isDirty = checkout.hasChanges(in: ["Sources", "Package.swift", "Package.resolved"])
    }
}
