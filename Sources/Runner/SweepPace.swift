import Experiments
import Platform
import ResultsStore
import Training

/// How long the jobs of a sweep take: as long as those that are done did, else by what is timed on this machine now.
public struct SweepPace: Sendable {
    private enum Basis: Sendable {
        /// Floating-point operations a second of one worker.
        case rate(Double)
        case timed(Pace)
    }
    private let basis: Basis
    private let threads: Int
    /// Means of done jobs by cell.
    private var known: [Int: JobSeconds] = [:]
    /// From what was timed to what it takes here: by done jobs where there are any, else by how busy the machine is.
    private var factors: (training: Double, looking: Double) = (1, 1)
    /// Where the times come from, for people.
    public private(set) var source: String
    /// Wall time over the time that cores work for this run; 1 on an idle machine, and where done jobs tell.
    public private(set) var stretch = 1.0

    /// Everything at one rate.
    public init(gflops: Double, source: String) {
        (basis, threads, self.source) = (.rate(gflops * 1e9), 1, source)
    }

    /// - Parameters:
    ///   - database: whose done jobs are asked; nil without a store.
    ///   - seconds: that timing networks may take.
    /// - Throws: store errors.
    public init(sweep: Sweep, database: ResultsDatabase?, workers: Int, threads: Int, seconds: Double) throws {
        self.threads = threads
        let cells = sweep.cells.lazy.map { sweep.spec.cell($0).configuration }
        let pace = Pace(measuring: Pace.Subjects(of: cells), cores: workers * threads, seconds: seconds)
        (basis, stretch, source) = (.timed(pace), pace.stretch, "training steps timed now")
        factors = (stretch, stretch)
        guard let database, let cpu = MachineInfo.cpuModel else { return }
        let times = try database.jobTimes(sweep.jobs.map(\.key), codeVersion: EngineVersion.current, cpuModel: cpu, threads: threads)
        if !times.isEmpty { learn(from: times, sweep, pace) }
    }

    private mutating func learn(from times: [String: JobTimes], _ sweep: Sweep, _ pace: Pace) {
        var byCell: [Int: [JobTimes]] = [:]
        for job in sweep.jobs { if let known = times[job.key] { byCell[job.cellIndex, default: []].append(known) } }
        var (training, looking): ([Double], [Double]) = ([], [])
        for (cell, done) in byCell {
            let configuration = sweep.spec.cell(cell).configuration
            let timed = pace.seconds(of: configuration, threads: threads)
            var seconds = timed
            if let rate = done.compactMap(\.imagesPerSecond).filter({ $0 > 0 }).median {
                seconds.training = Double(configuration.train.steps * configuration.train.batchSize) / rate
                training.append(seconds.training / timed.training)
            }
            // Jobs that took over weights looked at them at the end only.
            let whole = done.filter { $0.imagesPerSecond != nil }.compactMap(\.evaluationSeconds).median
            let final = done.filter { $0.imagesPerSecond == nil }.compactMap(\.evaluationSeconds).median
            if let factor = whole.map({ $0 / (timed.onTheWay + timed.final) }) ?? final.map({ $0 / timed.final }) {
                (seconds.onTheWay, seconds.final) = (timed.onTheWay * factor, timed.final * factor)
                looking.append(factor)
            }
            known[cell] = seconds
        }
        guard let trained = training.median else { return known = [:] }
        factors = (trained, looking.median ?? trained)
        stretch = 1
        for cell in known.keys where training.isEmpty { known[cell] = nil }
        source = "times of \(times.count) done job\(times.count == 1 ? "" : "s")"
    }

    /// Seconds of wall time of the parts of a cell's jobs.
    func seconds(ofCell index: Int, _ configuration: JobConfiguration, _ cost: JobCosts.JobCost) -> JobSeconds {
        switch basis {
        case .rate(let rate):
            return JobSeconds(
                training: cost.stepFLOPs / rate, onTheWay: (cost.trainingFLOPs - cost.stepFLOPs) / rate, final: cost.finalFLOPs / rate)
        case .timed(let pace):
            if let known = known[index] { return known }
            let timed = pace.seconds(of: configuration, threads: threads)
            return JobSeconds(
                training: timed.training * factors.training, onTheWay: timed.onTheWay * factors.looking,
                final: timed.final * factors.looking)
        }
    }

    /// Seconds of wall time that a mini-clip takes, which all workers' threads train.
    func seconds(of encoder: EncoderTraining, workers: Int) -> Double {
        switch basis {
        case .rate(let rate): encoder.flops / (rate * Double(max(1, workers)))
        case .timed(let pace): pace.seconds(of: encoder, threads: max(1, workers * threads)) * factors.training
        }
    }
}

extension [Double] {
    /// Nil of nothing.
    fileprivate var median: Double? { isEmpty ? nil : sorted()[count / 2] }
}
