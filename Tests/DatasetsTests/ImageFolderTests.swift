import Choices
import Foundation
import TestSupport
import Testing

@testable import Datasets

@Suite("Image folders")
struct ImageFolderTests {
    private static let cure = "add it, or leave such files out with data.on_error: skip"

    private func load(_ folder: TemporaryFolder, test: Int = 0, train: Int? = nil, seed: UInt64 = 0, onError: FileErrorPolicy = .fail)
        throws -> ImageFolderDataset
    {
        try ImageFolderDataset(configuration(folder, test: test, train: train, seed: seed, onError: onError))
    }

    private func configuration(
        _ folder: TemporaryFolder, test: Int = 0, train: Int? = nil, seed: UInt64 = 0, onError: FileErrorPolicy = .fail
    ) -> ImageFolderConfiguration {
        ImageFolderConfiguration(path: folder.path, imageSize: 8, train: train, test: test, seed: seed, onError: onError)
    }

    /// The message under `fail`, with the folder's path written as FOLDER; and that `skip` leaves out one file for it.
    private func message(_ folder: TemporaryFolder) throws -> String {
        var text = "nothing was wrong"
        do {
            _ = try load(folder)
        } catch let error as DatasetError {
            text = error.description.replacingOccurrences(of: folder.path, with: "FOLDER")
        }
        let skipping = try load(folder, onError: .skip)
        #expect(skipping.skipped.count == 1)
        #expect(skipping.skipped.first?.reason.replacingOccurrences(of: folder.path, with: "FOLDER") == text)
        #expect(skipping.count(.train) == 2)
        return text
    }

