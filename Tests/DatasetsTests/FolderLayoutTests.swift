import Choices
import Foundation
import TestSupport
import Testing

@testable import Datasets

@Suite("Layouts of image folders")
struct FolderLayoutTests {
    private func configuration(_ folder: TemporaryFolder, test: Int = 0, onError: FileErrorPolicy = .fail) -> ImageFolderConfiguration {
        ImageFolderConfiguration(path: folder.path, imageSize: 8, test: test, onError: onError)
    }

    private func listing(_ folder: TemporaryFolder, onError: FileErrorPolicy = .fail) throws -> FolderListing {
        try FolderListing(configuration(folder, onError: onError))
    }

    private func captions(_ folder: TemporaryFolder) throws -> [String: [String]] {
        Dictionary(uniqueKeysWithValues: try listing(folder).entries.map { ($0.name, $0.captions) })
    }

    private func problem(_ folder: TemporaryFolder) -> String {
        do {
            _ = try listing(folder)
            return "nothing was wrong"
        } catch { return "\(error)".replacingOccurrences(of: folder.path, with: "FOLDER") }
    }

    private func pictures(_ names: [String]) throws -> TemporaryFolder {
        let folder = TemporaryFolder()
        for name in names { try folder.writeImage(name) }
        return folder
    }

    // MARK: Lines

    @Test("JSON lines end at \\n and \\r\\n alone", arguments: ["\u{2028}", "\u{2029}", "\u{85}", "\u{0B}", "\u{0C}"])
    func jsonLineEnds(separator: String) throws {
        let folder = try pictures(["a.png", "b.png"])
        // Control characters below U+0020 have to be escaped in JSON; the others may stand as they are.
        let written = separator.unicodeScalars.first!.value < 0x20 ? "\\u00\(separator == "\u{0B}" ? "0b" : "0c")" : separator
        try folder.write(
            "metadata.jsonl",
            "{\"file_name\": \"a.png\", \"text\": \"a dog\(written)on grey\"}\r\n\n{\"file_name\": \"b.png\", \"text\": \"a cat\"}\n")
        #expect(try captions(folder) == ["a.png": ["a dog\(separator)on grey"], "b.png": ["a cat"]])
        try folder.write(
            "metadata.jsonl", "{\"file_name\": \"a.png\", \"text\": \"a dog\(written)on grey\"}\n{\"file_name\": \"b.png\"")
        #expect(problem(folder).hasPrefix("FOLDER/metadata.jsonl, line 2: not a JSON object"))
    }

