import Datasets
import Foundation
import Platform
import TensorFiles
import Testing

@testable import FrozenNetworks

@Suite struct FeatureFolderWriterTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString, isDirectory: true)

    private func pictures(_ count: Int, split: Split? = nil) -> [CaptionedFile] {
        (0..<count).map {
            CaptionedFile(
                name: "p\($0).png", file: URL(fileURLWithPath: "/none/p\($0).png"), captions: ["picture \($0)", "again \($0)"], split: split
            )
        }
    }

    /// Moments that tell the picture's grey, contexts that tell the caption's length.
    private func networks(counting made: @escaping (Int) -> Void = { _ in }) -> FeatureFolderWriter.Networks {
        FeatureFolderWriter.Networks(
            momentsShape: [8, 2, 2],
            moments: { pictures in
                made(pictures.count)
                return pictures.flatMap { Array(repeating: Float($0.pixels[0]), count: 32) }
            },
            contextShape: [3, 4], contexts: { $0.flatMap { Array(repeating: Float($0.count), count: 12) } })
    }

    private func load(_ files: [CaptionedFile]) -> [PixelImage] {
        files.map { PixelImage(width: 1, height: 1, colour: [UInt8($0.name.filter(\.isNumber))!, 0, 0]) }
    }

    @Test func writesWhatReadersOfFeaturesExpect() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let plan = try EncodingPlan(pictures(7), validation: 2, makers: ["a"])
        try FeatureFolderWriter(folder, plan, networks()).write(batch: 3, stop: StopSignal(), load: load, report: { _ in })
        let dataset = try FeaturesDataset(FeaturesConfiguration(path: folder.path, imageSize: 2, scale: 1))
        #expect(dataset.count(.train) == 5 && dataset.count(.test) == 2)
        #expect(dataset.contextShape == ContextShape(tokens: 3, width: 4))
        for item in plan.items {
            let moments = try NumPyFile(folder.appendingPathComponent("\(item.part)/\(item.number).npy")).floats()
            #expect(moments == Array(repeating: Float(item.picture.name.filter(\.isNumber))!, count: 32))
            let context = try NumPyFile(folder.appendingPathComponent("\(item.part)/\(item.number)_1.npy")).floats()
            #expect(context == Array(repeating: 7, count: 12))
        }
        #expect(try NumPyFile(folder.appendingPathComponent("empty_context.npy")).floats() == Array(repeating: 0, count: 12))
        let lines = try String(contentsOf: folder.appendingPathComponent("val.captions.jsonl"), encoding: .utf8)
        let first = plan.items.first { $0.part == "val" }!.picture
        #expect(lines.hasPrefix(#"{"captions":["\#(first.captions[0])","\#(first.captions[1])"],"item":0,"picture":"\#(first.name)"}"#))
    }

    @Test func goesOnWhereItWasStopped() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let plan = try EncodingPlan(pictures(6, split: .train), validation: 0, makers: ["a"])
        let stop = StopSignal()
        var made = 0
        #expect(throws: Stopped.self) {
            try FeatureFolderWriter(folder, plan, networks { made += $0 }).write(batch: 2, stop: stop, load: load) {
                if $0.done == 2 { stop.request() }
            }
        }
        #expect(made == 2)
        // A file that was cut short is made again.
        let cut = folder.appendingPathComponent("train/1.npy")
        try Data(contentsOf: cut).prefix(140).write(to: cut)
        var last: FeatureFolderWriter.Progress?
        try FeatureFolderWriter(folder, plan, networks { made += $0 }).write(batch: 2, stop: StopSignal(), load: load) { last = $0 }
        #expect(made == 7)
        #expect(last?.done == 6 && last?.found == 1)
    }

    @Test func refusesFoldersOfOtherMakers() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        _ = try FeatureFolderWriter(folder, EncodingPlan(pictures(3), validation: 1, makers: ["a"]), networks())
        #expect(throws: EncodingError.otherEncoding(folder: folder.path)) {
            try FeatureFolderWriter(folder, EncodingPlan(pictures(3), validation: 1, makers: ["b"]), networks())
        }
        try FileManager.default.removeItem(at: folder.appendingPathComponent("encoding.json"))
        #expect(throws: EncodingError.notEmpty(folder: folder.path)) {
            try FeatureFolderWriter(folder, EncodingPlan(pictures(3), validation: 1, makers: ["a"]), networks())
        }
        #expect(throws: EncodingError.tooFewPictures(found: 3, validation: 3)) {
            try EncodingPlan(pictures(3), validation: 3, makers: [])
        }
    }

    @Test func numbersThatAreNoneAreAnError() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let bad = FeatureFolderWriter.Networks(
            momentsShape: [8, 2, 2], moments: { $0.flatMap { _ in Array(repeating: Float.nan, count: 32) } }, contextShape: [3, 4],
            contexts: networks().contexts)
        let writer = try FeatureFolderWriter(folder, EncodingPlan(pictures(2), validation: 1, makers: ["a"]), bad)
        #expect(throws: EncodingError.self) { try writer.write(batch: 1, stop: StopSignal(), load: load, report: { _ in }) }
    }
}
