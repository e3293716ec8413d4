import Foundation
import Platform
import ResultsStore
@testable import Runner
import Training

/// A folder with a spec and a store.
final class SweepFixture {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fusiongrid-\(UUID().uuidString)")
    var store: StoreLocation { StoreLocation(path: folder.appendingPathComponent("results.sqlite").path) }

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }
    deinit { try? FileManager.default.removeItem(at: folder) }

    static let base = """
        base:
          data: {kind: shapes, image_size: 16, train: 40, test: 16, grammar: [counts]}
          model: {patch_size: 4, width: 16, depth: 2, heads: 2, init: fan-in}
          text: {max_tokens: 8, width: 8}
          train: {steps: 6, batch_size: 4, learning_rate: 1e-3, warmup_steps: 1, log_every: 2, lanes: 2}
          sample: {sampler: ddim, steps: 2, images: 3}
          evaluate: {every: 6, validation: 10, timesteps: [500], probe_count: 1}

        """

    func sweep(_ name: String, _ text: String, overrides: [String] = []) throws -> Sweep {
        let file = folder.appendingPathComponent("\(name).yaml")
        try Data(("name: \(name)\n" + Self.base + text).utf8).write(to: file)
        return try Sweep(path: file.path, overrides: overrides)
    }

    func run(_ sweep: Sweep, workers: Int = 1, threads: Int = 1, stop: StopSignal = StopSignal()) throws -> SweepSummary {
        try SweepRunner(
            sweep: sweep, store: store, database: store.open(.readWrite),
            options: SweepOptions(workers: workers, threads: threads, quiet: true), stop: stop
        ).run()
    }

    /// Every metric of every job with its bits, attention blobs and pictures: what must not depend on how it was run.
    func results() throws -> [String] {
        let database = try store.open(.readOnly)
        return try [
            "SELECT j.key, s.name, s.split, m.step, m.value FROM metrics m JOIN jobs j ON j.id = m.job "
                + "JOIN metric_series s ON s.id = m.series ORDER BY 1, 2, 3, 4",
            "SELECT job, caption, step, block_index, head, timestep, hex(data) FROM v_attention_maps ORDER BY 1, 2, 3, 4, 5, 6",
            "SELECT j.key, s.step, hex(s.png) FROM samples s JOIN jobs j ON j.id = s.job ORDER BY 1, 2",
        ].flatMap { sql in try database.query(sql).rows.map { "\($0)" } }
    }

    func states(_ sweep: Sweep) throws -> [JobState] {
        let states = try store.open(.readOnly).states(sweep.jobs.map(\.key))
        return sweep.jobs.compactMap { states[$0.key]?.state }
    }
}
