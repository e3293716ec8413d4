import Datasets
import Evaluation
import Kernels
import Results

/// What an oracle says of real test pictures: of their own captions (a ceiling: what the oracle itself can read at this size) and of
/// other items' captions (chance: what a network gets that draws good pictures and ignores captions). A property of the data set.
struct OracleBaseline: Sendable {
    /// Of longer test splits only the first are looked at.
    static let mostItems = 512
    private static let rotations = 4

    let metrics: [MetricValue]

    init(_ oracle: any ImageOracle, _ dataset: any CaptionedDataset) {
        let count = min(Self.mostItems, dataset.count(.test))
        let image = FloatBuffer(count: dataset.imageElements)
        var (real, chance) = (Shares(), Shares())
        // Captions of the same meaning count as they come: chance draws them too.
        let offsets = Set((1...Self.rotations).map { $0 * count / (Self.rotations + 1) }).subtracting([0]).sorted()
        for item in 0..<count {
            dataset.fillImage(image.pointer, .test, item)
            real.add(oracle.verdict(on: image.readPointer, .test, item))
            for offset in offsets { chance.add(oracle.verdict(on: image.readPointer, .test, (item + offset) % count)) }
        }
        metrics = real.values(Metric.oracleReal) + chance.values(Metric.oracleChance)
    }

    private struct Shares {
        private var sums: [String: (right: Int, of: Int)] = [:]

        mutating func add(_ verdict: ImageVerdict) {
            for (name, isRight) in verdict.scores {
                sums[name, default: (0, 0)].of += 1
                sums[name, default: (0, 0)].right += isRight ? 1 : 0
            }
        }

        func values(_ family: MetricFamily) -> [MetricValue] {
            sums.sorted { $0.key < $1.key }.map { name, sum in
                family[name].value(Double(sum.right) / Double(sum.of), on: .test, step: 0)
            }
        }
    }
}
