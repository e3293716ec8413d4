import Foundation
import Results

/// Any bytes as a results database: opened, read and written to, or refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    // Logs and backups of the input before.
    for name in (try? FileManager.default.contentsOfDirectory(atPath: scratch)) ?? [] { unlink("\(scratch)/\(name)") }
    let path = put(bytes(data, size), as: "x.sqlite").path
    for access in [ResultsDatabase.Access.readOnly, .readWrite] {
        do {
            let store = try ResultsDatabase(path: path, access: access)
            let names = try store.metricNames()
            var keys: [String] = []
            for row in try store.query("SELECT key FROM jobs LIMIT 10").rows {
                if case .text(let key) = row[0] { keys.append(key) }
            }
            check { _ = try store.states(keys) }
            check { _ = try store.finalMetrics(keys) }
            check { _ = try store.measurements(keys) }
            check { _ = try store.attentionStatistics(keys) }
            for name in names.prefix(3) { check { _ = try store.curves(name, jobs: keys) } }
            for key in keys.prefix(2) {
                check { _ = try store.job(key) }
                check { _ = try store.attempts(key) }
                check { _ = try store.probes(key) }
                check { _ = try store.samples(key) }
                check { _ = try store.identities(key) }
                check { _ = try store.attentionMaps(key) }
                check { _ = try store.localisation([key]) }
            }
            if access == .readWrite {
                check { _ = try store.releaseLost() }
                check { _ = try store.retry(keys) }
                if let key = keys.first {
                    check {
                        if let attempt = try store.claim(key, by: .current, leaseSeconds: 60, startStep: 0) {
                            try attempt.record(metrics: [Metric.loss.value(1, on: .train, step: 1)])
                            let site = AttentionSite(step: 1, caption: "c", blockIndex: 0, block: "b", head: 0, timestep: 1)
                            try attempt.record(maps: [AttentionMap(site: site, queryTokens: 1, keyTokens: 2, values: [0, 1])])
                            try attempt.finish(.done)
                        }
                    }
                }
            }
            check { try store.close() }
        } catch {
            check(error)
        }
    }
    return 0
}

private func check(_ body: () throws -> Void) {
    do { try body() } catch { check(error) }
}
