import Datasets
import Evaluation

/// A word of a caption and the image tokens on the objects it names.
struct WordOnObject {
    let reference: CaptionReference
    let mask: TokenMask

    /// All words of a caption whose objects are among `objects`.
    static func all(
        in caption: String, objects: [LocatedObject], _ materials: JobMaterials
    ) -> [WordOnObject] {
        let model = materials.model
        return materials.dataset.references(in: materials.encoder.tokens(caption)).compactMap { reference in
            objects.mask(of: reference.kind)
                .flatMap { TokenMask(mask: $0, imageSize: model.imageSize, patchSize: model.patchSize) }
                .map { WordOnObject(reference: reference, mask: $0) }
        }
    }

    /// - Parameter map: [image tokens, textTokens]
    func localisation(in map: [Float], textTokens: Int) -> AttentionLocalisation? {
        AttentionLocalisation(
            map: mask.tokens.indices.map { map[$0 * textTokens + reference.position] }, mask: mask)
    }
}
