import ArgumentParser
import Platform

struct WorkerOptions: ParsableArguments {
    @Option(help: "Jobs at once.")
    var workers: Int?

    @Option(help: "Threads a job (default: cores / workers).")
    var threads: Int?

    /// Jobs at once and threads each: by default one single-threaded job a core, which is fastest in total.
    func resolved(jobs: Int) throws -> (workers: Int, threads: Int) {
        let cores = MachineInfo.cores
        guard workers ?? 1 > 0, threads ?? 1 > 0 else {
            throw ValidationError("--workers and --threads must be positive.")
        }
        let workers = workers ?? max(1, min(jobs, cores / (threads ?? 1)))
        let threads = threads ?? max(1, cores / workers)
        guard workers * threads <= cores else {
            throw ValidationError(
                """
                \(workers) worker(s) x \(threads) thread(s) need \(workers * threads) cores; this machine has \(cores). \
                Results do not depend on either: lower --workers or --threads.
                """)
        }
        return (workers, threads)
    }
}
