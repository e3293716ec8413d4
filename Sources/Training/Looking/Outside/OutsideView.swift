import Datasets
import Evaluation
import Kernels
import Results

/// How networks that were trained on other pictures see a data set's real ones: made once, shared by all jobs on that data.
public final class OutsideView: Sendable {
    /// Real pictures in the features of a judge.
    struct Judge: Sendable {
        let network: any PictureFeatures
        let metrics: Metrics
        /// nil where only the statistics of real pictures are known.
        let features: FeatureMatrix?
        let fit: NormalFit
        /// The Fréchet distance of as many other real pictures; nil where there are not enough.
        let floor: @Sendable (_ images: Int) throws -> Double?

        /// What it is called.
        struct Metrics: Sendable {
            let frechet, frechetFloor, kernel: Metric
            let discrepancy: Metric?
        }
    }

    /// Real pictures in a scorer's space.
    struct Scorer: Sendable {
        let network: any PictureScorer
        let units: FeatureMatrix
    }

    let judge: Judge?
    let scorer: Scorer?

    init(judge: Judge?, scorer: Scorer?) { (self.judge, self.scorer) = (judge, scorer) }

    /// Content identities, by what each is asked for.
    var identities: [String: String] {
        var identities: [String: String] = [:]
        identities["outside_judge"] = judge?.network.identity
        identities["clip_score"] = scorer?.network.identity
        return identities
    }
}
