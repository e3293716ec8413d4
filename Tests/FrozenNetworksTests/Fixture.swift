import Datasets
import Foundation
import Kernels
import TensorFiles
import TestSupport

@testable import FrozenNetworks

/// What scripts/parity/transformers_fixtures.py left.
struct Fixture {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Fixtures/transformers")

    static let captions = [
        "", "a cat", "A photo depicts two red cats", "the dog's 3 cats & a cat on the hat, the hat of the cat and the dog and the cat",
    ]

    let folder: URL
    let expected: WeightArchive

    init(_ name: String) throws {
        folder = Self.root.appendingPathComponent(name)
        expected = try WeightArchive(contentsOf: folder.appendingPathComponent("expected.safetensors"))
    }

    func floats(_ name: String) -> [Float] { expected[name]!.floats }

    /// Rows of token numbers.
    func tokens(_ name: String = "tokens") -> [[Int32]] {
        let tensor = expected[name]!, numbers = tensor.floats.map { Int32($0) }, length = tensor.shape[1]
        return (0..<tensor.shape[0]).map { Array(numbers[$0 * length..<($0 + 1) * length]) }
    }

    /// A copy in which texts of `config.json` (or another file) are replaced.
    func copy(replacing pairs: [(String, String)], in file: String = "config.json") throws -> TemporaryFolder {
        let copy = TemporaryFolder()
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            try copy.write(name, Data(contentsOf: folder.appendingPathComponent(name)))
        }
        var text = try String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
        for (old, new) in pairs {
            precondition(text.contains(old))
            text = text.replacingOccurrences(of: old, with: new)
        }
        try copy.write(file, text)
        return copy
    }

    static func clipText(_ folder: URL) throws -> CLIPText {
        try CLIPText(CLIPConfiguration(folder: folder).text!, ModelFolder(folder).weights())
    }

    static func clipVision(_ folder: URL) throws -> CLIPVision {
        try CLIPVision(CLIPConfiguration(folder: folder).vision!, ModelFolder(folder).weights())
    }

    static func bert(_ folder: URL) throws -> BERTText { try BERTText(BERTConfiguration(folder: folder), ModelFolder(folder).weights()) }
}

/// The picture that the script makes, too.
func picture(width: Int, height: Int, channels: Int = 3) -> PixelImage {
    var pixels: [UInt8] = []
    for y in 0..<height {
        for x in 0..<width {
            for c in 0..<channels {
                pixels.append(UInt8((x * x * 3 + y * 7 * (c + 1) + x * y + ((x * 37) ^ (y * 91)) * (c + 2)) & 255))
            }
        }
    }
    return PixelImage(width: width, height: height, channels: channels, pixels: pixels)
}

/// ||a - b|| / ||b||; NaN when the counts differ.
func relativeError(_ a: [Float], _ b: [Float]) -> Double {
    guard a.count == b.count else { return .nan }
    var (difference, size) = (0.0, 0.0)
    for (x, y) in zip(a, b) {
        difference += (Double(x) - Double(y)) * (Double(x) - Double(y))
        size += Double(y) * Double(y)
    }
    return (difference / size).squareRoot()
}

func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }
