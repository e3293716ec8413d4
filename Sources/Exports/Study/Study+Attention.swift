import Results
import ResultsStore

extension Study {
    /// Figures of image-to-text attention at each job's last step.
    func attentionTable() throws -> ExportTable {
        let statistics = try store.attentionStatistics(keys)
        let rows = keys.flatMap { key in (statistics[key] ?? []).map { (job: key, summary: $0) } }
        func number(_ name: String, _ meaning: String, _ value: @escaping (AttentionSummary) -> Double?) -> ExportColumn {
            .numbers(name, meaning, nullable: true, rows) { value($0.summary) }
        }
        return ExportTable(
            "attention", "One row a head, timestep and watched caption: image-to-text attention at the job's last step.",
            [
                .texts("job", "the job's key", rows) { $0.job },
                .integers("step", "training step of the weights", rows) { $0.summary.site.step },
                .texts("caption", "the caption that was watched", rows) { $0.summary.site.caption },
                .integers("block_index", "position in execution order, from 0", rows) { $0.summary.site.blockIndex },
                .texts("block", "block name", rows) { $0.summary.site.block },
                .integers("head", "from 0", rows) { $0.summary.site.head },
                .integers("timestep", "diffusion timestep, 1 to 1000", rows) { $0.summary.site.timestep },
                number("text_mass", "share of the image queries' attention that falls on text") { $0.textMass },
                number("entropy", "entropy over text tokens, 0 to 1") { $0.entropy },
                number("effective_rank", "effective rank of the map, at least 1") { $0.effectiveRank },
                number("energy_first", "share of the map's energy in its first singular value") { $0.energyFirst },
                number("energy_first_two", "in the first two") { $0.energyFirstTwo },
                number("energy_first_four", "in the first four") { $0.energyFirstFour },
            ])
    }

    /// Where attention to words falls at each job's last step.
    func localisationTable() throws -> ExportTable {
        let found = try store.localisation(keys)
        let rows = keys.flatMap { key in (found[key] ?? []).map { (job: key, row: $0) } }
        return ExportTable(
            "localisation", "One row a head, timestep, source and role: whether attention to a word falls on the object it names.",
            [
                .texts("job", "the job's key", rows) { $0.job },
                .integers("step", "training step of the weights", rows) { $0.row.step },
                .texts("source", "test: noised test images; generated: the network's own", rows) { $0.row.source.rawValue },
                .texts("role", "what the words are: noun, colour or count", rows) { $0.row.role.rawValue },
                .integers("block_index", "position in execution order, from 0", rows) { $0.row.blockIndex },
                .texts("block", "block name", rows) { $0.row.block },
                .integers("head", "from 0", rows) { $0.row.head },
                .integers("timestep", "diffusion timestep, 1 to 1000", rows) { $0.row.timestep },
                .integers("words", "words in the means", rows) { $0.row.words },
                .numbers("pointing", "share of words whose brightest image token lies on the object", rows) { $0.row.pointing },
                .numbers("area", "pointing by chance", rows) { $0.row.area },
                .numbers("iou", "intersection over union with the equally many brightest tokens", rows) { $0.row.iou },
                .numbers("chance_iou", "iou by chance", rows) { $0.row.chanceIoU },
            ])
    }
}
