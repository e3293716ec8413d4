import Datasets
import Foundation
import Platform
import TensorFiles
import Testing

@testable import FrozenNetworks

@Suite struct ConvolutionNetworkTests {
    @Test("FID's Inception-v3 equals PyTorch's, with any number of threads")
    func inception() throws {
        let network = try InceptionV3(ConvolutionFixtures.archive("inception.txt"))
        let pixels = ConvolutionFixtures.values("pixels", 2 * 91 * 107 * 3)
        let features = [2, 1, 3].map {
            network.features(normalized: pixels, batch: 2, height: 91, width: 107, threads: ThreadPool(threads: $0))
        }
        try expectClose(features[0], to: "inception.features")
        #expect(features.allSatisfy { $0 == features[0] })
    }

    @Test("EfficientNet-Lite0 equals PyTorch's; a picture's features do not depend on its company or on threads")
    func efficientNet() throws {
        let network = try EfficientNetLite0(ConvolutionFixtures.archive("efficientnet-lite0.txt"))
        let pixels = ConvolutionFixtures.values("pixels", 2 * 65 * 94 * 3)
        let outputs = network.outputs(normalized: pixels, batch: 2, height: 65, width: 94)
        try expectClose(outputs.features, to: "efficientnet-lite0.features", within: 1e-5)
        try expectClose(outputs.logits, to: "efficientnet-lite0.logits", within: 1e-5)

        let pictures = (0..<9).map { index in
            let bytes = ConvolutionFixtures.uniform("picture \(index)", 20 * 30 * 3).map { UInt8($0 * 256) }
            return PixelImage(width: 30, height: 20, channels: 3, pixels: bytes)
        }
        let together = network.features(pictures, threads: ThreadPool(threads: 3))
        #expect(together.count == 9 * EfficientNetLite0.width)
        let last = network.features([pictures[8]], threads: ThreadPool(threads: 1))
        #expect(Array(together[(8 * EfficientNetLite0.width)...]) == last)
        #expect(network.logits([pictures[0]]).count == EfficientNetLite0.classes)
        #expect(network.features([]).isEmpty)
    }

    @Test("grey pictures and those with alpha are made RGB")
    func channels() throws {
        let network = try EfficientNetLite0(ConvolutionFixtures.archive("efficientnet-lite0.txt"))
        let grey = PixelImage(width: 3, height: 2, channels: 1, pixels: [0, 50, 100, 150, 200, 250])
        #expect(network.features([grey]) == network.features([grey.asRGB()]))
        let clear = PixelImage(width: 2, height: 2, colour: [9, 9, 9, 0])
        #expect(network.features([clear]) == network.features([PixelImage(width: 2, height: 2, colour: [255, 255, 255])]))
    }

    @Test("weights of another network are refused, with everything that disagrees")
    func weights() throws {
        let whole = try ConvolutionFixtures.archive("inception.txt", isZero: true)
        let imageNet = WeightArchive(
            path: "inception_v3_google.pth",
            tensors: whole.names.compactMap { name in
                switch name {
                case "fc.weight": ConvolutionFixtures.tensor(name, [1000, 2048], [Float](repeating: 0, count: 1000 * 2048))
                case "Mixed_5b.branch1x1.bn.bias": nil
                default: whole[name]
                }
            } + [ConvolutionFixtures.tensor("AuxLogits.fc.bias", [1], [0])])
        #expect(
            throws: TensorFileError.disagreeingWeights(
                file: "inception_v3_google.pth", network: "pytorch-fid's Inception-v3 with 1008 classes",
                missing: ["Mixed_5b.branch1x1.bn.bias"], unexpected: ["AuxLogits.fc.bias"],
                wronglyShaped: ["fc.weight is [1000, 2048], not [1008, 2048]"])
        ) { try InceptionV3(imageNet) }
    }

    @Test("pictures are resized as the networks' authors do it")
    func resizing() throws {
        let bytes = ConvolutionFixtures.uniform("image", 43 * 61 * 3).map { UInt8($0 * 256) }
        let image = PixelImage(width: 61, height: 43, channels: 3, pixels: bytes)
        func every331(_ side: Int, _ fill: (UnsafeMutablePointer<Float>) -> Void) -> [Float] {
            var pixels = [Float](repeating: 0, count: side * side * 3)
            pixels.withUnsafeMutableBufferPointer { fill($0.baseAddress!) }
            return stride(from: 0, to: pixels.count, by: 331).map { pixels[$0] }
        }
        let found = [
            "pytorch": every331(299) { InceptionV3.Preprocessing.pytorchFID.fill($0, image) },
            "tensorflow": every331(299) { InceptionV3.Preprocessing.tensorFlow.fill($0, image) },
            "lite0": every331(224) { EfficientNetLite0.fill($0, image) },
        ]
        for (name, values) in found {
            try expectClose(values, to: "resized.\(name)", within: 1e-6)
        }
        let single = PixelImage(width: 1, height: 1, colour: [255, 0, 127])
        #expect(every331(224) { EfficientNetLite0.fill($0, single) }[0] == 1)
    }
}
