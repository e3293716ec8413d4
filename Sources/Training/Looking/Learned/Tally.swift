import Evaluation
import Results
import TextEncoding

extension JudgedSamples {
    /// Why a metric has no value.
    struct Problem: Error, Equatable {
        var reason: String
    }

    /// One split's features and scores.
    struct Tally {
        private(set) var features: FeatureMatrix
        /// Unit image embeddings.
        private var units: FeatureMatrix
        private var scores: [Double] = []
        private var ranks: [Int] = []
        private var found: [DistractorKind: (hits: Int, images: Int)] = [:]
        private var truncated: String?

        init(dimensions: Int, embedding: Int) {
            (features, units) = (FeatureMatrix(dimensions: dimensions), FeatureMatrix(dimensions: embedding))
        }

        mutating func add(_ row: ArraySlice<Float>, unit: ArraySlice<Float>, _ alignment: Alignment) {
            features.append(row)
            units.append(unit)
            truncated = truncated ?? alignment.truncated
            scores.append(alignment.clipScore)
            guard !alignment.better.isEmpty else { return }
            ranks.append(1 + alignment.better.values.reduce(0, +))
            for (kind, better) in alignment.better {
                found[kind, default: (0, 0)].images += 1
                found[kind, default: (0, 0)].hits += better == 0 ? 1 : 0
            }
        }

        typealias Report = (_ metric: Metric, _ value: Result<Double, Problem>) -> Void

        /// - Parameter reference: real images of the same split; nil when there are none.
        func measure(against reference: ReferenceSet?, evaluatorTokens: Int, report: Report) {
            measureDistribution(against: reference, report: report)
            if let reference, let whole = reference.whole { measureWhole(against: reference, whole, report: report) }
            measureAlignment(evaluatorTokens: evaluatorTokens, report: report)
            report(Metric.learnedImages, .success(Double(features.rows)))
        }

        private func measureDistribution(against reference: ReferenceSet?, report: Report) {
            func fail(_ reason: String) {
                for metric in [
                    Metric.frechetDistance, Metric.kernelInceptionDistance, Metric.kernelInceptionDistanceError, Metric.precision,
                    Metric.recall,
                ] { report(metric, .failure(Problem(reason: reason))) }
            }
            let fewest = JudgedSamples.fewestImages
            guard features.rows >= fewest else { return fail("\(features.rows) generated image(s); at least \(fewest) are needed") }
            guard let reference, reference.features.rows >= fewest else {
                return fail("\(reference?.features.rows ?? 0) real test image(s); at least \(fewest) are needed")
            }
            guard features.values.allSatisfy(\.isFinite) else { return fail("features of generated images are not finite") }
            func value(_ metric: Metric, _ value: Double?) {
                report(metric, value.map { .success($0) } ?? .failure(Problem(reason: "it is not a finite number")))
            }
            let kernel = KernelDistance(features, reference.features)
            value(Metric.frechetDistance, frechetDistance(FeatureStatistics(features), reference.statistics))
            value(Metric.kernelInceptionDistance, kernel?.value)
            value(Metric.kernelInceptionDistanceError, kernel?.standardError)
            value(Metric.precision, reference.manifold?.share(of: features))
            value(Metric.recall, FeatureManifold(features)?.share(of: reference.features))
        }

        /// What is measured on all images only: halves differ in how many pictures a caption has.
        private func measureWhole(against reference: ReferenceSet, _ whole: ReferenceSet.Whole, report: Report) {
            let fewest = JudgedSamples.fewestImages, (made, real) = (features.rows, reference.features.rows)
            func value(_ metric: Metric, _ value: Double?, otherwise reason: String) {
                let isEnough = made >= fewest && real >= fewest
                let tooFew = "\(made) generated and \(real) real test image(s); at least \(fewest) of each are needed"
                report(
                    metric, isEnough ? value.map { .success($0) } ?? .failure(Problem(reason: reason)) : .failure(Problem(reason: tooFew)))
            }
            let unknown = "it is not a finite number"
            value(
                Metric.frechetDistanceInfinity, extrapolatedFrechetDistance(features, reference.statistics),
                otherwise: made < fewestVectorsToExtrapolate
                    ? "\(made) generated image(s); at least \(fewestVectorsToExtrapolate) are needed" : unknown)
            value(Metric.cmmd, meanDiscrepancy(units, whole.units), otherwise: unknown)
            let spread = whole.neighbourhoods?.densityAndCoverage(of: features)
            value(Metric.density, spread?.density, otherwise: unknown)
            value(Metric.coverage, spread?.coverage, otherwise: unknown)
            let floors = made >= fewest && real >= fewest ? whole.floors?(made) : nil
            let noFloor = "the evaluator's training data has fewer images than were generated (\(made))"
            value(Metric.frechetDistanceFloor, floors?.frechet, otherwise: noFloor)
            value(Metric.kernelInceptionDistanceFloor, floors?.kernel, otherwise: noFloor)
            value(Metric.cmmdFloor, floors?.discrepancy, otherwise: noFloor)
        }

        /// Long captions by their beginning.
        private static func shortened(_ caption: String) -> String {
            caption.count <= 60 ? caption : caption.prefix(57) + "..."
        }

        private func measureAlignment(evaluatorTokens: Int, report: Report) {
            let problem = truncated.map { caption in
                Problem(
                    reason: "the caption \"\(Self.shortened(caption))\" has \(WordTokenizer.words(of: caption).count) words; "
                        + "the evaluator reads \(evaluatorTokens)")
            }
            func value(_ metric: Metric, _ sum: Double, of count: Int, otherwise reason: String) {
                if let problem { return report(metric, .failure(problem)) }
                report(metric, count > 0 && sum.isFinite ? .success(sum / Double(count)) : .failure(Problem(reason: reason)))
            }
            value(Metric.clipScore, scores.reduce(0, +), of: scores.count, otherwise: "scores are not finite")
            let nothing = "no caption has a word that could be exchanged for another known one"
            value(Metric.retrievalRank, Double(ranks.reduce(0, +)), of: ranks.count, otherwise: nothing)
            value(Metric.retrievalFirst, Double(ranks.count { $0 == 1 }), of: ranks.count, otherwise: nothing)
            for kind in DistractorKind.allCases {
                let tally = found[kind] ?? (0, 0)
                value(
                    Metric.retrieval[kind.rawValue], Double(tally.hits), of: tally.images,
                    otherwise: "no caption speaks of a \(kind.rawValue) that could be exchanged for another known one")
            }
        }
    }
}
