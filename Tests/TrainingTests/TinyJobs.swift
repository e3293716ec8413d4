import Experiments
import Foundation
import Kernels
import Results
@testable import Training

/// Jobs that train in a fraction of a second.
enum TinyJobs {
    static func configuration(_ change: (inout JobConfiguration) -> Void = { _ in }) -> JobConfiguration {
        var configuration = JobConfiguration()
        configuration.data.imageSize = 16
        configuration.data.train = 60
        configuration.data.test = 24
        configuration.data.grammar = [.counts]
        configuration.model.width = 32
        configuration.model.depth = 2
        configuration.model.heads = 2
        configuration.model.initialisation = .fanIn
        configuration.fusion.point = 0
        configuration.fusion.textDepth = 1
        configuration.text.maxTokens = 8
        configuration.text.width = 16
        configuration.train.steps = 12
        configuration.train.batchSize = 7
        configuration.train.learningRate = 2e-3
        configuration.train.warmupSteps = 2
        configuration.train.prediction = .v
        configuration.train.lanes = 3
        configuration.train.logEvery = 5
        configuration.train.checkpointEvery = 4
        configuration.sample.sampler = .ddim
        configuration.sample.steps = 3
        configuration.sample.images = 5
        configuration.evaluate.every = 6
        configuration.evaluate.validation = 20
        configuration.evaluate.timesteps = [100, 900]
        configuration.evaluate.probeCount = 2
        configuration.evaluate.sampleEvery = 8
        configuration.evaluate.sampleImages = 4
        change(&configuration)
        return configuration
    }

    static func job(seed: Int = 1, _ change: (inout JobConfiguration) -> Void = { _ in }) -> TrainingJob {
        let configuration = configuration(change)
        return TrainingJob(
            key: configuration.key(seed: seed, dataFingerprint: "tiny"), seed: seed, configuration: configuration)
    }
}

/// Keeps what a job records, the last write of each row winning, as a store does.
final class MemorySink: ResultsSink {
    var metrics: [String: UInt64] = [:]
    var missing: [String: String] = [:]
    var attention: [String: [UInt32]] = [:]
    var localisation: [String: [LocalisationRow]] = [:]
    var sheets: [Int: Data] = [:]
    var measurements: [String: Double] = [:]
    var identities: [String: String] = [:]
    /// Receives how many metrics were recorded before.
    var whenSynced: (Int) -> Void = { _ in }

    func record(metrics rows: [MetricValue]) {
        for row in rows { metrics["\(row.name)@\(row.step)"] = row.value.bitPattern }
    }

    func record(attention rows: [AttentionRecord]) {
        for row in rows {
            let site = row.site
            attention["\(site.caption)|\(site.block)|\(site.head)|\(site.timestep)@\(site.step)"] = row.map.values.map(\.bitPattern)
        }
    }

    func record(missing rows: [MissingMetric]) {
        for row in rows { missing["\(row.name)@\(row.step)"] = row.reason }
    }
    func record(localisation rows: [LocalisationRow]) { if let step = rows.first?.step { localisation["\(step)"] = rows } }

    func record(samples: [SampleRecord]) { for sample in samples where sample.kind == .grid { sheets[sample.step] = sample.png } }
    func record(measurements values: [String: Double]) { measurements.merge(values) { $1 } }
    func sync() { whenSynced(metrics.count) }
    func record(identities values: [String: String]) { identities.merge(values) { $1 } }

    func value(_ name: String, _ split: String, _ step: Int) -> Double? {
        metrics["\(name)/\(split)@\(step)"].map(Double.init(bitPattern:))
    }
}
