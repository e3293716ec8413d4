import Datasets
import Evaluation
import Kernels
import Results

/// What the generated images of a job show: oracle accuracies where the data set knows the truth, learned metrics where
/// there is a judge, and a contact sheet. Images are looked at batch by batch and not kept.
///
/// Metrics are the shares and counts of ``OracleTally`` in the splits `seen`, `held-out` and `all`, and the learned metrics
/// of ``JudgedSamples`` in the same splits.
struct SampleEvaluation: Look {
    static let gridImages = 64
    /// Of decoded latents, which are larger and take longer.
    static let decodedGridImages = 16
    /// Side of their pictures on a contact sheet, at most.
    static let sheetSide = 128

    let materials: JobMaterials
    let phase = JobProgress.Phase.sampling
    let seconds = Metric.samplingSeconds

    func isDue(after step: Int) -> Bool {
        let every = materials.configuration.evaluate.sampleEvery
        return step == materials.lastStep || every > 0 && step % every == 0
    }

    /// Generates images for the first test captions (cycling when the split is shorter) and reads them back.
    func look(at network: JobNetwork) throws -> Findings {
        let (configuration, dataset, step) = (materials.configuration, materials.dataset, network.step)
        let count = step == materials.lastStep ? configuration.sample.images : configuration.evaluate.sampleImages
        let items = (0..<count).map { $0 % dataset.count(.test) }
        let captions = items.map { dataset.caption(.test, $0, wording: 0) }
        var (tallies, pictures): ([Metric.Split: OracleTally], [PixelImage]) = ([:], [])
        let judged = materials.judge.map { JudgedSamples(encoder: $0.encoder, reference: $0.reference, threads: network.threads) }
        let outside = materials.outside.map { OutsideSamples($0, threads: network.threads) }
        let sheet = materials.maker.decoder == nil ? Self.gridImages : Self.decodedGridImages
        try network.forEachBatch(of: captions) { images, range in
            for (row, index) in range.enumerated() { readOracle(images + row * dataset.imageElements, item: items[index], &tallies) }
            // Decoding takes long: what nobody looks at stays latents.
            let seen = outside == nil ? max(0, min(range.count, sheet - range.lowerBound)) : range.count
            let made = materials.maker.pictures(of: images, count: seen, threads: network.threads)
            pictures += made.prefix(max(0, sheet - range.lowerBound)).map { $0.shrunk(to: Self.sheetSide) }
            outside?.add(
                made,
                range.map { index in
                    OutsideSamples.Subject(caption: dataset.words(.test, items[index]), splits: materials.splits(ofTest: items[index]))
                })
            if let judge = materials.judge, let judged {
                judged.add(images, range.map { JudgedSamples.Subject(caption: captions[$0], splits: judge.splits(of: items[$0])) })
            }
        }
        var findings = judged?.measure(step: step) ?? Findings()
        if let outside {
            let seen = try outside.measure(step: step)
            findings.metrics += seen.metrics
            findings.missing += seen.missing
        }
        findings.metrics += tallies.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { split, tally in
            tally.metrics(split: split, step: step)
        }
        if let problem = materials.judgeProblem {
            findings.missing.append(Metric.learnedMetrics.missing(because: problem, on: .all, step: step))
        }
        findings.samples = [
            SampleRecord(
                step: step, kind: .grid, caption: captions.prefix(sheet).joined(separator: "\n"),
                png: try PixelImage.grid(
                    pictures, columns: SampleRecord.gridColumns, padding: SampleRecord.gridPadding
                ).encodePNG())
        ]
        return findings
    }

    private func readOracle(_ image: In, item: Int, _ tallies: inout [Metric.Split: OracleTally]) {
        guard let verdict = materials.oracle?.verdict(on: image, .test, item) else { return }
        for split in [Metric.Split].sample(isHeldOut: materials.dataset.isHeldOut(.test, item)) {
            tallies[split, default: OracleTally()].add(verdict)
        }
    }
}
