import Experiments
import Platform
import ResultsStore
import Training

/// A loaded spec with its jobs: what every command that takes a SPEC starts from.
public struct Sweep: Sendable {
    public let spec: Spec
    /// One job a cell and seed, seeds outermost, cells in the spec's order: how jobs are listed, not how they are run.
    public private(set) var jobs: [Job]
    /// The cells of the spec that jobs are of, in its order.
    public private(set) var cells: [Int]
    /// Jobs that are left out since they were put away.
    public private(set) var archived = 0
    /// What is left out of the data, or read otherwise than one may expect: for people, a line each.
    public let dataRemarks: [String]
    public let overrides: [String]

    /// Loads and validates the whole grid and fingerprints its data.
    /// - Throws: `SpecFailure` with every problem found; data-set errors when the data cannot be read.
    public init(path: String, overrides: [String] = []) throws {
        try self.init(SpecLoader.load(path: path, overrides: overrides), overrides: overrides)
    }

    /// - Parameter overrides: those that the spec was loaded with.
    public init(_ spec: Spec, overrides: [String]) throws {
        self.spec = spec
        self.overrides = overrides
        cells = Array(0..<spec.cellCount)
        let order = Dictionary(spec.seeds.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var readsFiles = false, remarks: [String] = []
        func content(_ path: String) throws -> String {
            readsFiles = true
            return try JobAssets.content(of: path)
        }
        let jobs = try spec.jobs(content: content) { data in
            readsFiles = readsFiles || data.kind.isPrecomputed
            let survey = try JobAssets.survey(data)
            remarks += survey.remarks.filter { !remarks.contains($0) }
            return survey.fingerprint
        }
        dataRemarks = remarks
        if readsFiles {
            var checked: Set<TextOfData> = []
            for cell in 0..<spec.cellCount {
                let configuration = spec.cell(cell).configuration
                let subject = TextOfData(text: configuration.text, data: configuration.data)
                if checked.insert(subject).inserted { try JobAssets.check(configuration) }
            }
        }
        self.jobs = jobs.sorted { (order[$0.seed]!, $0.cellIndex) < (order[$1.seed]!, $1.cellIndex) }
    }

    /// The same with the jobs of these keys alone.
    public func reduced(to keys: Set<String>) -> Sweep { reduced(to: jobs.filter { keys.contains($0.key) }, archived: 0) }

    /// The same with some of its jobs, in the same order.
    func reduced(to jobs: [Job], archived: Int) -> Sweep {
        var sweep = self
        (sweep.jobs, sweep.archived) = (jobs, archived)
        if jobs.count < self.jobs.count {
            let kept = Set(jobs.map(\.cellIndex))
            sweep.cells = cells.filter(kept.contains)
        }
        return sweep
    }

    /// What decides about the jobs: the spec's text with all that it extends, then the overrides, as comments.
    public var resolvedText: String {
        overrides.isEmpty
            ? spec.sourceText : ([spec.sourceText, "# overrides:"] + overrides.map { "#   \($0)" }).joined(separator: "\n") + "\n"
    }

    /// Names ``resolvedText``.
    public var resolvedHash: String {
        var hash = SHA256()
        Array(resolvedText.utf8).withUnsafeBytes { hash.update($0) }
        return hash.hex
    }

    /// Makes the jobs known to a store, the spec's text with them, and what is claimed before they run.
    public func register(in database: ResultsDatabase) throws {
        try database.register(
            jobs.map { job in
                JobRecord(
                    key: job.key, trainingKey: job.trainingKey,
                    configuration: ConfigurationRecord(
                        json: job.configuration.resolvedJSON,
                        options: job.configuration.options.map { JobOption(path: $0.path, value: $0.value.plainText) }),
                    seed: job.seed, dataFingerprint: job.dataFingerprint)
            })
        try database.record(spec: spec.name, textHash: spec.sourceHash, text: spec.sourceText, keys: jobs.map(\.key))
        try database.record(specText: resolvedText, sha256: resolvedHash)
        try database.declare(spec: spec.name, claims: spec.askedClaims.claims.map { ($0.id, $0.canonicalText) })
    }

    public func label(of job: Job) -> String {
        let cell = spec.cell(job.cellIndex).label
        return cell.isEmpty ? "seed=\(job.seed)" : "\(cell) seed=\(job.seed)"
    }

    /// The done jobs whose results come from another engine version.
    public func jobs(ofOtherCode states: [String: JobStatus]) -> [Job] {
        jobs.filter { job in
            guard let status = states[job.key], status.state == .done, let version = status.codeVersion else { return false }
            return version != EngineVersion.current
        }
    }

    /// Says which results come from other code, for people; nil when none do.
    public func otherCodeText(_ states: [String: JobStatus], policy: CodePolicy) -> String? {
        let jobs = jobs(ofOtherCode: states)
        guard !jobs.isEmpty else { return nil }
        let shown = jobs.prefix(5).map { "  \(label(of: $0)): engine version \(states[$0.key]?.codeVersion ?? "?")" }
        let rest = jobs.count > shown.count ? ["  ... and \(jobs.count - shown.count) more"] : []
        let what =
            switch policy {
            case .reuse: "kept; --code rerun runs them again"
            case .rerun: "they run again"
            }
        return
            (["\(jobs.count) done job(s) come from another engine version than \(EngineVersion.current) (\(what)):"]
            + shown + rest).joined(separator: "\n")
    }
}

/// What checks of a job's text look at.
private struct TextOfData: Hashable {
    let text: JobConfiguration.Text
    let data: JobConfiguration.Data
}
