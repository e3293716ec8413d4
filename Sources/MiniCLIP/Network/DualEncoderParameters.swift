import Foundation
import Kernels
import TensorFiles
import Transformer

/// The parameters of one mini-clip.
public typealias DualEncoderParameters = NetworkParameters<DualEncoderConfiguration>

extension DualEncoderConfiguration: NetworkShape {
    static let scaleName = "logit_scale"
    /// CLIP begins at a temperature of 0.07 and lets the scale grow to 100.
    static let initialScale = Float(log(1 / 0.07))
    static let largestScale = Float(log(100.0))

    public var parameterShapes: [NamedShape] {
        imageTower.parameterShapes + textTower.parameterShapes + [
            ("image.patch.weight", [imageWidth, channels, patchSize, patchSize]), ("image.patch.bias", [imageWidth]),
            ("text.words", [vocabulary, textWidth]), (Self.scaleName, [1]),
        ]
    }
}

extension DualEncoderParameters {
    /// Sets every parameter; values depend on the seed and the entry's place alone.
    ///
    /// Linear weights: normal with deviation 1/sqrt(inputs). Words and positions: normal with deviation 0.1, so that
    /// an empty patch still says where it is. Norms 1 and 0, biases 0, the scale 1/0.07.
    public func initialise(seed: UInt64) {
        for (index, entry) in entries.enumerated() {
            let out = storage.pointer + entry.offset
            let key = RandomKey(seed: seed, purpose: .initialisation, step: UInt64(index))
            if entry.name == DualEncoderConfiguration.scaleName {
                out.pointee = DualEncoderConfiguration.initialScale
            } else if entry.name.hasSuffix(".positions") || entry.name == "text.words" {
                fillNormal(out, count: entry.count, key: key, deviation: 0.1)
            } else if entry.shape.count > 1 {
                let inputs = entry.shape.dropFirst().reduce(1, *)
                fillNormal(out, count: entry.count, key: key, deviation: 1 / Float(inputs).squareRoot())
            } else {
                out.update(repeating: entry.name.hasSuffix(".weight") ? 1 : 0, count: entry.count)
            }
        }
    }

    /// Writes every tensor as a safetensors file, whole or not at all.
    func save(to url: URL, metadata: [String: String]) throws {
        try writeSafetensors(
            to: url,
            tensors: entries.map { entry in
                (
                    name: entry.name, shape: entry.shape,
                    floats: UnsafeBufferPointer(start: storage.readPointer + entry.offset, count: entry.count)
                )
            },
            metadata: metadata)
        withExtendedLifetime(self) {}
    }

    /// Overwrites every parameter.
    /// - Throws: `MiniCLIPError.damaged` when a tensor has another shape; `TensorFileError` when one is missing.
    func load(from file: SafetensorsFile) throws {
        for entry in entries {
            let tensor = try file.tensor(entry.name)
            guard tensor.shape == entry.shape else {
                throw MiniCLIPError.damaged(
                    path: file.path, problem: "\(entry.name) has the shape \(tensor.shape), expected \(entry.shape)")
            }
            tensor.floats.withUnsafeBufferPointer { values in
                if let base = values.baseAddress { (storage.pointer + entry.offset).update(from: base, count: entry.count) }
            }
        }
    }
}
