import Experiments
import Platform
import ResultsStore

/// The done job that is most like a new one, and what the new one has otherwise.
public struct NearestRelative: Sendable, Codable, Equatable {
    public struct Difference: Sendable, Codable, Equatable {
        public var path: String
        /// Of the done job.
        public var from: String
        public var to: String
    }

    public var job: String
    /// Where it lies along the spec's swept options; empty where nothing is swept.
    public var label: String
    /// In the order of the options; empty when only the seed differs.
    public var differences: [Difference]

    /// "differs from done point=0 (0123456789ab) in train.steps: 2000 -> 4000".
    public var text: String {
        let name = "done " + (label.isEmpty ? String(job.prefix(12)) : "\(label) (\(job.prefix(12)))")
        guard !differences.isEmpty else { return "another seed of \(name)" }
        let shown = differences.prefix(Self.mostShown).map { "\($0.path): \($0.from) -> \($0.to)" }.joined(separator: ", ")
        let rest = differences.count - Self.mostShown
        return "differs from \(name) in \(shown)" + (rest > 0 ? " and \(rest) more" : "")
    }

    private static let mostShown = 4
}

extension Sweep {
    /// Of each cell with new jobs (by its index in the spec) the done job of the store that differs in the fewest options; of several
    /// one of the spec's own, else the first registered. Cells without any done job in the store have none.
    func relatives(_ states: [String: JobStatus], in database: ResultsDatabase) throws -> [Int: NearestRelative] {
        let new = Set(jobs.filter { (states[$0.key]?.state ?? .pending) == .pending }.map(\.cellIndex))
        guard !new.isEmpty else { return [:] }
        var catalogue = try StoreCatalogue(database)
        catalogue.complete(with: OptionSchema.defaultTexts)
        let varied = Set(spec.varied), paths = OptionSchema.pathsInKeys.filter { !varied.contains($0) }
        var interned: [String: Int32] = [:]
        func numbers(_ texts: [String]) -> [Int32] {
            texts.map { text in
                if let known = interned[text] { return known }
                interned[text] = Int32(interned.count)
                return interned[text]!
            }
        }
        // One job stands for all seeds of its configuration.
        var done: [(entry: StoreCatalogue.Entry, isOwn: Bool, values: [Int32])] = [], seen: Set<Int64> = []
        for entry in catalogue.entries where entry.state == .done && !entry.isArchived && seen.insert(entry.configuration).inserted {
            let options = catalogue.options(of: entry)
            done.append((entry, entry.specs.contains(spec.name), numbers(paths.map { options[$0] ?? "" })))
        }
        var found: [Int: NearestRelative] = [:]
        for cell in cells where new.contains(cell) {
            let configuration = spec.cell(cell).configuration
            let texts = paths.map { configuration[$0]?.plainText ?? "" }, own = numbers(texts)
            func distance(_ other: [Int32]) -> Int { zip(own, other).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) } }
            let ranked = done.map { (distance($0.values), $0.isOwn ? 0 : 1) }
            guard let nearest = ranked.indices.min(by: { ranked[$0] < ranked[$1] }) else { continue }
            let options = catalogue.options(of: done[nearest].entry)
            found[cell] = NearestRelative(
                job: done[nearest].entry.key,
                label: spec.cell(cell).coordinates.compactMap { coordinate in
                    options[coordinate.path].map { "\(shortName(of: coordinate.path))=\($0)" }
                }.joined(separator: " "),
                differences: paths.indices.compactMap { index in
                    let before = options[paths[index]] ?? ""
                    return before == texts[index] ? nil : .init(path: paths[index], from: before, to: texts[index])
                })
        }
        return found
    }

    private func shortName(of path: String) -> String { spec.shortNames.first { $0.value == path }?.key ?? path }
}
