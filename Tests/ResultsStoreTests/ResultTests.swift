import Foundation
import Results
import TestSupport
import Testing
@testable import ResultsStore

@Suite("Writing and reading results")
struct ResultTests {
    let store: ResultsDatabase

    init() throws {
        store = try ResultsDatabase.inMemory()
        try store.register([job("a"), job("b")])
    }

    @Test("NaN, both infinities and ordinary numbers come back as they went in")
    func specialValues() throws {
        let values: [Double] = [.nan, .infinity, -.infinity, 0.1, -3, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 0]
        try store.attempt("a").record(
            metrics: values.enumerated().map { MetricValue(MetricName("loss", "train"), step: $0.offset, value: $0.element) })
        let read = try #require(try store.curves(MetricName("loss", "train"), jobs: ["a", "b"])["a"])
        #expect(read.map(\.step) == Array(0..<8))
        #expect(read[0].value.isNaN)
        #expect(read.dropFirst().map(\.value) == Array(values.dropFirst()))
        let kinds = try store.query("SELECT kind, value FROM v_curves ORDER BY step LIMIT 4").rows
        #expect(kinds == [[.text("nan"), .null], [.text("inf"), .null], [.text("-inf"), .null], [.text("finite"), .real(0.1)]])
    }

    @Test("Recording the same rows again leaves one of each, with the last value")
    func idempotentMetrics() throws {
        for value in [1.0, .nan, 2.0] {
            try store.attempt("a").record(
                metrics: [
                    MetricValue(MetricName("loss", "train"), step: 5, value: value),
                    MetricValue(MetricName("loss", "validation"), step: 5, value: value + 1),
                ])
        }
        #expect(try store.query("SELECT count(*) FROM metrics").rows == [[.integer(2)]])
        #expect(
            try store.finalMetrics(["a"]) == [
                "a": [
                    MetricName("loss", "train"): MetricPoint(step: 5, value: 2),
                    MetricName("loss", "validation"): MetricPoint(step: 5, value: 3),
                ]
            ])
    }

    @Test("The final metric is the one at the greatest step, not the greatest or the latest written")
    func finalIsGreatestStep() throws {
        for step in [10, 30, 20] {
            try store.attempt("b").record(metrics: [MetricValue(MetricName("loss", "train"), step: step, value: Double(100 - step))])
        }
        let name = MetricName("loss", "train")
        #expect(try store.finalMetrics(["b", "b", "a"], names: [name]) == ["b": [name: MetricPoint(step: 30, value: 70)]])
        #expect(try store.finalMetrics(["b"], names: [MetricName("other", "train")]).isEmpty)
        #expect(try store.query("SELECT step, value FROM v_final_metrics").rows == [[.integer(30), .real(70)]])
        #expect(try store.query("SELECT loss_train FROM v_results WHERE job = 'b'").rows == [[.real(70)]])
        #expect(try store.metricNames() == [name])
    }

    @Test("Measurements come from the latest attempt that has them; times add up, memory is the peak")
    func measurements() throws {
        for (seconds, rate, peak) in [(10.0, 50.0, 300), (5.0, 60.0, 200)] {
            let attempt = try #require(try store.claim("a", by: runner(), leaseSeconds: 9))
            try attempt.record(measurements: ["images_per_second": 1])
            try attempt.record(measurements: ["images_per_second": rate])
            try attempt.finish(
                .interrupted, usage: AttemptUsage(wallSeconds: seconds, cpuSeconds: 2 * seconds, peakBytes: peak))
        }
        #expect(
            try store.measurements(["a", "b"]) == [
                "a": ["images_per_second": 60, "wall_seconds": 15, "cpu_seconds": 30, "peak_bytes": 300]
            ])
        #expect(try store.measurementNames() == ["images_per_second"])
    }

    @Test("Attention maps keep shape and half-precision values; the same site overwrites")
    func attentionMaps() throws {
        let site = AttentionSite(step: 100, caption: "two red circles", blockIndex: 3, block: "joint_blocks.1", head: 2, timestep: 500)
        let values: [Float] = [0.5, 0.25, 0.125, 0.0625, 0.0625, 0]
        try store.attempt("a").record(maps: [AttentionMap(site: site, queryTokens: 2, keyTokens: 3, values: [1, 0, 0, 0, 0, 1])])
        let map = AttentionMap(site: site, queryTokens: 2, keyTokens: 3, shape: [1, 2, 3], values: values)
        try store.attempt("a").record(maps: [map])
        #expect(try store.attentionMaps("a") == [map])
        #expect(try store.attentionMaps("a", caption: "other") == [])
        #expect(try store.attentionMaps("a", caption: "two red circles", step: 100).count == 1)
        #expect(try store.attentionMaps("b") == [])
        let wrong = AttentionMap(site: site, queryTokens: 2, keyTokens: 3, values: [1])
        #expect(
            message { try store.attempt("a").record(maps: [wrong]) }
                == "attention map of block joint_blocks.1, head 2: found 1 values in shape [2, 3]; allowed is 2 x 3 = 6 values")
    }

    @Test("Maps are packed many to a blob; what is overwritten or deleted leaves nothing behind")
    func attentionPacks() throws {
        func maps(step: Int, _ heads: Range<Int>, _ first: Float) -> [AttentionMap] {
            heads.map { head in
                AttentionMap(
                    site: AttentionSite(step: step, caption: "c", blockIndex: 0, block: "b", head: head, timestep: 1),
                    queryTokens: 64, keyTokens: 16, values: (0..<1024).map { first + Float(head) + Float($0 % 8) / 8 })
            }
        }
        func packs() throws -> [[SQLValue]] {
            try store.query("SELECT step, number, length(data) FROM attention_packs ORDER BY 1, 2").rows
        }
        let old = maps(step: 10, 0..<80, 0)
        try store.attempt("a").record(maps: old)
        #expect(try store.attentionMaps("a") == old)
        // 32 maps of 2 kB fill 64 kB.
        #expect(try packs() == [65_536, 65_536, 32_768].enumerated().map { [.integer(10), .integer(Int64($0)), .integer($1)] })
        let view = try store.query("SELECT head, hex(data) FROM v_attention_maps WHERE head = 40").rows
        #expect(view == [[.integer(40), .text(HalfPrecision.encode(old[40].values).map { String(format: "%02X", $0) }.joined())]])

        let new = maps(step: 10, 32..<64, 100)
        try store.attempt("a").record(maps: new + maps(step: 20, 0..<2, 7))
        #expect(try store.attentionMaps("a", step: 10) == Array(old[..<32]) + new + Array(old[64...]))
        #expect(try packs().map { Array($0[..<2]) } == [[10, 0], [10, 2], [10, 3], [20, 0]].map { $0.map { .integer($0) } })

        try store.attempt("a").finish(.done)
        #expect(try store.forget("a"))
        #expect(try packs().isEmpty)
        #expect(try store.query("SELECT count(*) FROM attention_maps").rows == [[.integer(0)]])
        #expect(try store.query("SELECT * FROM pragma_foreign_key_check").rows.isEmpty)
    }

    @Test("Localisation is read at the greatest step, and the same place overwrites")
    func localisation() throws {
        func row(step: Int, head: Int, pointing: Double, source: LocalisationRow.Source = .test) -> LocalisationRow {
            LocalisationRow(
                step: step, source: source, role: .noun, blockIndex: 1, block: "mid_block", head: head, timestep: 50, words: 9,
                pointing: pointing, iou: 0.25, area: 0.1, chanceIoU: 0.06)
        }
        try store.attempt("a").record(localisation: [row(step: 1, head: 0, pointing: 0.5)])
        try store.attempt("a").record(localisation: [row(step: 2, head: 1, pointing: 0.75), row(step: 2, head: 0, pointing: 0.5)])
        try store.attempt("a").record(
            localisation: [row(step: 2, head: 0, pointing: 1), row(step: 2, head: 0, pointing: 0, source: .generated)])
        #expect(
            try store.localisation(["a", "b"])["a"] == [
                row(step: 2, head: 0, pointing: 0, source: .generated), row(step: 2, head: 0, pointing: 1),
                row(step: 2, head: 1, pointing: 0.75),
            ])
    }

    @Test("Energy in the first singular values is kept; where it was not measured there is none")
    func energy() throws {
        let site = AttentionSite(step: 2, caption: "c", blockIndex: 0, block: "mid_block", head: 0, timestep: 50)
        var other = site
        other.head = 1
        try store.attempt("a").record(
            summaries: [
                AttentionSummary(
                    site: site, textMass: 0.5, entropy: 0.5, effectiveRank: 2, energyFirst: 0.5, energyFirstTwo: 0.75,
                    energyFirstFour: 1),
                AttentionSummary(site: other, textMass: 0.5, entropy: 0.5, effectiveRank: 2),
            ])
        let read = try #require(try store.attentionStatistics(["a"])["a"])
        #expect([read[0].energyFirst, read[0].energyFirstTwo, read[0].energyFirstFour] == [0.5, 0.75, 1])
        #expect(read[1].energyFirst == nil && read[1].energyFirstFour == nil)
        #expect(try store.query("SELECT energy_first_two FROM v_attention WHERE head = 0").rows == [[.real(0.75)]])
    }

    @Test("Attention statistics are read at the greatest step, undefined ones as missing")
    func attentionStatistics() throws {
        func record(step: Int, head: Int, mass: Double) -> AttentionSummary {
            AttentionSummary(
                site: AttentionSite(step: step, caption: "c", blockIndex: 0, block: "mid_block", head: head, timestep: 50),
                textMass: mass, entropy: 0.5, effectiveRank: 2)
        }
        try store.attempt("a").record(summaries: [record(step: 1, head: 0, mass: 9)])
        try store.attempt("a").record(summaries: [record(step: 2, head: 0, mass: 0.1), record(step: 2, head: 1, mass: .nan)])
        try store.attempt("a").record(summaries: [record(step: 2, head: 0, mass: 0.2)])
        let read = try #require(try store.attentionStatistics(["a", "b"])["a"])
        #expect(read.count == 2)
        #expect(read[0] == record(step: 2, head: 0, mass: 0.2))
        #expect(read[1].textMass == nil && read[1].entropy == 0.5)
    }

    @Test("Samples, probes and identities come back; the same place overwrites")
    func samplesProbesIdentities() throws {
        let grid = SampleRecord(step: 500, kind: .grid, png: Data([1, 2]))
        let sample = SampleRecord(step: 500, kind: .sample, position: 1, caption: "a blue square", png: Data([3]))
        try store.attempt("a").record(samples: [SampleRecord(step: 500, kind: .grid, png: Data([9])), sample])
        try store.attempt("a").record(samples: [grid])
        #expect(try store.samples("a") == [grid, sample])
        #expect(try store.samples("a", kind: .sample, step: 500) == [sample])
        #expect(try store.samples("a", step: 1) == [])
        let probes = [Probe(position: 0, caption: "a \"blue\" square", tokens: ["a", "\"", "blue"])]
        try store.attempt("a").record(probes: probes)
        try store.attempt("a").record(probes: probes)
        #expect(try store.probes("a") == probes)
        try store.attempt("a").record(identities: ["text_encoder": "old"])
        try store.attempt("a").record(identities: ["text_encoder": "random-1", "evaluator": "oracle"])
        #expect(try store.identities("a") == ["text_encoder": "random-1", "evaluator": "oracle"])
    }

    @Test("A done job is forgotten whole and pending again; other jobs and other states are left alone")
    func forgets() throws {
        for key in ["a", "b"] {
            try store.attempt(key).record(metrics: [1, 2, 3].map { MetricValue(MetricName("loss", "train"), step: $0, value: 0) })
            try store.attempt(key).record(samples: [SampleRecord(step: 3, kind: .grid, png: Data([1]))])
        }
        #expect(try !store.forget("a"))
        #expect(try store.samples("a").count == 1)
        try store.attempt("a").finish(.done)
        #expect(try store.forget("a"))
        #expect(try store.states(["a", "b"]).mapValues(\.state) == ["a": .pending, "b": .running])
        #expect(try store.curves(MetricName("loss", "train"), jobs: ["a", "b"]).mapValues { $0.map(\.step) } == ["b": [1, 2, 3]])
        #expect(try store.samples("a").isEmpty)
        #expect(try store.samples("b").count == 1)
    }

    @Test("Results of an unknown job are refused")
    func unknownJob() throws {
        let expected = "job zz: not in the results database; `fusiongrid status SPEC` lists the jobs of a spec"
        #expect(message { try store.attempt("zz").record(metrics: [MetricValue(MetricName("l", "t"), step: 0, value: 0)]) } == expected)
        #expect(message { try store.attempt("zz").record(samples: []) } == expected)
        #expect(message { _ = try store.attempts("zz") } == expected)
    }

    @Test("Every half-precision number survives a round trip, and rounding is to nearest even")
    func halfPrecision() {
        for bits in UInt16.min...UInt16.max {
            let value = HalfPrecision.float(bits)
            if value.isNaN {
                #expect(HalfPrecision.float(HalfPrecision.halfBits(value)).isNaN)
            } else if HalfPrecision.halfBits(value) != bits {
                Issue.record("\(bits) became \(HalfPrecision.halfBits(value))")
            }
        }
        #expect(HalfPrecision.halfBits(1 + 1 / 2048) == HalfPrecision.halfBits(1))
        #expect(HalfPrecision.halfBits(1 + 3 / 2048) == HalfPrecision.halfBits(1 + 4 / 2048))
        #expect(HalfPrecision.halfBits(65519.9) == 0x7bff)
        #expect(HalfPrecision.halfBits(65520) == 0x7c00)
        #expect(HalfPrecision.halfBits(-1e30) == 0xfc00)
        #expect(HalfPrecision.halfBits(1e-30) == 0)
    }

    @Test("A million metric rows are written in seconds and stay compact")
    func compact() throws {
        let folder = TemporaryFolder(), path = folder.path("results.sqlite")
        let file = try ResultsDatabase(path: path, access: .readWrite)
        try file.register((0..<100).map { job("job\($0)") })
        let attempts = try (0..<100).map { try file.attempt("job\($0)") }
        let clock = ContinuousClock()
        let seconds = try clock.measure {
            // Jobs take turns, as running side by side.
            for block in 0..<10 {
                for number in 0..<100 {
                    let records = (0..<1000).map { (row: Int) -> MetricValue in
                        let step = (block * 500 + row / 2) * 50
                        return MetricValue(
                            MetricName("loss", row % 2 == 0 ? "train" : "validation"), step: step,
                            value: 1 / Double(row + number + 1))
                    }
                    try attempts[number].record(metrics: records)
                }
            }
        }
        #expect(try file.query("SELECT count(*) FROM metrics").rows == [[.integer(1_000_000)]])
        try file.close()
        let bytes = try #require(try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int)
        print("1,000,000 metric rows: \(seconds), \(Double(bytes) / 1e6) bytes a row")
        // Job, series, step and value as 8 bytes each would be 32 bytes of payload.
        #expect(Double(bytes) < 1.3e6 * 32)
    }
}
