import Kernels
import TextEncoding

extension FrozenTextEncoder {
    /// [captions, maximumTokens, width]
    public func encodeAll(_ captions: [String]) -> FloatBuffer {
        let rowCount = maximumTokens * width
        let features = FloatBuffer(count: captions.count * rowCount)
        for (i, caption) in captions.enumerated() { encode(caption, into: features.pointer + i * rowCount) }
        return features
    }
}
