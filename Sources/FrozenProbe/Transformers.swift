import Datasets
import Foundation
import FrozenNetworks
import Kernels
import TensorFiles

/// Transformers by the name that the probe knows them by. Their weights are folders with `config.json`.
let transformers: [String: ProbeNetwork] = [
    // tokens [captions, positions], perhaps `layer`
    "clip-text": { folder, inputs in
        let (network, captions) = (try clipText(folder), try captions(inputs))
        let (width, layer) = (network.configuration.layers.width, layer(inputs))
        return {
            let states = network.hiddenStates(captions, layer: layer)
            return [("hidden", [captions.count, captions[0].count, width], states.array)]
        }
    },
    "clip-text-features": { folder, inputs in
        let (network, captions) = (try clipText(folder), try captions(inputs))
        return { [("features", [captions.count, network.featureWidth!], network.features(captions).array)] }
    },
    // pixels [images, 3, side, side], perhaps `layer`
    "clip-vision": { folder, inputs in
        let (network, pixels) = (try clipVision(folder), FloatBuffer(try inputs.input("pixels").floats))
        let (configuration, images, layer) = (network.configuration, pixels.count / network.pixelCount, layer(inputs))
        return {
            let states = network.hiddenStates(pixels, layer: layer)
            return [("hidden", [images, configuration.tokens, configuration.layers.width], states.array)]
        }
    },
    "clip-vision-features": { folder, inputs in
        let (network, pixels) = (try clipVision(folder), FloatBuffer(try inputs.input("pixels").floats))
        let images = pixels.count / network.pixelCount
        return { [("features", [images, network.featureWidth!], network.features(pixels).array)] }
    },
    // images [images, height, width, 3], bytes
    "clip-pictures": { folder, inputs in
        let tensor = try inputs.input("images"), (height, width) = (tensor.shape[1], tensor.shape[2])
        let images = (0..<tensor.shape[0]).map { index in
            let pixels = tensor.data.dropFirst(index * height * width * 3).prefix(height * width * 3)
            return PixelImage(width: width, height: height, channels: 3, pixels: Array(pixels))
        }
        let processor = try CLIPImageProcessor(folder: URL(fileURLWithPath: folder), imageSize: 224)
        return { [("pixels", [images.count, 3, processor.cropSize, processor.cropSize], processor.pixels(of: images).array)] }
    },
    // tokens [captions, positions] of which `lengths` [captions] count, perhaps `layer`; hidden states without padding
    "bert": { folder, inputs in
        let (network, captions) = (try bert(folder), try captions(inputs))
        let (width, layer) = (network.configuration.layers.width, layer(inputs))
        return {
            let states = network.hiddenStates(captions, layer: layer)
            return [("hidden", [states.count / width, width], states.array)]
        }
    },
    "bert-means": { folder, inputs in
        let (network, captions) = (try bert(folder), try captions(inputs))
        return { [("means", [captions.count, network.configuration.layers.width], network.means(captions).array)] }
    },
]

private func clipText(_ folder: String) throws -> CLIPText {
    let folder = ModelFolder(URL(fileURLWithPath: folder))
    guard let configuration = try CLIPConfiguration(folder: folder.url).text else { throw ProbeError("no text tower") }
    return try CLIPText(configuration, folder.weights())
}

private func clipVision(_ folder: String) throws -> CLIPVision {
    let folder = ModelFolder(URL(fileURLWithPath: folder))
    guard let configuration = try CLIPConfiguration(folder: folder.url).vision else { throw ProbeError("no vision tower") }
    return try CLIPVision(configuration, folder.weights())
}

private func bert(_ folder: String) throws -> BERTText {
    let folder = ModelFolder(URL(fileURLWithPath: folder))
    return try BERTText(BERTConfiguration(folder: folder.url), folder.weights())
}

private func captions(_ inputs: WeightArchive) throws -> [[Int32]] {
    let tokens = try inputs.input("tokens"), numbers = tokens.floats.map { Int32($0) }
    let (captions, length) = (tokens.shape[0], tokens.shape[1])
    let lengths = inputs["lengths"].map { $0.floats.map { Int($0) } } ?? [Int](repeating: length, count: captions)
    return (0..<captions).map { Array(numbers[$0 * length..<$0 * length + lengths[$0]]) }
}

private func layer(_ inputs: WeightArchive) -> Int? { inputs["layer"].map { Int($0.floats[0]) } }
