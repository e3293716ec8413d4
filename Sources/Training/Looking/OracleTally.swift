import Evaluation

/// Counts of an oracle's verdicts on the images of one split, and the metrics they make.
///
/// Shares: `oracle_NAME` (of the images, `oracle_relation` of those whose captions state one). Numbers of images:
/// `oracle_images`, `oracle_relation_images`. With `_objects_K` after the name the same over captions that ask for K
/// objects. `count_confusion_K_S` is the number of images that show S objects where K are asked for; S = 9 stands for
/// nine or more.
struct OracleTally {
    /// The last column of the confusion matrix: so many or more.
    static let mostSeen = 9

    private var all = Sums()
    private var byObjects: [Int: Sums] = [:]
    private var confusion: [Int: [Int]] = [:]

    mutating func add(_ verdict: ImageVerdict) {
        all.add(verdict)
        byObjects[verdict.asked, default: Sums()].add(verdict)
        confusion[verdict.asked, default: Array(repeating: 0, count: Self.mostSeen + 1)][min(verdict.seen, Self.mostSeen)] += 1
    }

    func metrics(split: String, step: Int) -> [MetricValue] {
        all.metrics(suffix: "", split: split, step: step)
            + byObjects.sorted { $0.key < $1.key }.flatMap { $1.metrics(suffix: "_objects_\($0)", split: split, step: step) }
            + confusion.sorted { $0.key < $1.key }.flatMap { asked, row in
                row.enumerated().map {
                    MetricValue("count_confusion_\(asked)_\($0)", split: split, step: step, value: Double($1))
                }
            }
    }

    private struct Sums {
        var images = 0
        var holds: [String: Int] = [:]
        var asked: [String: Int] = [:]

        mutating func add(_ verdict: ImageVerdict) {
            images += 1
            for (name, isRight) in verdict.scores {
                asked[name, default: 0] += 1
                holds[name, default: 0] += isRight ? 1 : 0
            }
        }

        func metrics(suffix: String, split: String, step: Int) -> [MetricValue] {
            func metric(_ name: String, _ value: Double) -> MetricValue {
                MetricValue("oracle_\(name)\(suffix)", split: split, step: step, value: value)
            }
            var metrics = [metric("images", Double(images))]
            for (name, trials) in asked.sorted(by: { $0.key < $1.key }) {
                metrics.append(metric(name, Double(holds[name]!) / Double(trials)))
                if trials < images || name == "relation" { metrics.append(metric("\(name)_images", Double(trials))) }
            }
            return metrics
        }
    }
}
