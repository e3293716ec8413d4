@testable import Datasets
import Foundation
import Kernels
import TensorFiles
import TestSupport
import Testing

/// A features folder of latents 4 x 4 x 4 and contexts 3 x 2, in which every value tells where it comes from.
struct FeatureFolder {
    let folder = TemporaryFolder()
    var path: String { folder.path }

    init(train: Int = 3, test: Int = 2) throws {
        for (name, count) in [("train", train), ("val", test)] {
            for item in 0..<count {
                try write("\(name)/\(item)", [8, 4, 4], (0..<128).map { $0 < 64 ? Float(item + 1) : -40 })
                for caption in 0...item % 2 {
                    try write("\(name)/\(item)_\(caption)", [3, 2], Array(repeating: Float(100 * item + caption), count: 6))
                }
            }
        }
        try write("empty_context", [3, 2], Array(repeating: -1, count: 6))
    }

    func write(_ name: String, _ shape: [Int], _ values: [Float]) throws {
        let url = URL(fileURLWithPath: "\(folder.path)/\(name).npy")
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try values.withUnsafeBufferPointer { try writeNumPy(to: url, shape: shape, floats: $0) }
    }

    func configuration(train: Int? = nil, test: Int? = nil, scale: Double = 0.5) -> FeaturesConfiguration {
        FeaturesConfiguration(path: path, imageSize: 4, train: train, test: test, scale: scale)
    }

    func problem(_ configuration: FeaturesConfiguration? = nil) -> String {
        do {
            _ = try FeaturesDataset.fingerprint(of: configuration ?? self.configuration())
            return "no error"
        } catch { return "\(error)".replacingOccurrences(of: path, with: "FOLDER") }
    }
}

@Suite("Features")
struct FeaturesDatasetTests {
    private func image(_ dataset: FeaturesDataset, _ item: Int, draw: RandomKey? = nil) -> [Float] {
        [Float](unsafeUninitializedCapacity: 64) { out, count in
            if let draw {
                dataset.fillImage(out.baseAddress!, .train, item, draw: draw)
            } else {
                dataset.fillImage(out.baseAddress!, .train, item)
            }
            count = 64
        }
    }

    private func context(_ dataset: FeaturesDataset, _ name: String) -> [Float] {
        [Float](unsafeUninitializedCapacity: 6) { out, count in
            dataset.fillContext(out.baseAddress!, of: name)
            count = 6
        }
    }

    @Test("items, captions and contexts are those of the folder")
    func content() throws {
        let folder = try FeatureFolder(train: 11)
        let dataset = try FeaturesDataset(folder.configuration())
        #expect(dataset.count(.train) == 11 && dataset.count(.test) == 2 && dataset.channels == 4)
        #expect(dataset.contextShape == ContextShape(tokens: 3, width: 2))
        #expect(dataset.wordings(.train, 1) == ["train/1_0", "train/1_1"] && dataset.wordings(.test, 0) == ["val/0_0"])
        // Sorted by number, not by name: item 2 is 2.npy, not 10.npy. A variance of e^-30 leaves the mean.
        #expect(image(dataset, 2).allSatisfy { abs($0 - 1.5) < 1e-6 })
        #expect(context(dataset, "train/1_1") == Array(repeating: 101, count: 6))
        #expect(context(dataset, "val/1_0") == Array(repeating: 100, count: 6))
        for name in ["", "val/1_7", "val/01_0", "test/0_0", "val/0", "val/../empty_context", "x"] {
            #expect(context(dataset, name) == Array(repeating: -1, count: 6))
            #expect(!dataset.hasContext(name))
        }
        try dataset.checkReads()
    }

    @Test("latents are drawn from the moments by key: mean, deviation, and the same again")
    func moments() throws {
        let folder = try FeatureFolder()
        try folder.write("train/0", [8, 4, 4], (0..<128).map { $0 < 64 ? 3 : Float(2 * log(2.0)) })
        try folder.write("train/1", [4, 4, 4], Array(repeating: 5, count: 64))
        let dataset = try FeaturesDataset(folder.configuration())
        let draws = (0..<50).flatMap { image(dataset, 0, draw: RandomKey(seed: 1, purpose: .latents, step: $0, sample: 0)) }
        let mean = draws.reduce(0, +) / 3200, deviation = (draws.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / 3200).squareRoot()
        // 0.5 x (3 +- 2); errors of 3200 draws are 0.018 and 0.013.
        #expect(abs(mean - 1.5) < 0.07 && abs(deviation - 1) < 0.05)
        #expect(image(dataset, 0) == image(dataset, 0))
        #expect(image(dataset, 1) == Array(repeating: 2.5, count: 64))
    }

    @Test("the fingerprint follows content, settings and numbers of items")
    func fingerprints() throws {
        let folder = try FeatureFolder()
        let first = try FeaturesDataset.fingerprint(of: folder.configuration())
        #expect(try FeaturesDataset(folder.configuration()).fingerprint == first)
        var others = [
            try FeaturesDataset.fingerprint(of: folder.configuration(train: 2)),
            try FeaturesDataset.fingerprint(of: folder.configuration(scale: 1)),
        ]
        try folder.write("val/1_1", [3, 2], Array(repeating: 9, count: 6))
        others.append(try FeaturesDataset.fingerprint(of: folder.configuration()))
        #expect(Set(others + [first]).count == 4)
    }

