import Evaluation
import Results

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

    func metrics(split: Metric.Split, step: Int) -> [MetricValue] {
        all.metrics(objects: nil, split: split, step: step)
            + byObjects.sorted { $0.key < $1.key }.flatMap { $1.metrics(objects: $0, split: split, step: step) }
            + confusion.sorted { $0.key < $1.key }.flatMap { asked, row in
                row.enumerated().map {
                    Metric.countConfusion[asked, $0].value(Double($1), on: split, step: step)
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

        func metrics(objects: Int?, split: Metric.Split, step: Int) -> [MetricValue] {
            func metric(_ question: String) -> Metric {
                objects.map { Metric.oracleByObjects[question, $0] } ?? Metric.oracle[question]
            }
            var metrics = [metric("images").value(Double(images), on: split, step: step)]
            for (name, trials) in asked.sorted(by: { $0.key < $1.key }) {
                metrics.append(metric(name).value(Double(holds[name]!) / Double(trials), on: split, step: step))
                if trials < images || name == "relation" {
                    metrics.append(metric("\(name)_images").value(Double(trials), on: split, step: step))
                }
            }
            return metrics
        }
    }
}
