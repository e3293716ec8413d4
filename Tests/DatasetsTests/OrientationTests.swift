import Foundation
import TestSupport
import Testing

@testable import Datasets

/// A picture with an EXIF orientation, and how another program turns it (Fixtures/pictures/make.py).
private struct Turned: Decodable {
    var orientation, width, height: Int
    var exif, png: Data
    var pixels: [UInt8]
}

/// A JPEG with an EXIF segment in front.
func jpeg(_ data: Data, exif: Data) -> Data {
    let length = UInt16(exif.count + 2)
    return data.prefix(2) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + exif + data.dropFirst(2)
}

@Suite("EXIF orientation")
struct OrientationTests {
    private let cases: [Turned]

    init() throws { cases = try JSONDecoder().decode([Turned].self, from: pictureFixture("orientations.json")) }

    @Test("All eight are applied as Pillow applies them, of either byte order, in PNG and JPEG")
    func all() throws {
        #expect(cases.count == 16)
        let stored = encodeJPEG(smoothImage(width: 40, height: 24)), plain = try PixelImage.decode(stored)
        for turned in cases {
            let image = try PixelImage.decode(turned.png)
            #expect(image == PixelImage(width: turned.width, height: turned.height, channels: 3, pixels: turned.pixels))
            #expect(ImageOutline(turned.png).orientation == turned.orientation)
            let photo = jpeg(stored, exif: turned.exif)
            #expect(try PixelImage.decode(photo) == plain.oriented(turned.orientation), "\(turned.orientation)")
            #expect(try PixelImage.decodeJPEG(photo) == plain)
        }
    }

    @Test("What is no orientation leaves a picture as it is stored")
    func nonsense() throws {
        let stored = encodeJPEG(smoothImage(width: 16, height: 8)), plain = try PixelImage.decode(stored)
        let exif = cases.first { $0.orientation == 6 && $0.exif[6] == UInt8(ascii: "I") }!.exif
        let tag = exif.firstRange(of: Data([0x12, 0x01, 0x03, 0x00]))!.lowerBound
        for value in [0, 9, 255] as [UInt8] {
            var odd = exif
            odd[tag + 8] = value
            #expect(try PixelImage.decode(jpeg(stored, exif: odd)) == plain)
        }
        for length in 0..<exif.count {
            let orientation = ImageOutline(jpeg(stored, exif: exif.prefix(length))).orientation
            #expect([1, 6].contains(orientation) && (length >= tag + 10 || orientation == 1))
        }
        var far = exif
        far.replaceSubrange(10..<14, with: [0xFF, 0xFF, 0xFF, 0xFF])  // where the directory is said to be
        #expect(ImageOutline(jpeg(stored, exif: far)).orientation == 1)
    }

    @Test("A folder's items are turned, that is told, and only such folders get another fingerprint")
    func folder() throws {
        let folder = TemporaryFolder(), exif = cases.first { $0.orientation == 3 }!.exif
        let stored = encodeJPEG(smoothImage(width: 16, height: 16), quality: 100)
        for name in ["a", "b"] {
            try folder.write("\(name).jpg", stored)
            try folder.write("\(name).txt", "picture \(name)")
        }
        let configuration = ImageFolderConfiguration(path: folder.path, imageSize: 16, test: 0)
        // Of the version before orientation was applied.
        var hash = ContentHash()
        for part in ["images 1", "over white, centre crop, area resize", "16", "0", "0"] { hash.add(part) }
        for name in ["a", "b"] {
            for part in ["train", "\(name).jpg", "1", "picture \(name)"] { hash.add(part) }
            hash.add(bytes: ContentHash.digest(of: stored))
        }
        let before = try ImageFolderDataset.survey(of: configuration)
        #expect(before == DataSurvey(fingerprint: hash.hex))
        try folder.write("b.jpg", jpeg(stored, exif: exif))
        let data = try ImageFolderDataset(configuration), survey = try ImageFolderDataset.survey(of: configuration)
        #expect(survey.remarks == ["\(folder.path): 1 picture turned as EXIF says"])
        #expect(data.remarks == survey.remarks && data.fingerprint == survey.fingerprint)
        let images = Dictionary(uniqueKeysWithValues: (0..<2).map { (data.fileName(.train, $0), data.image(.train, $0)) })
        #expect(images["b.jpg"] == images["a.jpg"]!.oriented(3) && images["b.jpg"] != images["a.jpg"])
    }
}
