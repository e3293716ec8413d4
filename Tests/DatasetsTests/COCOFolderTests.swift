import Choices
import Foundation
import TestSupport
import Testing

@testable import Datasets

@Suite("COCO folders as people have them")
struct COCOFolderTests {
    private let folder = TemporaryFolder()

    private func listing(onError: FileErrorPolicy = .fail) throws -> FolderListing {
        try FolderListing(ImageFolderConfiguration(path: folder.path, test: 0, onError: onError))
    }

    private func problem() -> String {
        do {
            _ = try listing()
            return "nothing was wrong"
        } catch { return "\(error)".replacingOccurrences(of: folder.path, with: "FOLDER") }
    }

    /// Pictures a and b with the ids, as JSON.
    private func write(_ ids: (String, String), annotations: String = "", images: String = "", file: String = "captions_x.json") throws {
        for name in ["a.png", "b.png"] { try folder.writeImage(name) }
        try folder.write(
            file,
            """
            {"images": [{"id": \(ids.0), "file_name": "a.png"}, {"id": \(ids.1), "file_name": "b.png"}\(images)],
             "annotations": [{"image_id": \(ids.0), "caption": "a dog"}, {"image_id": \(ids.1), "caption": "a cat"}\(annotations)]}
            """)
    }

    @Test(
        "Ids are numbers of any size, or texts",
        arguments: [
            ("7", "9"), ("-7", "0"), ("9223372036854775807", "9223372036854775808"), ("18446744073709551615", "18446744073709551616"),
            ("170141183460469231731687303715884105726", "170141183460469231731687303715884105727"), (#""000000391895""#, #""391895""#),
            (#""a1b2""#, "12"),
        ])
    func ids(ids: (String, String)) throws {
        try write(ids)
        #expect(try listing().entries.map(\.captions) == [["a dog"], ["a cat"]])
    }

    @Test("Annotations without a caption are left out and told, whatever the policy")
    func wordless() throws {
        try write(
            ("1", "2"),
            annotations: #", {"id": 5, "image_id": 1, "segmentation": [], "bbox": [0, 0, 1, 1]}, {"image_id": 1, "caption": null}, "#
                + #"{"image_id": 2, "caption": "  "}"#)
        for policy in [FileErrorPolicy.fail, .skip] {
            let listing = try listing(onError: policy)
            #expect(listing.entries.map(\.captions) == [["a dog"], ["a cat"]] && listing.skipped.isEmpty)
            #expect(listing.remarks == ["captions_x.json: 3 annotations without a caption left out, the first is annotations[2]"])
        }
    }

    @Test(
        "A damaged annotation or image is named, and skipped alone",
        arguments: [
            (#", {"image_id": 1, "caption": 5}"#, "", #"annotations[2] has a "caption" of a wrong type"#),
            (#", {"caption": "x"}"#, "", #"annotations[2] has no "image_id""#),
            (#", {"image_id": [1], "caption": "x"}"#, "", #"annotations[2] has a "image_id" of a wrong type"#),
            (", 7", "", "annotations[2] is not an object"), ("", #", {"id": 3}"#, #"images[2] has no "file_name""#),
            ("", #", {"id": true, "file_name": "a.png"}"#, #"images[2] has a "id" of a wrong type"#),
            ("", ", null", "images[2] is not an object"),
        ])
    func oddItems(annotations: String, images: String, expected: String) throws {
        try write(("1", "2"), annotations: annotations, images: images)
        #expect(problem() == "FOLDER/captions_x.json: \(expected)")
        let skipping = try listing(onError: .skip)
        #expect(skipping.entries.count == 2 && skipping.skipped.count == 1)
        #expect(skipping.skipped[0].reason == "\(folder.path)/captions_x.json: \(expected)")
    }

    @Test("A picture whose every caption is missing is named")
    func uncaptioned() throws {
        try write(("1", "2"), images: #", {"id": 3, "file_name": "c.png"}"#)
        try folder.writeImage("c.png")
        #expect(problem() == "FOLDER/c.png: no caption; expected an annotation for image id 3 in FOLDER/captions_x.json")
    }

    @Test("A picture that is missing is named with file and id, and where it belongs")
    func missing() throws {
        try write(("1", "2"), images: #", {"id": 3, "file_name": "c.png"}"#)
        #expect(
            problem()
                == "FOLDER/captions_x.json, image id 3: no image at FOLDER/c.png; add it, or leave such files out with data.on_error: skip")
    }

    @Test("Names may hold the pictures' folder, or backslashes")
    func prefixed() throws {
        try folder.writeImage("val/a.png")
        for name in ["a.png", #"val/a.png"#, #"val\\a.png"#, "./a.png"] {
            try folder.write(
                "annotations/captions_val.json",
                #"{"images": [{"id": 1, "file_name": "\#(name)"}], "annotations": [{"image_id": 1, "caption": "a"}]}"#)
            #expect(try listing().entries.map(\.name) == ["val/a.png"], "\(name)")
        }
    }

    @Test("Of several files those count whose pictures are here; what is left is said to be too many")
    func several() throws {
        for name in ["captions_train2014.json", "captions_val2014.json", "captions_train2017.json"] { try write(("1", "2"), file: name) }
        #expect(
            problem()
                == "FOLDER: several caption files (captions_train2014.json, captions_train2017.json, captions_val2014.json); keep one of them in "
                + "the folder, or one with train and one with val in its name, and move the others out of it")
        for name in ["a.png", "b.png"] { try folder.writeImage("train2017/\(name)") }
        let listing = try listing()
        #expect(listing.entries.map(\.name) == ["train2017/a.png", "train2017/b.png"] && listing.entries.allSatisfy { $0.split == nil })
        #expect(listing.remarks == ["not read, for want of their pictures' folder: captions_train2014.json, captions_val2014.json"])
    }

    @Test("A file that is cut off is said to be")
    func cut() throws {
        try write(("1", "2"))
        let whole = try Data(contentsOf: folder.url.appendingPathComponent("captions_x.json"))
        try folder.write("captions_x.json", whole.prefix(whole.count / 2))
        #expect(problem() == "FOLDER/captions_x.json: not valid JSON; is the file complete?")
    }
}
