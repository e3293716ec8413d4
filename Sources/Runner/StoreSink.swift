import Foundation
import ResultsStore
import Training

/// Carries one attempt's results into the store. Each write is refused once the job belongs to another attempt.
final class StoreSink: ResultsSink {
    private let database: ResultsDatabase
    private let key: String
    private let attempt: AttemptID

    init(database: ResultsDatabase, key: String, attempt: AttemptID) {
        self.database = database
        self.key = key
        self.attempt = attempt
    }

    func record(metrics: [MetricValue]) throws {
        try database.record(
            metrics: metrics.map { MetricRecord($0.name, split: $0.split, step: $0.step, value: $0.value) }, job: key, fence: attempt)
    }

    func record(missing: [MissingMetric]) throws {
        try database.record(
            missing: missing.map { MissingMetricRecord($0.name, split: $0.split, step: $0.step, reason: $0.reason) }, job: key,
            fence: attempt)
    }

    func record(attention records: [AttentionRecord], step: Int) throws {
        func site(_ record: AttentionRecord) -> AttentionSite {
            AttentionSite(
                step: step, caption: record.caption, blockIndex: record.blockIndex, block: record.block,
                head: record.head, timestep: record.timestep)
        }
        var probes: [ProbeRecord] = []
        for record in records where !probes.contains(where: { $0.caption == record.caption }) {
            probes.append(ProbeRecord(position: probes.count, caption: record.caption, tokens: record.tokens))
        }
        let maps = records.map {
            AttentionMapRecord(site: site($0), queryTokens: $0.queryCount, keyTokens: $0.keyCount, values: $0.map)
        }
        let statistics = records.map {
            AttentionStatisticsRecord(
                site: site($0), textMass: $0.textMass ?? .nan, entropy: $0.normalisedEntropy ?? .nan,
                effectiveRank: $0.effectiveRank ?? .nan, energyFirst: $0.energyFirst,
                energyFirstTwo: $0.energyFirstTwo, energyFirstFour: $0.energyFirstFour)
        }
        try database.transaction {
            try database.record(probes: probes, job: key, fence: attempt)
            try database.record(attention: maps, job: key, fence: attempt)
            try database.record(attentionStatistics: statistics, job: key, fence: attempt)
        }
    }

    func record(localisation records: [LocalisationRecord], step: Int) throws {
        try database.record(
            localisation: records.map {
                LocalisationRow(
                    step: step, source: $0.source.rawValue, role: $0.role.rawValue, blockIndex: $0.blockIndex,
                    block: $0.block, head: $0.head, timestep: $0.timestep, words: $0.words, pointing: $0.pointing,
                    iou: $0.iou, area: $0.area, chanceIoU: $0.chanceIoU)
            }, job: key, fence: attempt)
    }

    func record(samples sheet: SampleSheet) throws {
        try database.record(
            samples: [
                SampleRecord(
                    step: sheet.step, kind: .grid, caption: sheet.captions.joined(separator: "\n"), png: sheet.png)
            ], job: key, fence: attempt)
    }

    func record(measurements: [String: Double]) throws {
        try database.record(measurements: measurements, attempt: attempt)
    }

    func sync() throws { try database.sync() }

    func record(identities: [String: String]) throws {
        try database.record(identities: identities, job: key, fence: attempt)
    }
}
