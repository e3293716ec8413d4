import Choices
import Experiments
import Foundation
import TensorFiles
import TextEncoding

enum PretrainedText {
    static func load(_ text: JobConfiguration.Text) throws -> any FrozenTextEncoder { fatalError() }
    static func load(_ kind: EncoderKind, folder: String, maximumTokens: Int) throws -> any FrozenTextEncoder { fatalError() }
}
struct NumPyArchive {
    init(contentsOf url: URL) throws { fatalError() }
    func tensor(_ name: String) throws -> Tensor { fatalError() }
}
extension FrozenAssets {
    func loadPictureScorer(_ path: String) throws -> any PictureScorer { fatalError() }
}
