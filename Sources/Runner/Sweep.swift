import Experiments
import Training

/// A loaded spec with its jobs: what every command that takes a SPEC starts from.
public struct Sweep: Sendable {
    public let spec: Spec
    /// One job a cell and seed; seeds outermost, so the first finished jobs already compare all cells.
    public let jobs: [Job]

    /// Loads and validates the whole grid and fingerprints its data.
    /// - Throws: `SpecFailure` with every problem found; data-set errors when the data cannot be read.
    public init(path: String, overrides: [String] = []) throws {
        spec = try SpecLoader.load(path: path, overrides: overrides)
        let order = Dictionary(spec.seeds.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        jobs = try spec.jobs(fingerprint: JobAssets.fingerprint).sorted {
            (order[$0.seed]!, $0.cellIndex) < (order[$1.seed]!, $1.cellIndex)
        }
    }

    public func label(of job: Job) -> String {
        let cell = spec.cell(job.cellIndex).label
        return cell.isEmpty ? "seed=\(job.seed)" : "\(cell) seed=\(job.seed)"
    }
}