    @Test("what is wrong with a folder is said with the file")
    func problems() throws {
        #expect(try FeatureFolder().problem() == "no error")
        func problem(_ change: (FeatureFolder) throws -> Void) throws -> String {
            let folder = try FeatureFolder()
            try change(folder)
            return folder.problem()
        }
        #expect(
            try problem { try $0.write("val/1", [8, 4, 5], Array(repeating: 0, count: 160)) }
                == "FOLDER/val/1.npy: its shape is [8, 4, 5], allowed: [8, 4, 4] or [4, 4, 4] (data.image_size)")
        #expect(
            try problem { try $0.write("train/2_0", [2, 2], [0, 0, 0, 0]) }
                == "FOLDER/train/2_0.npy: its shape is [2, 2], allowed: [3, 2] (that of empty_context.npy)")
        #expect(
            try problem { try $0.write("val/x1", [1], [0]) }
                == "FOLDER/val/x1.npy: its name is neither I.npy nor I_K.npy, with numbers I and K")
        #expect(
            try problem { try $0.write("val/7_2", [3, 2], Array(repeating: 0, count: 6)) }
                == "FOLDER/val/7_2.npy: there is no 7.npy beside it")
        #expect(
            try problem { try $0.write("val/2", [4, 4, 4], Array(repeating: 0, count: 64)) }
                == "FOLDER/val/2.npy: it has no context, such as 2_0.npy")
        #expect(
            try problem { try FileManager.default.removeItem(atPath: $0.path + "/empty_context.npy") }
                == "FOLDER/empty_context.npy: cannot read: No such file or directory")
        #expect(
            try problem { try Data("x".utf8).write(to: URL(fileURLWithPath: $0.path + "/val/0.npy")) }.hasPrefix(
                "FOLDER/val/0.npy: not a NumPy array"))
        let folder = try FeatureFolder()
        #expect(folder.problem(folder.configuration(train: 4)) == "FOLDER/train: 3 items are here, but 4 asked for; lower data.train")
        #expect(
            folder.problem(FeaturesConfiguration(path: folder.path + "/none", imageSize: 4))
                == "FOLDER/none: no such folder; give the folder that holds train/, val/ and empty_context.npy")
    }

    @Test("a split that is missing, and holes in the numbers, are said once and clearly")
    func incomplete() throws {
        func problem(without names: [String], train: Int? = nil) throws -> String {
            let folder = try FeatureFolder(train: 8)
            for name in names { try FileManager.default.removeItem(atPath: folder.path + "/" + name) }
            return folder.problem(folder.configuration(train: train))
        }
        #expect(
            try problem(without: ["val"])
                == "FOLDER/val: no such folder; it holds the test split: a folder of features has train/, val/ and empty_context.npy, as U-ViT's "
                + "feature extraction writes them for both parts of COCO")
        let cause = "items are numbered from 0 on, so the extraction or the copy is not complete"
        #expect(
            try problem(without: ["train/3.npy", "train/3_0.npy", "train/3_1.npy", "train/5.npy"], train: 8)
                == "FOLDER/train/3.npy: it is missing, but 4.npy is there (2 of 0.npy to 7.npy are missing): \(cause)")
        #expect(
            try problem(without: ["train/0.npy", "train/0_0.npy"])
                == "FOLDER/train/0.npy: it is missing, but 1.npy is there (1 of 0.npy to 7.npy are missing): \(cause)")
        #expect(
            try problem(without: ["train/3_0.npy"])
                == "FOLDER/train/3_0.npy: it is missing, but 3_1.npy is there: captions are numbered from 0 on")
        #expect(try problem(without: ["train/7.npy", "train/7_0.npy", "train/7_1.npy"]) == "no error")
        // What lies above a hole is not in use.
        #expect(try problem(without: ["train/6.npy"], train: 5) == "no error")
    }

    @Test("what a Mac leaves in a folder is not read")
    func hidden() throws {
        let folder = try FeatureFolder(), before = try FeaturesDataset.fingerprint(of: folder.configuration())
        for name in ["train/._1.npy", "train/.DS_Store", "val/._0_0.npy", "train/notes.txt"] { try folder.folder.write(name, "x") }
        #expect(try FeaturesDataset.fingerprint(of: folder.configuration()) == before)
    }

    @Test(
        "a value that is no number is named with its file, when the folder is looked at and when it is read",
        arguments: [Float.nan, -.infinity])
    func notFinite(value: Float) throws {
        let folder = try FeatureFolder(), dataset = try FeaturesDataset(folder.configuration())
        var moments = [Float](repeating: 0.5, count: 128)
        moments[70] = value
        try folder.write("train/1", [8, 4, 4], moments)
        let expected = "FOLDER/train/1.npy: value 70 of its 128 is \(value); features have to be finite numbers: extract this file anew"
        #expect(folder.problem() == expected)
        _ = image(dataset, 0)
        try dataset.checkReads()
        #expect(image(dataset, 1) == Array(repeating: 0, count: 64))
        do {
            try dataset.checkReads()
            Issue.record("nothing was wrong")
        } catch { #expect("\(error)".replacingOccurrences(of: folder.path, with: "FOLDER") == expected) }
        try folder.write("empty_context", [3, 2], [0, 1, 2, 3, 4, value])
        #expect(folder.problem().hasPrefix("FOLDER/empty_context.npy: value 5 of its 6 is"))
    }

    @Test("a file that is damaged later is told, not trained on in silence")
    func laterDamage() throws {
        let folder = try FeatureFolder()
        let dataset = try FeaturesDataset(folder.configuration())
        try Data("x".utf8).write(to: URL(fileURLWithPath: folder.path + "/train/1.npy"))
        _ = image(dataset, 0)
        try dataset.checkReads()
        #expect(image(dataset, 1) == Array(repeating: 0, count: 64))
        #expect(throws: DatasetError.self) { try dataset.checkReads() }
    }
}
