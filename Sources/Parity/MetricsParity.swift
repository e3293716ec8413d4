import Diffusion
import Evaluation
import Foundation
import TensorFiles

/// Comparisons that need no model: the noise schedule (`schedule.safetensors`) and the distances between feature sets
/// (`frechet.safetensors`). The case name is the file's, the kind is the tensor's.
public enum MetricsParity {
    /// The rank-deficient distance is between the first rows of `features_a`, so many, and all of `features_b`.
    static let rankDeficientRows = 20

    /// Every comparison of those files that are in the directory; none when neither is.
    /// - Throws: `TensorFileError` or `ParityError` for a file that is damaged or lacks a tensor.
    public static func check(in directory: URL) throws -> [ParityResult] {
        try check("schedule", in: directory, with: checkSchedule) + check("frechet", in: directory, with: checkDistances)
    }

    private static func check(
        _ name: String, in directory: URL, with comparison: (SafetensorsFile) throws -> [ParityResult]
    ) throws -> [ParityResult] {
        let file = directory.appendingPathComponent("\(name).safetensors")
        guard FileManager.default.fileExists(atPath: file.path) else { return [] }
        return try comparison(SafetensorsFile(contentsOf: file))
    }

    /// The largest relative error of any timestep.
    static func checkSchedule(_ file: SafetensorsFile) throws -> [ParityResult] {
        let schedule = NoiseSchedule()
        return try [("betas", schedule.betas), ("alphas_cumprod", schedule.alphasCumprod)].map { name, ours in
            let theirs = try file.tensor(name)
            guard theirs.shape == [ours.count] else {
                throw ParityError.shape(file: file.path, tensor: name, found: theirs.shape, expected: [ours.count])
            }
            let error = zip(ours, theirs.doubles).reduce(0) { worst, pair in
                let error = abs(pair.0 - pair.1) / abs(pair.1)
                return error.isNaN ? error : max(worst, error)
            }
            return ParityResult(caseName: "schedule", kind: name, error: error, limit: 1e-12)
        }
    }

    /// Relative errors; a distance whose reference is 0 is measured against the features' total variance.
    static func checkDistances(_ file: SafetensorsFile) throws -> [ParityResult] {
        let (a, b) = (try features(file, "features_a"), try features(file, "features_b"))
        let fewRows = min(rankDeficientRows, a.rows) * a.dimensions
        let few = FeatureMatrix(dimensions: a.dimensions, values: Array(a.values.prefix(fewRows)))
        guard a.dimensions == b.dimensions else {
            throw ParityError.shape(
                file: file.path, tensor: "features_b", found: [b.rows, b.dimensions], expected: [b.rows, a.dimensions])
        }
        let (statisticsA, statisticsB) = (FeatureStatistics(a), FeatureStatistics(b))
        let variance = (statisticsA.covariance ?? []).enumerated()
            .reduce(0) { $1.offset.isMultiple(of: a.dimensions + 1) ? $0 + $1.element : $0 }
        let distances: [(name: String, ours: Double?, limit: Double)] = [
            ("frechet_aa", frechetDistance(statisticsA, statisticsA), 1e-6),
            ("frechet_ab", frechetDistance(statisticsA, statisticsB), 1e-6),
            ("frechet_rank_deficient", frechetDistance(FeatureStatistics(few), statisticsB), 1e-4),
            ("kid_ab", kernelInceptionDistance(a, b), 1e-6),
        ]
        return try distances.map { name, ours, limit in
            let tensor = try file.tensor(name)
            guard tensor.shape == [1] else {
                throw ParityError.shape(file: file.path, tensor: name, found: tensor.shape, expected: [1])
            }
            let theirs = tensor.doubles[0]
            let error = abs((ours ?? .nan) - theirs) / (theirs == 0 ? variance : abs(theirs))
            return ParityResult(caseName: "frechet", kind: name, error: error, limit: limit)
        }
    }

    private static func features(_ file: SafetensorsFile, _ name: String) throws -> FeatureMatrix {
        let tensor = try file.tensor(name)
        guard tensor.shape.count == 2, tensor.shape.allSatisfy({ $0 > 0 }) else {
            throw ParityError.features(file: file.path, tensor: name, found: tensor.shape)
        }
        return FeatureMatrix(dimensions: tensor.shape[1], values: tensor.doubles)
    }
}
