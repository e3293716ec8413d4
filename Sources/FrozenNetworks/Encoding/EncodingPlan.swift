import Datasets
import Foundation
import Platform

/// Which pictures become which items of a features folder, and what makes them: kept in the folder as `encoding.json`, so that a folder
/// is only ever continued with what it was begun with.
public struct EncodingPlan: Sendable {
    public struct Item: Sendable {
        public let picture: CaptionedFile
        /// `train` or `val`.
        public let part: String
        public let number: Int
    }

    public let items: [Item]
    let content: String

    /// - Parameters:
    ///   - validation: pictures of `val/` where no pair of caption files tells; which ones hangs on the names alone.
    ///   - makers: what decides the numbers: networks' identities, the side of the pictures.
    public init(_ pictures: [CaptionedFile], validation: Int, makers: [String]) throws {
        let parts: [String]
        if pictures.contains(where: { $0.split != nil }) {
            parts = pictures.map { $0.split == .test ? "val" : "train" }
        } else {
            guard validation < pictures.count else {
                throw EncodingError.tooFewPictures(found: pictures.count, validation: validation)
            }
            let shuffled = pictures.map { (ContentHash.hex(["encode", $0.name]), $0.name) }.sorted { $0 < $1 }
            let chosen = Set(shuffled.prefix(validation).map(\.1))
            parts = pictures.map { chosen.contains($0.name) ? "val" : "train" }
        }
        var next: [String: Int] = [:]
        items = zip(pictures, parts).map { picture, part in
            defer { next[part, default: 0] += 1 }
            return Item(picture: picture, part: part, number: next[part, default: 0])
        }
        content = ContentHash.hex(
            ["encoding 1"] + makers + zip(pictures, parts).flatMap { ["\($0.name)", $1, "\($0.captions.count)"] + $0.captions })
    }
}

/// What can be wrong with making a features folder.
public enum EncodingError: Error, Equatable, CustomStringConvertible {
    case tooFewPictures(found: Int, validation: Int)
    case otherEncoding(folder: String)
    case notEmpty(folder: String)
    case badNumbers(file: String)

    public var description: String {
        switch self {
        case .tooFewPictures(let found, let validation):
            "\(found) picture(s) are here, and \(validation) of them are to be val/: none is left for train/; lower --validation"
        case .otherEncoding(let folder):
            "\(folder): begun with other pictures, captions, networks or sizes (encoding.json); "
                + "give another folder, or what it was begun with"
        case .notEmpty(let folder):
            "\(folder): has files but no encoding.json, so it was not begun here; give an empty or new folder"
        case .badNumbers(let file):
            "\(file): the autoencoder gave numbers that are not finite; are its weights whole?"
        }
    }
}
