import Foundation
import Kernels
import TensorFiles
import Transformer

/// Names and token order of a parameter file.
public enum ParameterFileLayout: String, Sendable, CaseIterable {
    /// The names of the intermediate-fusion reference; position rows are [image, time, text].
    case reference
    /// The published U-ViT: `in_blocks`, `mid_block`, `out_blocks`; position rows are [time, text, image].
    case original
}

extension Parameters {
    /// Overwrites every parameter from a file in either layout (the block names tell which).
    /// - Parameter prefix: only tensors whose names begin with it are read, and it is taken off.
    /// - Throws: `ModelError` when names or shapes differ from this configuration's; nothing is changed then.
    public func load(from file: SafetensorsFile, prefix: String = "") throws {
        let names = file.names.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
        let isOriginal = names.contains { $0.hasPrefix("in_blocks.") || $0.hasPrefix("out_blocks.") }
        let fileLayout: ParameterFileLayout = isOriginal ? .original : .reference
        if isOriginal { try requireOriginalLayout() }

        let expected = Dictionary(uniqueKeysWithValues: entries.map { (fileLayout.fileName($0.name), $0) })
        let found = Set(names)
        let missing = expected.keys.filter { !found.contains($0) }.sorted()
        guard missing.isEmpty else { throw ModelError.missingParameters(file: file.path, names: missing.map { prefix + $0 }) }
        let unexpected = names.filter { expected[$0] == nil }
        guard unexpected.isEmpty else {
            throw ModelError.unexpectedParameters(file: file.path, names: unexpected.map { prefix + $0 })
        }
        let tensors = try expected.sorted { $0.key < $1.key }.map { name, entry in
            let tensor = try file.tensor(prefix + name)
            guard tensor.shape == entry.shape else {
                throw ModelError.shape(file: file.path, name: prefix + name, found: tensor.shape, expected: entry.shape)
            }
            return (entry, tensor)
        }
        for (entry, tensor) in tensors {
            let values = tensor.floats
            let out = storage.pointer + entry.offset
            if entry.name == "pos_embed", isOriginal {
                for (row, fileRow) in configuration.originalTokenOrder.enumerated() {
                    for i in 0..<configuration.width {
                        out[row * configuration.width + i] = values[fileRow * configuration.width + i]
                    }
                }
            } else {
                values.withUnsafeBufferPointer { source in
                    if let base = source.baseAddress { out.update(from: base, count: entry.count) }
                }
            }
        }
    }

    /// Writes every parameter as a safetensors file, whole or not at all.
    /// - Throws: `ModelError.originalLayout` when this configuration has no original layout; `TensorFileError`.
    public func save(to url: URL, metadata: [String: String] = [:], layout fileLayout: ParameterFileLayout = .reference) throws {
        if fileLayout == .original { try requireOriginalLayout() }
        let positions = FloatBuffer(count: (configuration.imageStreamTokens + configuration.textTokens) * configuration.width)
        let tensors = entries.map { entry -> (name: String, shape: [Int], floats: UnsafeBufferPointer<Float>) in
            var values = UnsafePointer(storage.pointer + entry.offset)
            if entry.name == "pos_embed", fileLayout == .original {
                for (row, fileRow) in configuration.originalTokenOrder.enumerated() {
                    (positions.pointer + fileRow * configuration.width)
                        .update(from: values + row * configuration.width, count: configuration.width)
                }
                values = UnsafePointer(positions.pointer)
            }
            return (fileLayout.fileName(entry.name), entry.shape, UnsafeBufferPointer(start: values, count: entry.count))
        }
        try writeSafetensors(to: url, tensors: tensors, metadata: metadata)
        withExtendedLifetime((self, positions)) {}
    }

    private func requireOriginalLayout() throws {
        let c = configuration
        if c.conditioning != .concat { throw ModelError.originalLayout(reason: "conditioning is \(c.conditioning.rawValue)") }
        if c.imageDepth != 0 { throw ModelError.originalLayout(reason: "imageDepth is \(c.imageDepth)") }
        if c.textDepth != 0 { throw ModelError.originalLayout(reason: "textDepth is \(c.textDepth)") }
    }
}

extension ParameterFileLayout {
    /// The name that a parameter or block has in a file of this layout.
    public func fileName(_ name: String) -> String {
        guard self == .original else { return name }
        if name.hasPrefix("joint_blocks.") { return "in_blocks." + name.dropFirst("joint_blocks.".count) }
        if name.hasPrefix("joint_skip_blocks.") { return "out_blocks." + name.dropFirst("joint_skip_blocks.".count) }
        return name
    }
}

extension ModelConfiguration {
    /// For each token in the order [image, time, text], its place in the original order [time, text, image].
    public var originalTokenOrder: [Int] {
        Array((1 + textTokens)..<(1 + textTokens + imageTokens)) + [0] + Array(1..<(1 + textTokens))
    }
}
