import Foundation
import Pages
import Platform
import Reports
import ResultsStore
import Runner
import Synchronization

/// A spec whose results are shown.
public struct ServedSpec: Sendable {
    public var name: String
    public var description: String?
    /// As written, with what it extends.
    public var text: String
    /// Why less is known of it than its file would tell; nil when nothing is missing.
    public var note: String?
    /// Its cells as they are now: jobs that were put away are in none.
    public var grid: @Sendable (ResultsDatabase) throws -> Grid

    public init(
        name: String, description: String?, text: String, note: String? = nil, grid: @escaping @Sendable (ResultsDatabase) throws -> Grid
    ) {
        (self.name, self.description, self.text, self.note, self.grid) = (name, description, text, note, grid)
    }
}

/// A store with the specs that can be looked at: those that were given, and those that it recorded itself.
public final class Library: Sendable {
    public let location: StoreLocation
    public let store: ResultsDatabase
    public let pictures: PictureSource
    private let given: [ServedSpec]
    private let load: @Sendable (ResultsDatabase.RecordedSpec) throws -> ServedSpec
    /// By the hash of their texts.
    private let loaded = Mutex<[String: ServedSpec]>([:])

    /// - Parameters:
    ///   - given: specs whose files are at hand; they stand for recorded ones of the same names.
    ///   - load: reads a recorded text; where it cannot, cells are what the store's jobs have in common.
    public init(
        location: StoreLocation, store: ResultsDatabase, given: [ServedSpec], pictures: PictureSource,
        load: @escaping @Sendable (ResultsDatabase.RecordedSpec) throws -> ServedSpec
    ) {
        (self.location, self.store, self.given, self.pictures, self.load) = (location, store, given, pictures, load)
    }

    /// The given ones first, then the recorded ones, latest first.
    func names() throws -> [String] { unique(given.map(\.name) + (try store.recordedSpecs().map(\.name))) }

    /// - Parameter name: nil for the first.
    /// - Throws: ``PageProblem`` for one that is not known.
    func spec(_ name: String?) throws -> ServedSpec {
        if let found = given.first(where: { name == nil || $0.name == name }) { return found }
        let recorded = try store.recordedSpecs()
        guard let found = recorded.first(where: { name == nil || $0.name == name }) else {
            guard let name else { throw PageProblem(.notFound, "Nothing has been run into this store yet.") }
            let closest = nearestWord(to: name, among: recorded.map(\.name)).map { "; did you mean \($0)?" } ?? ""
            throw PageProblem(.notFound, "No spec of this store is named \(name)\(closest)")
        }
        if let known = loaded.withLock({ $0[found.textHash + found.name] }) { return known }
        let spec = fallingBack(found)
        loaded.withLock { $0[found.textHash + found.name] = spec }
        return spec
    }

    /// The pages that somebody who opens the store looks at first, under the addresses that links give them.
    public func openingPages() throws -> [Target] {
        let spec = try names().first
        return [Target(path: "/")]
            + ["/grid", "/compare", "/claims"].compactMap { path in
                spec.map { Target(path: path, values: [.init("spec", $0)]) }
            }
    }

    private func fallingBack(_ recorded: ResultsDatabase.RecordedSpec) -> ServedSpec {
        do { return try load(recorded) } catch {
            let reason = "\(error)".split(separator: "\n").first.map(String.init) ?? ""
            return ServedSpec(
                name: recorded.name, description: nil, text: recorded.text,
                note: "The recorded text of this spec cannot be read here, so its cells are what its jobs have in common, without baseline "
                    + "and claims; `fusiongrid serve SPEC.yaml` shows both. (\(reason))",
                grid: { try StoreListing.grid(ofSpec: recorded.name, in: $0) })
        }
    }
}
