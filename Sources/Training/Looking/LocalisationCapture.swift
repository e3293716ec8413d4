import Datasets
import Evaluation
import Kernels
import Results

/// Measures whether the attention to a word falls on the objects that the word names: over the first test items, as many as the
/// job asks for, noised to each of its timesteps, and over images generated for their captions.
struct LocalisationCapture: Look {
    let materials: JobMaterials
    let phase = JobProgress.Phase.attention
    let seconds = Metric.attentionSeconds

    func isDue(after step: Int) -> Bool {
        step == materials.lastStep && materials.configuration.evaluate.localisation > 0 && materials.oracle != nil
    }

    func look(at network: JobNetwork) throws -> Findings {
        let test = try onTestImages(network), generated = try onGeneratedImages(network)
        return Findings(
            metrics: test.metrics(source: .test, step: network.step) + generated.metrics(source: .generated, step: network.step),
            localisation: test + generated)
    }

    private var items: Range<Int> { 0..<min(materials.configuration.evaluate.localisation, materials.dataset.count(.test)) }

    /// Empty when the data set knows no masks.
    private func onTestImages(_ network: JobNetwork) throws -> [LocalisationRow] {
        let dataset = materials.dataset
        let image = FloatBuffer(count: dataset.imageElements)
        var sums = LocalisationSums()
        for item in items {
            guard let objects = dataset.objects(.test, item) else { continue }
            dataset.fillImage(image.pointer, .test, item)
            try add(
                to: &sums, caption: dataset.caption(.test, item, wording: 0), item: item, image: image.readPointer,
                objects: objects, network)
        }
        return sums.rows(source: .test, step: network.step)
    }

    /// A word whose object the oracle does not see is left out.
    private func onGeneratedImages(_ network: JobNetwork) throws -> [LocalisationRow] {
        let captions = items.map { materials.dataset.caption(.test, $0, wording: 0) }
        let images = try network.images(for: captions)
        var sums = LocalisationSums()
        for (item, caption) in captions.enumerated() {
            let image = images.readPointer + item * materials.model.imageElements
            let objects = materials.oracle?.objects(in: image, imageSize: materials.model.imageSize) ?? []
            try add(to: &sums, caption: caption, item: item, image: image, objects: objects, network)
        }
        return sums.rows(source: .generated, step: network.step)
    }

    private func add(
        to sums: inout LocalisationSums, caption: String, item: Int, image: In, objects: [LocatedObject], _ network: JobNetwork
    ) throws {
        try network.stop.check()
        let words = WordOnObject.all(in: caption, objects: objects, materials)
        guard !words.isEmpty else { return }
        for timestep in materials.configuration.evaluate.timesteps {
            try network.stop.check()
            let noise = materials.noise(item: item, timestep: timestep)
            for head in network.attention(caption: caption, image: image, timestep: timestep, noise: noise) {
                for word in words {
                    guard let found = word.localisation(in: head.map, textTokens: materials.model.textTokens) else { continue }
                    sums.add(found, role: word.reference.role, head: head, timestep: timestep)
                }
            }
        }
    }
}
