import Choices
import Datasets
import Experiments
import Foundation
import HumanEvaluation
import Kernels
import Platform
import Reports
import Results
import ResultsStore
import Runner
import Training

/// Gathers what a study shows: the pictures of finished jobs, and questions whose answer is known.
struct StudyPictures {
    let sweep: Sweep
    let store: ResultsDatabase
    let location: StoreLocation
    /// Pictures of each job, drawn again from its weights; nil: those of its last contact sheet.
    let drawn: Int?
    private let assets: JobAssets

    init(sweep: Sweep, store: ResultsDatabase, location: StoreLocation, drawn: Int?) {
        (self.sweep, self.store, self.location, self.drawn) = (sweep, store, location, drawn)
        assets = JobAssets(folder: location.sharedFiles, threads: MachineInfo.cores)
    }

    /// The finished jobs of some cells of the grid.
    /// - Throws: when a cell has no finished job; errors of the store, the data and the networks.
    func cells(_ indices: [Int], report: (String) -> Void) throws -> [StudyDesign.Cell] {
        let grid = sweep.grid, states = try store.states(indices.flatMap { grid.cells[$0].jobs.map(\.key) })
        return try indices.map { index in
            let cell = grid.cells[index], label = grid.label(of: cell)
            let done = cell.jobs.filter { states[$0.key]?.state == .done }
            guard !done.isEmpty else { throw HumanEvaluationError.notComparable("\(label): no finished job to show pictures of") }
            let jobs = try done.map { job in
                if drawn != nil { report("drawing \(label) seed=\(job.seed)") }
                return try self.job(job.key, seed: job.seed, label: label)
            }
            let coordinates = Dictionary(uniqueKeysWithValues: cell.coordinates.map { ($0.path, $0.value) })
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return StudyDesign.Cell(label: label, coordinates: String(decoding: try encoder.encode(coordinates), as: UTF8.self), jobs: jobs)
        }
    }

    private func job(_ key: String, seed: Int, label: String) throws -> StudyDesign.Job {
        let stored = try StoredJob(key, in: store, at: location), data = stored.job.configuration.data
        let (captions, pictures) = try drawn.map { try draw(stored, $0) } ?? sheet(key, label)
        let readings: [SampleReader.Reading?]
        switch data.kind {
        case .shapes, .scenes:
            guard try JobAssets.fingerprint(data) == stored.dataFingerprint, let reader = try SampleReader(data, assets: assets) else {
                throw HumanEvaluationError.notComparable("\(label): its data is not what the job was trained on")
            }
            readings = zip(pictures, captions).enumerated().map { reader.reading(of: $1.0, number: $0, caption: $1.1) }
        case .images: readings = pictures.map { _ in nil }
        case .features:
            throw HumanEvaluationError.notComparable("\(label): data of kind `features` are latents, which nobody can look at")
        }
        return StudyDesign.Job(
            key: key, seed: seed, captions: captions, pictures: try pictures.map { try $0.encodePNG() }, asked: readings.map { $0?.asked },
            oracle: readings.map { $0?.objects })
    }

    private func sheet(_ key: String, _ label: String) throws -> ([String], [PixelImage]) {
        guard let sheet = try store.samples(key, kind: .grid).last, let lines = sheet.caption else {
            throw HumanEvaluationError.notComparable("\(label): a job has no contact sheet; --draw N draws pictures from its weights")
        }
        let captions = lines.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        guard
            let tiles = try PixelImage.decodePNG(sheet.png).tiles(
                count: captions.count, columns: SampleRecord.gridColumns, padding: SampleRecord.gridPadding)
        else { throw HumanEvaluationError.notComparable("\(label): its contact sheet is damaged; --draw N draws pictures again") }
        return (captions, tiles)
    }

    private func draw(_ stored: StoredJob, _ count: Int) throws -> ([String], [PixelImage]) {
        let model = try TrainedModel(job: stored.job, assets: assets, files: stored.files, threads: MachineInfo.cores)
        guard model.dataFingerprint == stored.dataFingerprint else {
            throw HumanEvaluationError.notComparable("\(stored.job.key.prefix(12)): its data is not what the job was trained on")
        }
        let captions = model.evaluationCaptions(count)
        return (captions, try model.pictures(of: captions, seed: stored.job.seed))
    }

    /// Real pictures beside noise and beside pictures of another caption, in turn; of counts, real pictures whose number is known.
    func checks(_ count: Int, _ task: StudyTask, cell: Int, seed: Int) throws -> [StudyDesign.Check] {
        guard count > 0 else { return [] }
        let data = sweep.spec.cell(cell).configuration.data, real = try RealPictures(data, assets: assets)
        let key = RandomKey(seed: UInt64(bitPattern: Int64(seed)), purpose: .humanStudies, step: 1 << 42)
        let order = permutation(count: real.count, key: key).map(Int.init)
        var checks: [StudyDesign.Check] = []
        for item in order where checks.count < count {
            let first = try real.picture(item).encodePNG(), caption = real.caption(item)
            switch task {
            case .preference:
                guard let other = real.unlike(item) else { continue }
                let second = checks.count % 2 == 0 ? real.noise(checks.count) : real.picture(other)
                checks.append(StudyDesign.Check(caption: caption, first: first, second: try second.encodePNG(), truth: 1))
            case .count:
                guard let objects = real.objects(item), objects <= StudyVote.mostCounted else { continue }
                checks.append(StudyDesign.Check(caption: caption, first: first, truth: objects))
            }
        }
        guard checks.count == count else {
            throw HumanEvaluationError.notComparable(
                "the data has \(checks.count) test pictures for attention checks, \(count) are wanted: --checks \(checks.count)")
        }
        return checks
    }
}
