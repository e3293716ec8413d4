import Experiments
import Kernels

/// The first images that one network drew, for looks that ask for the same ones again: an image depends on its place and its caption.
struct SharedImages {
    private let elements: Int
    /// The caption of each image that is kept, by place; nil where none is.
    private var captions: [String?]
    private let images: FloatBuffer

    /// - Parameter most: images that are kept.
    init(elements: Int, most: Int) {
        self.elements = elements
        captions = Array(repeating: nil, count: most)
        images = FloatBuffer(count: most * elements)
    }

    /// Keeps images [captions, elements], as far as their places are among the first.
    mutating func keep(_ drawn: In, of wanted: ArraySlice<String>) {
        for (row, place) in wanted.indices.enumerated() where place < captions.count && captions[place] == nil {
            captions[place] = wanted[place]
            (images.pointer + place * elements).update(from: drawn + row * elements, count: elements)
        }
    }

    /// [captions, elements], until the next image is kept; nil when one of them is not there.
    func images(of wanted: ArraySlice<String>) -> In? {
        guard wanted.endIndex <= captions.count, wanted.indices.allSatisfy({ captions[$0] == wanted[$0] }) else { return nil }
        return images.readPointer + wanted.startIndex * elements
    }
}

extension JobConfiguration {
    /// Images for the first test captions that more than one look asks for: the final samples have them, too.
    var sharedImages: Int { max(evaluate.knockout, evaluate.localisation) }
}
