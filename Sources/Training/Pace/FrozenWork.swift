import Choices
import Datasets
import Experiments

extension JobConfiguration {
    /// What frozen networks do with generated pictures, 2 x multiply-adds; of CLIP that of ViT-L/14, since its size stands in its files.
    /// Of latents that no network looks at only those of a contact sheet are decoded.
    func frozenFLOPs(ofPictures count: Int) -> Double {
        let seen = judgeFLOPs + scorerFLOPs
        return seen > 0
            ? Double(count) * (seen + decoderFLOPs) : Double(min(count, SampleEvaluation.decodedGridImages)) * decoderFLOPs
    }

    /// Of one picture of latents: of Stable Diffusion's decoder, by position.
    private var decoderFLOPs: Double { sample.autoencoder == nil ? 0 : 1.21e9 * Double(data.imageSize * data.imageSize) }

    private var judgeFLOPs: Double {
        switch evaluate.outsideJudge {
        case .none: 0
        case .inception: 11.4e9
        case .efficientNet: 0.8e9
        }
    }

    private var scorerFLOPs: Double {
        switch evaluate.clipScore {
        case .none: 0
        // The picture, and its caption twice.
        case .clip: 162e9 + 2 * 13e9
        }
    }
}