    private func pair() throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        try folder.writeImage("a.png", shade: 50)
        try folder.writeImage("b.png", shade: 150)
        return folder
    }

    private func textFolder() throws -> TemporaryFolder {
        let folder = try pair()
        try folder.write("a.txt", "\n  A dog.  \nde=Ein Hund.\n")
        try folder.write("b.txt", "A cat.")
        return folder
    }

    private func lines(_ folder: TemporaryFolder, adding line: String? = nil) throws {
        try folder.write(
            "metadata.jsonl",
            """
            {"file_name": "a.png", "text": "a dog", "score": 3}

            {"file_name": "./b.png", "text": ["a cat", "one cat"]}
            """ + (line.map { "\n" + $0 } ?? "") + "\n")
    }

    private func coco(_ folder: TemporaryFolder, images: String = "", annotations: String = "") throws {
        try folder.write(
            "captions_val.json",
            """
            {"info": {}, "images": [{"id": 7, "file_name": "a.png", "width": 3}, {"id": 9, "file_name": "b.png"}\(images)],
             "annotations": [{"id": 1, "image_id": 9, "caption": "a cat \\n"}, {"id": 2, "image_id": 7, "caption": "a dog"},
             {"id": 3, "image_id": 9, "caption": "one cat"}\(annotations)]}
            """)
    }

    @Test("A .txt beside each image, in any depth; other files don't matter")
    func textFiles() throws {
        let folder = try textFolder()
        try folder.write("sub/c.JPEG", encodeJPEG(smoothImage(width: 20, height: 10)))
        try folder.write("sub/c.txt", "\u{FEFF}A slope.\r\n")
        for name in ["x.svg", "x.ogg", "x.dat", ".hidden.txt"] { try folder.write(name, "ignored") }
        let data = try load(folder)
        #expect(data.captions(.train).sorted() == ["A cat.", "A dog.", "A slope."])
        #expect(data.count(.test) == 0 && data.skipped.isEmpty)
        for i in 0..<3 where data.fileName(.train, i) == "a.png" {
            #expect(data.caption(.train, i, wording: 5) == "A dog.")
            #expect(data.image(.train, i) == PixelImage(width: 8, height: 8, colour: [50, 10, 200]))
        }
    }

    @Test("metadata.jsonl, with several captions for one image")
    func jsonLines() throws {
        let folder = try pair()
        try lines(folder, adding: #"{"file_name": "a.png", "text": "some dog"}"#)
        let data = try load(folder)
        #expect(Set(data.allCaptions(.train)) == ["a dog", "some dog", "a cat", "one cat"])
        #expect(Set(data.captions(.train)) == ["a dog", "a cat"])
        let dog = data.fileName(.train, 0) == "a.png" ? 0 : 1
        #expect((0..<4).map { data.caption(.train, dog, wording: UInt64($0)) } == ["a dog", "some dog", "a dog", "some dog"])
    }

    @Test("COCO captions, in the folder or with the images in one of their own")
    func cocoFiles() throws {
        let folder = try pair()
        try coco(folder)
        let flat = try load(folder)
        #expect(Set(flat.allCaptions(.train)) == ["a dog", "a cat", "one cat"])
        let nested = TemporaryFolder()
        for (name, shade) in [("a", 1), ("b", 2)] as [(String, UInt8)] { try nested.writeImage("images/val/\(name).png", shade: shade) }
        try coco(nested)
        #expect(try load(nested).captions(.train).sorted() == ["a cat", "a dog"])
    }

    @Test("A train and a val file of COCO are the two splits")
    func cocoSplits() throws {
        let folder = TemporaryFolder()
        for (split, ids) in [("train2017", 0..<4), ("val2017", 4..<7)] {
            for id in ids { try folder.writeImage("\(split)/\(id).png", shade: UInt8(id)) }
            let images = ids.map { #"{"id": \#($0), "file_name": "\#($0).png"}"# }.joined(separator: ",")
            let annotations = ids.map { #"{"image_id": \#($0), "caption": "\#(split) \#($0)"}"# }.joined(separator: ",")
            try folder.write("annotations/captions_\(split).json", #"{"images": [\#(images)], "annotations": [\#(annotations)]}"#)
        }
        let data = try load(folder, test: 2)
        #expect(data.captions(.train).sorted() == (0..<4).map { "train2017 \($0)" })
        #expect(data.count(.test) == 2 && data.captions(.test).allSatisfy { $0.hasPrefix("val2017") })
        let named = try ImageFolderDataset(
            ImageFolderConfiguration(path: folder.path, captions: "annotations/captions_val2017.json", imageSize: 8, test: 1))
        #expect(named.count(.train) == 2)
    }

    @Test("What is wrong with a folder of text files is said with the path")
    func textErrors() throws {
        var folder = try textFolder()
        try folder.writeImage("c.png")
        #expect(try message(folder) == "FOLDER/c.png: no caption; expected a caption in FOLDER/c.txt or .caption")
        folder = try textFolder()
        try folder.writeImage("c.png")
        try folder.write("c.txt", " \n\n")
        #expect(try message(folder) == "FOLDER/c.png: no caption; expected a line of text in FOLDER/c.txt, which is empty")
        folder = try textFolder()
        try folder.write("c.txt", "A ghost.")
        #expect(try message(folder) == "FOLDER/c.txt: no image at FOLDER/c.png, .jpg or .jpeg; \(Self.cure)")
        folder = try textFolder()
        try folder.writeImage("c.png")
        try folder.write("c.txt", Data([0x66, 0xFF, 0xFE]))
        #expect(try message(folder) == "FOLDER/c.txt: not UTF-8 text; convert it to UTF-8")
    }

    @Test("Files that are no images are said with the path")
    func imageErrors() throws {
        func folder(_ content: Data) throws -> TemporaryFolder {
            let folder = try textFolder()
            try folder.write("c.png", content)
            try folder.write("c.txt", "A thing.")
            return folder
        }
        #expect(try message(folder(Data())) == "FOLDER/c.png: empty file, not a PNG or JPEG image")
        #expect(try message(folder(Data("hello".utf8))) == "FOLDER/c.png: not a PNG or JPEG image (it begins with bytes 68 65 6c 6c)")
        let png = try smoothImage(width: 30, height: 30).encodePNG()
        #expect(try message(folder(png.prefix(60))).hasPrefix("FOLDER/c.png: damaged or truncated PNG ("))
        let jpeg = encodeJPEG(smoothImage(width: 64, height: 64))
        #expect(try message(folder(jpeg.prefix(jpeg.count / 2))) == "FOLDER/c.png: damaged or truncated JPEG (Premature end of JPEG file)")
    }

    @Test("What is wrong in metadata.jsonl is said with its line")
    func jsonLineErrors() throws {
        let cases = [
            (#"{"file_name": "c.png", "text": "x"}"#, "FOLDER/metadata.jsonl, line 4: no image at FOLDER/c.png; \(Self.cure)"),
            (
                #"{"file_name": "../c.png", "text": "x"}"#,
                #"FOLDER/metadata.jsonl, line 4: "../c.png" leaves the folder; name files inside it, relative to it"#
            ),
            (
                #"{"file_name": "/etc/passwd", "text": "x"}"#,
                #"FOLDER/metadata.jsonl, line 4: "/etc/passwd" leaves the folder; name files inside it, relative to it"#
            ),
            (
                #"{"file_name": "a.png", "label": "x"}"#,
                #"FOLDER/metadata.jsonl, line 4: no "text" or "caption" with a caption or a list of them (found keys: file_name, label)"#
            ),
            (#"{"name": "a.png", "text": "x"}"#, #"FOLDER/metadata.jsonl, line 4: no "file_name" with a name (found keys: name, text)"#),
            (
                #"{"file_name": "a.png","#,
                #"FOLDER/metadata.jsonl, line 4: not a JSON object; expected {"file_name": "a.png", "text": "a caption"}"#
            ),
            (
                #"{"file_name": "a.png", "text": "  "}"#,
                #"FOLDER/a.png: no caption; expected words in "text" at FOLDER/metadata.jsonl, line 4"#
            ),
        ]
        for (line, expected) in cases {
            let folder = try pair()
            try lines(folder, adding: line)
            #expect(try message(folder) == expected)
        }
        let folder = try pair()
        try lines(folder)
        try folder.writeImage("c.png")
        #expect(try message(folder) == "FOLDER/c.png: no caption; expected a line for it in FOLDER/metadata.jsonl")
    }

    @Test("What is wrong in a COCO file is said")
    func cocoErrors() throws {
        let cases = [
            (#", {"id": 11, "file_name": "c.png"}"#, "", "FOLDER/captions_val.json, image id 11: no image at FOLDER/c.png; \(Self.cure)"),
            (
                #", {"id": 11, "file_name": "../../c.png"}"#, "",
                #"FOLDER/captions_val.json, image id 11: "../../c.png" leaves the folder; name files inside it, relative to it"#
            ),
            (#", {"id": 7, "file_name": "b.png"}"#, "", "FOLDER/captions_val.json: image id 7 is listed twice"),
            (
                "", #", {"image_id": 12, "caption": "x"}"#,
                "FOLDER/captions_val.json: an annotation names image id 12, which `images` does not list"
            ),
        ]
        for (images, annotations, expected) in cases {
            let folder = try pair()
            try coco(folder, images: images, annotations: annotations)
            #expect(try message(folder) == expected)
        }
        let uncaptioned = try pair()
        try uncaptioned.writeImage("c.png")
        try coco(uncaptioned, images: #", {"id": 11, "file_name": "c.png"}"#)
        #expect(try message(uncaptioned) == "FOLDER/c.png: no caption; expected an annotation for image id 11 in FOLDER/captions_val.json")

        func whole(_ text: String) throws -> String {
            let folder = try pair()
            try folder.write("captions_val.json", text)
            do {
                _ = try load(folder, onError: .skip)
                return "nothing was wrong"
            } catch let error as DatasetError {
                return error.description.replacingOccurrences(of: folder.path, with: "FOLDER")
            }
        }
        let format = "expected COCO captions: images [id, file_name], annotations [image_id, caption]"
        #expect(try whole("{") == "FOLDER/captions_val.json: not valid JSON; is the file complete?")
        #expect(try whole(#"{"images": []}"#) == #"FOLDER/captions_val.json: no "annotations"; \#(format)"#)
        #expect(try whole(#"{"images": {}, "annotations": []}"#) == "FOLDER/captions_val.json: wrong type at images; \(format)")
    }

    @Test("A folder without anything to use is refused")
    func emptyFolders() throws {
        let folder = TemporaryFolder()
        #expect(throws: DatasetError.noCaptions(path: folder.path, found: "no files")) { try load(folder, onError: .skip) }
        #expect(throws: DatasetError.noFolder(path: "/no/such/folder")) {
            try ImageFolderDataset(ImageFolderConfiguration(path: "/no/such/folder", test: 1))
        }
        let two = try textFolder()
        #expect(throws: DatasetError.tooFewImages(path: two.path, available: 2, train: nil, test: 2, skipped: [])) {
            try load(two, test: 2)
        }
        #expect(throws: DatasetError.tooFewImages(path: two.path, available: 2, train: 2, test: 1, skipped: [])) {
            try load(two, test: 1, train: 2)
        }
        #expect(
            DatasetError.tooFewImages(path: "d", available: 2, train: 2, test: 1, skipped: []).description
                == "d: 2 captioned images (0 skipped), but 2 for training and 1 for testing asked for; lower `train` or `test`, or add images"
        )
        #expect(throws: DatasetError.badSetting(name: "image_size", found: "4", allowed: "8...1024")) {
            try ImageFolderDataset(ImageFolderConfiguration(path: two.path, imageSize: 4, test: 0))
        }
    }

    @Test("The split follows the seed, covers everything once, and hardly moves when images are added")
    func split() throws {
        let folder = TemporaryFolder()
        for i in 0..<40 {
            try folder.writeImage("\(i).png", shade: UInt8(i))
            try folder.write("\(i).txt", "picture \(i)")
        }
        let one = try load(folder, test: 10, seed: 4), again = try load(folder, test: 10, seed: 4),
            other = try load(folder, test: 10, seed: 5)
        #expect(one.captions(.test) == again.captions(.test) && one.captions(.train) == again.captions(.train))
        #expect(one.captions(.test) != other.captions(.test))
        #expect(one.count(.test) == 10 && one.count(.train) == 30)
        #expect(Set(one.captions(.test) + one.captions(.train)).count == 40)
        for i in 0..<30 {
            let shade = one.image(.train, i).pixels[0]
            #expect(one.caption(.train, i, wording: 0) == "picture \(shade)" && one.fileName(.train, i) == "\(shade).png")
        }
        #expect(try load(folder, test: 10, train: 5, seed: 4).captions(.train) == Array(one.captions(.train).prefix(5)))
        try folder.writeImage("new.png")
        try folder.write("new.txt", "new")
        let grown = try load(folder, test: 10, seed: 4)
        #expect(Set(grown.captions(.test)).intersection(one.captions(.test)).count >= 9)
        // Undecodable files shrink their split and nothing else.
        try folder.write("3.png", "not an image")
        let skipping = try load(folder, test: 10, seed: 4, onError: .skip)
        #expect(skipping.skipped.map(\.path) == ["\(folder.path)/3.png"])
        #expect(skipping.count(.train) + skipping.count(.test) == 40)
    }

    @Test("The fingerprint needs no decoding and changes with any byte, caption, name or setting")
    func fingerprint() throws {
        let folder = try textFolder()
        let base = configuration(folder)
        let first = try ImageFolderDataset.fingerprint(of: base)
        #expect(first.count == 64)
        #expect(try load(folder).fingerprint == first)
        #expect(try ImageFolderDataset.fingerprint(of: base) == first)
        var seen: Set = [first]
        func expectNew(_ configuration: ImageFolderConfiguration, _ what: String) throws {
            #expect(seen.insert(try ImageFolderDataset.fingerprint(of: configuration)).inserted, "\(what)")
        }
        var changed = base
        changed.imageSize = 16
        try expectNew(changed, "image size")
        changed = base
        changed.test = 1
        try expectNew(changed, "split")
        try folder.write("a.txt", "A hound.")
        try expectNew(base, "caption")
        try folder.writeImage("a.png", shade: 51)
        try expectNew(base, "bytes")
        try FileManager.default.moveItem(atPath: "\(folder.path)/b.png", toPath: "\(folder.path)/c.png")
        try FileManager.default.moveItem(atPath: "\(folder.path)/b.txt", toPath: "\(folder.path)/c.txt")
        try expectNew(base, "name")
        // The same content elsewhere is the same data.
        let copy = TemporaryFolder()
        for name in ["a.png", "a.txt", "c.png", "c.txt"] {
            try copy.write(name, Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/\(name)")))
        }
        #expect(try ImageFolderDataset.fingerprint(of: configuration(copy)) == ImageFolderDataset.fingerprint(of: base))
        try folder.write("c.png", "not an image")
        #expect(try ImageFolderDataset.fingerprint(of: configuration(folder, onError: .skip)) == load(folder, onError: .skip).fingerprint)
    }

    @Test(
        "Names that leave the folder are recognised",
        arguments: [
            ("a.png", true), ("./a.png", true), ("sub/../a.png", true), ("..a/b.png", true), ("../a.png", false),
            ("sub/../../a.png", false),
            ("/a.png", false), ("", false), (".", false), ("..", false), ("a\0.png", false),
        ])
    func names(name: String, inside: Bool) {
        #expect(isInside(name) == inside)
    }
}