    @Test("Each line of a .txt is a wording, the first the plain one; lines end as text files end them")
    func textLines() throws {
        let folder = try pictures(["a.png", "b.png", "c.png"])
        try folder.write("a.txt", "\n  a disc \r\nit is red\rseen\u{2028}from the front\n\n")
        try folder.write(
            "b.txt", "A potato.\nde.utf8=Eine Kartoffel.\npt_BR.utf8=Uma batata.\nca@valencia=Una patata.\nfr=Une patate.\n2=1+1\n")
        try folder.write("c.txt", "one")
        #expect(
            try captions(folder) == [
                "a.png": ["a disc", "it is red", "seen\u{2028}from the front"], "b.png": ["A potato.", "2=1+1"], "c.png": ["one"],
            ])
        #expect(
            try listing(folder).remarks == [
                "2 pictures with several lines of captions: each line is a wording", "4 lines for other languages (de=...) left out",
            ])
        let survey = try ImageFolderDataset.survey(of: configuration(folder))
        #expect(survey.remarks.first == "\(folder.path): 2 pictures with several lines of captions: each line is a wording")
    }

    @Test("A .caption beside each image, as kohya's scripts write it; a .txt goes before it")
    func captionFiles() throws {
        let folder = try pictures(["a.png", "sub/b.png"])
        try folder.write("a.caption", "a dog")
        try folder.write("sub/b.CAPTION", "a cat")
        #expect(try captions(folder) == ["a.png": ["a dog"], "sub/b.png": ["a cat"]])
        try folder.write("a.txt", "a hound")
        #expect(try captions(folder)["a.png"] == ["a hound"])
        #expect(try listing(folder).remarks == ["1 .caption file not read, such as a.caption: a .txt is beside it"])
        try folder.write("ghost.caption", "x")
        #expect(problem(folder).hasPrefix("FOLDER/ghost.caption: no image at FOLDER/ghost.png, .jpg or .jpeg; "))
    }

    // MARK: Metadata

    @Test("The caption's key is text or caption, with one or a list")
    func captionKeys() throws {
        let folder = try pictures(["a.png", "b.png", "c.png"])
        try folder.write(
            "metadata.jsonl",
            """
            {"file_name": "a.png", "caption": "a dog"}
            {"file_name": "b.png", "caption": ["a cat", " ", "one cat"]}
            {"file_name": "c.png", "text": "a fox", "caption": "not this"}
            """)
        #expect(try captions(folder) == ["a.png": ["a dog"], "b.png": ["a cat", "one cat"], "c.png": ["a fox"]])
        try folder.write("metadata.jsonl", #"{"file_name": "a.png", "label": 3}"#)
        #expect(
            problem(folder)
                == #"FOLDER/metadata.jsonl, line 1: no "text" or "caption" with a caption or a list of them (found keys: file_name, label)"#
        )
    }

    @Test("metadata.csv, with quoted fields")
    func csv() throws {
        let folder = try pictures(["a.png", "b.png", "c.png"])
        try folder.write(
            "metadata.csv",
            "\u{FEFF}file_name,score,text\r\na.png,1,\"a dog, \"\"Rex\"\",\non two lines\"\r\n\r\nb.png,2,a cat\u{2028}here\r\na.png,1,the dog\nc.png,3,\"\""
        )
        #expect(problem(folder) == "FOLDER/c.png: no caption; expected words in \"text\" at FOLDER/metadata.csv, line 7")
        try FileManager.default.removeItem(atPath: folder.path("c.png"))
        let skipping = try listing(folder, onError: .skip)
        #expect(skipping.skipped.map { $0.reason.hasPrefix("\(folder.path)/metadata.csv, line 7: no image at ") } == [true])
        #expect(skipping.entries.map(\.captions) == [["a dog, \"Rex\",\non two lines", "the dog"], ["a cat\u{2028}here"]])

        for (text, expected) in [
            ("", "it is empty; expected a first line such as file_name,text"),
            (
                "file_name;text\na.png;a dog\n",
                "its first line has to name the columns file_name and text or caption, with commas between (found: file_name;text)"
            ),
            (
                "file_name,text\na.png,a dog, sitting\n",
                "3 fields where the first line names 2 columns; put fields that hold commas between quotation marks"
            ),
            ("file_name,caption\na.png,\"a dog\n", "a quotation mark opens here and is never closed"),
            ("file_name,caption\n,a dog\n", "no file_name"),
        ] {
            try folder.write("metadata.csv", text)
            #expect(problem(folder).hasSuffix(": \(expected)"), "\(problem(folder))")
        }
        try folder.write("metadata.csv", "file_name,text\na.png,dog\n")
        try folder.write("metadata.jsonl", #"{"file_name": "a.png", "text": "a dog"}"# + "\n" + #"{"file_name": "b.png", "text": "a cat"}"#)
        #expect(try captions(folder)["a.png"] == ["a dog"])
        #expect(try listing(folder).remarks == ["metadata.csv is not read: metadata.jsonl is beside it"])
    }

    @Test(
        "Metadata in folders named for the splits are the splits",
        arguments: [("train", "test"), ("data/train", "data/validation"), ("Train", "val")])
    func splitFolders(train: String, test: String) throws {
        let folder = try pictures((0..<4).map { "\(train)/\($0).png" } + (0..<3).map { "\(test)/\($0).png" })
        for (place, count) in [(train, 4), (test, 3)] {
            let lines = (0..<count).map { #"{"file_name": "\#($0).png", "text": "\#(place) \#($0)"}"# }
            try folder.write("\(place)/metadata.jsonl", lines.joined(separator: "\n"))
        }
        let data = try ImageFolderDataset(configuration(folder, test: 2))
        #expect(data.captions(.train).sorted() == (0..<4).map { "\(train) \($0)" })
        #expect(data.count(.test) == 2 && data.captions(.test).allSatisfy { $0.hasPrefix(test) })
        #expect(data.remarks.count == 1 && data.remarks[0].contains("training and testing take the folders"))
        // One split alone prescribes nothing.
        try FileManager.default.removeItem(atPath: folder.path(test))
        let one = try ImageFolderDataset(configuration(folder, test: 2))
        #expect(one.count(.train) == 2 && one.count(.test) == 2 && one.remarks.isEmpty)
        try folder.writeImage("\(train)/new.png")
        #expect(problem(folder) == "FOLDER/\(train)/new.png: no caption; expected a line for it in FOLDER/\(train)/metadata.jsonl")
    }

    @Test("Backslashes separate folders where no file has one in its name, and lead nowhere outside")
    func backslashes() throws {
        let folder = try pictures(["train/a.png", "b\\c.png"])
        try folder.write(
            "metadata.jsonl", #"{"file_name": "train\\a.png", "text": "a dog"}"# + "\n" + #"{"file_name": "b\\c.png", "text": "a cat"}"#)
        #expect(try captions(folder) == ["train/a.png": ["a dog"], "b\\c.png": ["a cat"]])
        try folder.write("metadata.jsonl", #"{"file_name": "train\\..\\..\\a.png", "text": "a dog"}"#)
        #expect(problem(folder).contains(#"line 1: "train\..\..\a.png" leaves the folder"#))
        try folder.write("metadata.jsonl", #"{"file_name": "C:\\photos\\a.png", "text": "a dog"}"#)
        #expect(problem(folder).contains("line 1: no image at FOLDER/C:/photos/a.png"))
    }

    @Test("A folder without captions says what is in it")
    func nothingKnown() throws {
        let folder = try pictures(["a.png", "b.png", "c.jpg"])
        for name in ["a.xml", "b.xml", "README"] { try folder.write(name, "x") }
        #expect(problem(folder).hasPrefix("FOLDER: no captions found, only 2 .png, 2 .xml, 1 without an ending, 1 .jpg; allowed are "))
    }

    @Test("Too few pictures because of what was skipped: the reasons are told")
    func tooFew() throws {
        let folder = try pictures(["a.png", "b.png"])
        try folder.write("a.txt", "a dog")
        let expected =
            "(1 skipped), but 1 for testing and at least 1 for training asked for; lower `train` or `test`, or add images; skipped:\n  "
        do {
            _ = try ImageFolderDataset(configuration(folder, test: 1, onError: .skip))
            Issue.record("nothing was wrong")
        } catch { #expect("\(error)".contains(expected + "\(folder.path)/b.png: no caption; expected")) }
    }

    // MARK: Links

    @Test("Linked folders are followed; a link to what is read anyway, or holds the folder, is told")
    func links() throws {
        let elsewhere = try pictures(["deep/c.png"]), outer = TemporaryFolder(), manager = FileManager.default
        try elsewhere.write("deep/c.txt", "c")
        for name in ["photos/a.png", "photos/sub/b.png"] { try outer.writeImage(name) }
        try outer.write("photos/a.txt", "a")
        try outer.write("photos/sub/b.txt", "b")
        let photos = outer.path("photos")
        func names() throws -> [String] { try FolderListing(ImageFolderConfiguration(path: photos, test: 0)).entries.map(\.name) }
        func remarks() throws -> [String] { try FolderListing(ImageFolderConfiguration(path: photos, test: 0)).remarks }
        try manager.createSymbolicLink(atPath: photos + "/more", withDestinationPath: elsewhere.path)
        #expect(try names() == ["a.png", "more/deep/c.png", "sub/b.png"])
        #expect(try remarks().isEmpty)
        // A circle outside, a way up, and a second name.
        try manager.createSymbolicLink(atPath: elsewhere.path("deep/round"), withDestinationPath: elsewhere.path)
        try manager.createSymbolicLink(atPath: photos + "/up", withDestinationPath: "..")
        try manager.createSymbolicLink(atPath: photos + "/again", withDestinationPath: "sub")
        #expect(try names() == ["a.png", "more/deep/c.png", "sub/b.png"])
        #expect(try remarks().count == 1 && remarks()[0].hasPrefix("3 links to folders not followed, such as again: "))
        // A linked folder as the data's own path.
        try manager.createSymbolicLink(atPath: outer.path("link"), withDestinationPath: "photos")
        #expect(try FolderListing(ImageFolderConfiguration(path: outer.path("link"), test: 0)).entries.count == 3)
    }

    @Test("A link to a picture that is gone is a picture that cannot be read")
    func brokenLink() throws {
        let folder = try pictures(["a.png"])
        try folder.write("a.txt", "a")
        try folder.write("b.txt", "b")
        try FileManager.default.createSymbolicLink(atPath: folder.path("b.png"), withDestinationPath: "nowhere.png")
        #expect(throws: DatasetError.badImage(path: folder.path("b.png"), problem: .unreadable(reason: "no such file"))) {
            try ImageFolderDataset(configuration(folder))
        }
        let survey = try ImageFolderDataset.survey(of: configuration(folder, onError: .skip))
        #expect(
            survey.remarks == ["\(folder.path): 1 left out (data.on_error: skip):\n  \(folder.path)/b.png: cannot be read (no such file)"])
    }

    @Test("Hidden files and what a Mac leaves do not matter")
    func hidden() throws {
        let folder = try pictures(["a.png"])
        try folder.write("a.txt", "a")
        for name in ["._a.png", "._a.txt", ".DS_Store", "__MACOSX/._a.png", ".git/b.png"] { try folder.write(name, "x") }
        #expect(try captions(folder) == ["a.png": ["a"]])
        #expect(try listing(folder).remarks.isEmpty)
    }
}
