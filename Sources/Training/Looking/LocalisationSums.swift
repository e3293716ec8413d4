import Choices
import Datasets
import Evaluation
import Results

/// Sums of localisations by role, block, head and timestep.
struct LocalisationSums {
    private struct Place: Hashable {
        var role: WordRole
        var blockIndex, head, timestep: Int
    }

    private struct Sum {
        var block: String
        var words = 0, pointing = 0.0, iou = 0.0, area = 0.0, chanceIoU = 0.0
    }

    private var sums: [Place: Sum] = [:]

    mutating func add(_ found: AttentionLocalisation, role: WordRole, head: HeadMap, timestep: Int) {
        let place = Place(role: role, blockIndex: head.blockIndex, head: head.head, timestep: timestep)
        var sum = sums[place] ?? Sum(block: head.block)
        sum.words += 1
        sum.pointing += found.pointing
        sum.iou += found.iou
        sum.area += found.area
        sum.chanceIoU += found.chanceIoU
        sums[place] = sum
    }

    /// In order of role, block, head and timestep.
    func rows(source: LocalisationRow.Source, step: Int) -> [LocalisationRow] {
        sums.map { place, sum in
            let words = Double(sum.words)
            return LocalisationRow(
                step: step, source: source, role: place.role, blockIndex: place.blockIndex, block: sum.block, head: place.head,
                timestep: place.timestep, words: sum.words, pointing: sum.pointing / words, iou: sum.iou / words,
                area: sum.area / words, chanceIoU: sum.chanceIoU / words)
        }
        .sorted {
            ($0.role.rawValue, $0.blockIndex, $0.head, $0.timestep) < ($1.role.rawValue, $1.blockIndex, $1.head, $1.timestep)
        }
    }
}

extension [LocalisationRow] {
    /// Means of the nouns over all blocks, heads and timesteps, as metrics; empty without nouns.
    func metrics(source: LocalisationRow.Source, step: Int) -> [MetricValue] {
        let nouns = filter { $0.source == source && $0.role == .noun }
        guard !nouns.isEmpty else { return [] }
        func mean(_ metric: Metric, _ value: (LocalisationRow) -> Double) -> MetricValue {
            metric.value(nouns.reduce(0) { $0 + value($1) } / Double(nouns.count), on: source.split, step: step)
        }
        let metrics = Metric.localisation
        return [
            mean(metrics.pointing) { $0.pointing }, mean(metrics.pointingChance) { $0.area }, mean(metrics.iou) { $0.iou },
            mean(metrics.iouChance) { $0.chanceIoU },
        ]
    }
}
