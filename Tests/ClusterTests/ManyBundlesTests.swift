import Foundation
import Platform
import Results
import ResultsStore
import Runner
import Testing
@testable import Cluster

@Suite("Many bundles")
struct ManyBundlesTests {
    /// FUSIONGRID_BUNDLES=10000 takes so many.
    private static let count = ProcessInfo.processInfo.environment["FUSIONGRID_BUNDLES"].flatMap { Int($0) } ?? 150

    @Test("of ended jobs are merged for the first time in milliseconds each")
    func first() throws {
        let fixture = try ClusterFixture(), count = Self.count
        let sweep = try fixture.sweep("seeds: {count: \(count)}\n")
        let sent = try fixture.submit(try fixture.plan(sweep, ClusterFixture.single(seconds: 1)))
        let node = StoreLocation(path: fixture.folder.path("node.sqlite")), database = try node.open(.readWrite)
        try sweep.register(in: database)
        let scratch = fixture.folder.url.appendingPathComponent("scratch", isDirectory: true)
        try createFolder(scratch)
        let template = try Bundle.makeTemplate(in: scratch)
        for job in sweep.jobs {
            let attempt = try #require(
                try database.claim(
                    job.key, by: .current, leaseSeconds: 60,
                    provenance: Provenance(codeVersion: "3", commit: nil, specSHA256: "t", cpuModel: "c", threads: 1)))
            try attempt.record(
                metrics: (0..<40).map {
                    MetricValue(MetricName("loss", "train"), step: 10 * $0, value: 1 / Double($0 + job.seed))
                } + [MetricValue(MetricName("loss", "validation"), step: 400, value: Double(job.seed))])
            try attempt.finish(.done, reason: nil, logTail: "", usage: AttemptUsage(wallSeconds: 1, cpuSeconds: 1))
            let files = node.files(of: job.key)
            try createFolder(files.folder)
            try Data(repeating: UInt8(job.seed & 255), count: 20_000).write(to: files.model)
            try Bundle.seal(
                job.key, from: node, database, to: fixture.spool.bundle(job.key, of: sent.submission.id), scratch: scratch,
                template: template)
        }
        var outcome: SpoolMerge.Outcome?
        let time = try ContinuousClock().measure { outcome = try fixture.merge() }
        print("\(count) bundles merged for the first time in \(time)")
        #expect(outcome!.jobs.count == count && outcome!.damaged.isEmpty)
        let merged = try fixture.store.open(.readOnly)
        #expect(try merged.states(sweep.jobs.map(\.key)).values.allSatisfy { $0.state == .done })
        #expect(try merged.query("SELECT count(*) FROM metrics").rows == [[.integer(Int64(41 * count))]])
        let last = sweep.jobs[count - 1]
        #expect(try Data(contentsOf: fixture.store.files(of: last.key).model).first == UInt8(last.seed & 255))
        #expect(time < .milliseconds(50 * count))
        withExtendedLifetime(fixture) {}
    }
}
