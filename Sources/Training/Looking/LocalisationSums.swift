import Datasets
import Evaluation

/// Sums of localisations by role, block, head and timestep.
struct LocalisationSums {
    private struct Place: Hashable {
        var role: CaptionReference.Role
        var blockIndex, head, timestep: Int
    }

    private struct Sum {
        var block: String
        var words = 0, pointing = 0.0, iou = 0.0, area = 0.0, chanceIoU = 0.0
    }

    private var sums: [Place: Sum] = [:]

    mutating func add(_ found: AttentionLocalisation, role: CaptionReference.Role, head: HeadMap, timestep: Int) {
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
    func records(source: LocalisationRecord.Source) -> [LocalisationRecord] {
        sums.map { place, sum in
            let words = Double(sum.words)
            return LocalisationRecord(
                source: source, role: place.role, blockIndex: place.blockIndex, block: sum.block, head: place.head,
                timestep: place.timestep, words: sum.words, pointing: sum.pointing / words, iou: sum.iou / words,
                area: sum.area / words, chanceIoU: sum.chanceIoU / words)
        }
        .sorted {
            ($0.role.rawValue, $0.blockIndex, $0.head, $0.timestep) < ($1.role.rawValue, $1.blockIndex, $1.head, $1.timestep)
        }
    }
}
