import Datasets
import Foundation
import Platform
import ResultsStore
import Runner
import Synchronization
import Training

/// What pages ask of jobs: verdicts of an oracle, and pictures that were drawn and not kept.
final class JobPictures: Sendable {
    let readings: SheetReadings
    private let store: ResultsDatabase
    private let location: StoreLocation
    private let assets: JobAssets
    private let problems = Mutex<[String]>([])

    init(store: ResultsDatabase, location: StoreLocation) {
        (self.store, self.location) = (store, location)
        readings = SheetReadings(store: store, location: location)
        assets = JobAssets(folder: location.sharedFiles, threads: MachineInfo.cores)
    }

    /// Why something is not shown.
    var notes: [String] { readings.notes + problems.withLock { unique($0) } }

    /// What a job drew for `captions`, drawn again; nil where its weights or its data are not here any more.
    /// - Parameter guidance: the job's own when nil.
    func draw(_ job: String, _ captions: [String], guidance: Double?) throws -> [PixelImage]? {
        let stored = try StoredJob(job, in: store, at: location)
        // Looking at results trains nothing: a mini-clip that is gone would be trained again.
        guard stored.job.configuration.text.encoder != .miniCLIP, FileManager.default.fileExists(atPath: stored.files.model.path) else {
            return nil
        }
        do {
            let model = try TrainedModel(job: stored.job, assets: assets, files: stored.files, threads: MachineInfo.cores)
            guard model.dataFingerprint == stored.dataFingerprint else { return nil }
            return try model.pictures(of: captions, seed: stored.job.seed, guidance: guidance)
        } catch {
            problems.withLock { $0.append("pictures are not drawn again: \(error)") }
            return nil
        }
    }
}
