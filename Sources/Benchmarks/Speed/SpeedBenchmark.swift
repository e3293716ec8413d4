import Foundation
import Kernels
import Platform
import ResultsStore
import Training

/// Times the training steps of cells in interleaved rounds, so that what the machine does meanwhile meets all cells alike.
///
/// Every round measures each cell once, in an order shuffled anew; a warm-up round before them is not kept.
public struct SpeedBenchmark: Sendable {
    public let spec: String
    public let cells: [SpeedCell]
    public var rounds: Int
    /// Of timed steps a cell and round, at least; always one whole step or more.
    public var seconds: Double
    public var threads: Int

    public init(spec: String, cells: [SpeedCell], rounds: Int, seconds: Double, threads: Int) {
        (self.spec, self.cells, self.rounds, self.seconds, self.threads) = (
            spec, cells, rounds, seconds, threads
        )
    }

    /// Measures, and stores each round when it is whole.
    ///
    /// - Parameter progress: receives the number of finished rounds, 0 after the warm-up.
    /// - Returns: how many rounds are kept: all, or those before a stop was requested.
    /// - Throws: store errors.
    public func run(
        into database: ResultsDatabase, stop: StopSignal, progress: (Int) -> Void = { _ in }
    ) throws -> Int {
        var kept = 0
        do {
            for index in cells.indices {
                _ = try measure(cells[index], round: 0, place: index, seconds: seconds / 4, stop: stop)
            }
            progress(0)
            let session = try database.begin(
                SpeedSession(
                    spec: spec, threads: threads, cpuModel: MachineInfo.cpuModel,
                    host: RunnerIdentity.current.host,
                    codeVersion: EngineVersion.current))
            for round in 1...rounds {
                let measured = try Self.order(of: cells.count, round: round, session: session).enumerated()
                    .map { place, index in
                        try measure(cells[index], round: round, place: place, seconds: seconds, stop: stop)
                    }
                try database.record(measured, ofSession: session)
                kept = round
                progress(kept)
            }
        } catch is Stopped {
            // The rounds so far are whole and stored.
        }
        return kept
    }

    /// The cells of a round in the order in which they are measured.
    static func order(of count: Int, round: Int, session: Int64) -> [Int] {
        let key = RandomKey(
            seed: UInt64(bitPattern: session), purpose: .benchmarkOrder, step: UInt64(round))
        return permutation(count: count, key: key).map(Int.init)
    }

    private func measure(_ cell: SpeedCell, round: Int, place: Int, seconds: Double, stop: StopSignal)
        throws -> SpeedMeasurement
    {
        try stop.check()
        let started = Date()
        let before = MachineLoad.current
        let training = SyntheticTraining(
            configuration: cell.configuration, batch: cell.batch, lanes: cell.lanes, threads: threads)
        // Touches all memory, and packs the weights.
        for _ in 0..<2 { training.step() }
        let begin = MachineLoad.current
        let own = ProcessUsage.current.cpuSeconds
        let watch = Stopwatch()
        var steps = 0
        repeat {
            try stop.check()
            training.step()
            steps += 1
        } while watch.seconds < seconds
        let elapsed = watch.seconds
        let end = MachineLoad.current
        return SpeedMeasurement(
            model: cell.model, cell: cell.coordinates, round: round, place: place, batch: cell.batch,
            lanes: cell.lanes, steps: steps,
            seconds: elapsed, loadBefore: before.average, loadAfter: end.average,
            foreignCores: end.foreignCores(
                since: begin, own: ProcessUsage.current.cpuSeconds - own, seconds: elapsed),
            started: started)
    }
}
