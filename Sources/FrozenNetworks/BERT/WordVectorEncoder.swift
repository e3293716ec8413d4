import Foundation
import Kernels
import TensorFiles
import TextEncoding

/// Captions as the word vectors of a BERT, one row a piece of a word, without the network: what a text transformer adds is what a
/// comparison with this one shows.
///
/// Vectors are those of the embedding table times one factor, which makes their mean square 1. Rows beyond the caption, and all of the
/// empty one, are zero; no row stands for start or end.
public struct WordVectorEncoder: FrozenTextEncoder {
    public let maximumTokens: Int
    public let width: Int
    private let tokenizer: WordPieceTokenizer
    private let table: FloatBuffer
    private let fingerprint: String

    private static let tableNames = ["embeddings.word_embeddings.weight", "bert.embeddings.word_embeddings.weight"]

    /// - Parameter tokens: the most pieces of a caption.
    /// - Throws: `FrozenNetworksError`, `TensorFileError`, `TokenizerError`, naming the file and what is wrong with it.
    public init(folder: URL, tokens: Int) throws {
        let tokenizer = try WordPieceTokenizer(contentsOf: folder), archive = try ModelFolder(folder).weights()
        guard let tensor = Self.tableNames.lazy.compactMap({ archive[$0] }).first else {
            throw TensorFileError.missingTensor(file: archive.path, tensor: Self.tableNames[0], available: archive.names)
        }
        guard tensor.shape.count == 2, tensor.shape[0] >= tokenizer.vocabularySize, tensor.shape[1] > 0 else {
            throw FrozenNetworksError.unfit(
                network: "table of word vectors in \(archive.path)", what: "its shape", found: "\(tensor.shape)",
                allowed: "[\(tokenizer.vocabularySize) or more, width]")
        }
        let values = tensor.floats
        let square = values.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(values.count)
        guard square.isFinite, square > 0 else {
            throw FrozenNetworksError.unfit(
                network: "table of word vectors in \(archive.path)", what: "its mean square", found: "\(square)",
                allowed: "a positive number")
        }
        let factor = 1 / square.squareRoot()
        table = FloatBuffer(count: values.count)
        for (i, value) in values.enumerated() { table.pointer[i] = Float(Double(value) * factor) }
        (maximumTokens, width, self.tokenizer) = (tokens, tensor.shape[1], tokenizer)
        fingerprint = archive.fingerprint { $0 == tensor.name }
    }

    public var identity: String {
        "word-vectors(table=\(fingerprint.prefix(16)), tokenizer=\(tokenizer.fingerprint.prefix(16)), tokens=\(maximumTokens), "
            + "width=\(width))"
    }

    public func encode(_ caption: String, into out: UnsafeMutablePointer<Float>) {
        let pieces = tokenizer.encode(caption).prefix(maximumTokens)
        for (row, piece) in pieces.enumerated() {
            (out + row * width).update(from: table.readPointer + Int(piece) * width, count: width)
        }
        (out + pieces.count * width).update(repeating: 0, count: (maximumTokens - pieces.count) * width)
    }

    public func tokens(_ caption: String) -> [String] { tokenizer.encode(caption).prefix(maximumTokens).map(tokenizer.word(of:)) }

    public func truncates(_ caption: String) -> Bool { tokenizer.encode(caption).count > maximumTokens }

    public func unknownWords(in caption: String) -> [String] { tokenizer.unknownWords(in: caption) }

    public var portable: PortableTextEncoder { portableContexts }
}
