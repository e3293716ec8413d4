import Experiments
import ResultsStore
import Training

extension SweepRunner {
    /// Seconds that timing networks may take before the first job begins.
    private static let timingSeconds = 0.4

    /// How long each job and each mini-clip is expected to take. A run that tells nothing of it expects nothing.
    /// - Throws: store errors.
    func expectations(of jobs: [Job], _ shared: SharedTraining, _ states: [String: JobStatus]) throws -> SweepProgress {
        guard !options.quiet else {
            let nothing = JobSeconds(training: 0, onTheWay: 0, final: 0)
            return SweepProgress(jobs: jobs.map { .init(seconds: nothing, cell: $0.cellIndex) }, workers: options.workers)
        }
        let pace = try SweepPace(
            sweep: sweep, database: database, workers: options.workers, threads: options.threads, seconds: Self.timingSeconds)
        let missing = Array(SweepPlan.encoders(missingFor: jobs, of: sweep, states))
        let numbers = Dictionary(uniqueKeysWithValues: missing.enumerated().map { ($1, $0) })
        var costs = JobCosts(), expected: [Int: JobSeconds] = [:]
        return SweepProgress(
            jobs: jobs.map { job in
                let seconds =
                    expected[job.cellIndex] ?? pace.seconds(ofCell: job.cellIndex, job.configuration, costs.cost(of: job.configuration))
                expected[job.cellIndex] = seconds
                return SweepProgress.Expected(
                    seconds: shared.followers.contains(job.key)
                        ? seconds.finalOnly : seconds.after(store.doneShare(of: job, states[job.key]?.state)),
                    cell: job.cellIndex,
                    encoders: job.configuration.encoderTrainings(dataFingerprint: job.dataFingerprint).compactMap { numbers[$0] })
            }, encoders: missing.map { pace.seconds(of: $0, workers: options.workers) }, workers: options.workers)
    }
}
