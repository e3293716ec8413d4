import Datasets
import Kernels

extension PixelImage {
    /// A look at what a network made: pixels as they are; of latents, whose decoder is not here, the first three channels from -3 to 3.
    init(generated image: In, channels: Int, side: Int) {
        guard channels != 3 else {
            self.init(planarFloats: image, channels: 3, width: side, height: side)
            return
        }
        self.init(planarFloats: (0..<3 * side * side).map { image[$0] / 3 }, channels: 3, width: side, height: side)
    }
}
