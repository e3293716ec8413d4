import ArgumentParser
import ResultsStore
import Runner

/// A spec's jobs, or all of a store.
struct ChosenJobs: ParsableArguments {
    @Argument(help: "The experiment spec (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var spec: String?

    @Argument(help: "Overrides, e.g. train.steps=1000 or seeds=[1,2].")
    var overrides: [String] = []

    @Flag(help: "Every job of the store instead of a spec's.") var all = false
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var storeOptions: StoreOptions

    func validate() throws {
        guard (spec != nil) != all else { throw ValidationError("Give either a SPEC or --all.") }
        guard selection.conditions.isEmpty || spec != nil else { throw ValidationError("--where goes with a SPEC.") }
    }

    /// Jobs under one label, each with its own.
    struct Group {
        var label: String
        var jobs: [(key: String, label: String)]
    }

    func sweep() throws -> Sweep? {
        guard let spec else { return nil }
        let sweep = try reportingBadInput { try Sweep(path: spec, overrides: overrides) }
        for warning in sweep.spec.warnings { printError("\(warning)") }
        return sweep
    }

    /// The cells of the spec, or the specs of the store with what no spec names last.
    func groups(_ database: ResultsDatabase) throws -> (isOfSpecs: Bool, groups: [Group]) {
        guard let sweep = try sweep() else {
            return try reportingBadInput {
                let known = try database.outlines(), specs = try database.jobsBySpec()
                func jobs(_ keys: [String]) -> [(key: String, label: String)] {
                    keys.map { ($0, "seed=\(known[$0]?.seed ?? 0)") }
                }
                let named = Set(specs.values.joined()), rest = known.keys.filter { !named.contains($0) }.sorted()
                let groups = specs.sorted { $0.key < $1.key }.map { Group(label: $0.key, jobs: jobs($0.value)) }
                return (true, groups + (rest.isEmpty ? [] : [Group(label: "(no spec)", jobs: jobs(rest))]))
            }
        }
        // Archived jobs take room like others.
        let chosen = try reportingBadInput { try sweep.restricted(to: selection.conditions, in: database, hidesArchived: false) }
        let groups = Dictionary(grouping: chosen.jobs, by: \.cellIndex).sorted { $0.key < $1.key }.map { cell, jobs in
            Group(
                label: sweep.spec.cell(cell).label.isEmpty ? "base" : sweep.spec.cell(cell).label,
                jobs: jobs.map { ($0.key, sweep.label(of: $0)) })
        }
        return (false, groups)
    }

    /// Jobs that differ by their seed alone.
    func cells(_ database: ResultsDatabase) throws -> [GarbagePlan.Cell] {
        let (isOfSpecs, groups) = try groups(database)
        guard isOfSpecs else { return groups.map { GarbagePlan.Cell(jobs: $0.jobs) } }
        let known = try reportingBadInput { try database.outlines() }
        var labels: [String: String] = [:]
        for group in groups { for job in group.jobs where labels[job.key] == nil { labels[job.key] = "\(group.label) \(job.label)" } }
        return Dictionary(grouping: known.keys.sorted()) { known[$0]!.configuration }.sorted { $0.key < $1.key }.map { _, keys in
            GarbagePlan.Cell(jobs: keys.map { ($0, labels[$0] ?? String($0.prefix(12))) })
        }
    }
}
