import Datasets
import Foundation
import Kernels
import Platform
import Synchronization
import TextEncoding
import TestSupport
import Testing
@testable import MiniCLIP

@Suite("Trained mini-clips")
struct EncoderTests {
    @Test("training lowers the loss and finds captions of held-out pictures better than chance")
    func learns() throws {
        let dataset = try tinyShapes(train: 1000, test: 100)
        let request = tinyRequest(dataset, recipe: EncoderRecipe(steps: 100, batchSize: 64, learningRate: 4e-3, lanes: 4))
        var losses: [Double] = []
        let encoder = try EncoderCache(folder: nil, threads: 1).encoder(request) { if let loss = $0.loss { losses.append(loss) } }
        #expect(losses.count == 100)
        let (early, late) = (losses.prefix(10).reduce(0, +), losses.suffix(10).reduce(0, +))
        #expect(late < 0.75 * early)
        #expect(encoder.retrieval.map(\.split) == [.all, .seen, .heldOut])
        let all = try #require(encoder.retrieval.first)
        #expect(all.items == 100 && all.candidates > 20)
        #expect(all.first > 3 / Double(all.candidates))
        #expect(all.firstFive > all.first)
    }

    @Test("an encoder that tells nothing apart finds nothing")
    func constantEncoder() throws {
        let dataset = try tinyShapes()
        let request = tinyRequest(dataset)
        let encoder = DualEncoder(
            identity: "zeros", tokenizer: request.tokenizer, parameters: DualEncoderParameters(request.configuration),
            retrieval: [])
        #expect(RetrievalAccuracy.measure(EncoderSession(encoder, threads: 1), dataset).map(\.first) == [0, 0, 0])
    }

    @Test("text features are a pure function of the caption, whatever came before and from how many threads")
    func textFeatures() throws {
        let encoder = try EncoderCache(folder: nil, threads: 1).encoder(tinyRequest(try tinyShapes()))
        let captions = ["", "two red circles", "three blue squares", "a green triangle on grey and far too many words to fit"]
        func features(_ captions: [String]) -> [[Float]] {
            let text = MiniCLIPTextEncoder(encoder)
            return captions.map { text.encodeAll([$0]).array }
        }
        let forth = features(captions)
        #expect(features(captions.reversed()).reversed() == forth)
        #expect(Set(forth).count == 4)
        #expect(forth.allSatisfy { $0.count == 8 * 16 && $0.allSatisfy(\.isFinite) })
        let shared = MiniCLIPTextEncoder(encoder)
        let results = Mutex([Int: [Float]]())
        ThreadPool(threads: 3).forEach(40) { index in
            let found = shared.encodeAll([captions[index % 4]]).array
            results.withLock { $0[index] = found }
        }
        results.withLock { for (index, found) in $0 { #expect(found == forth[index % 4]) } }
        #expect(shared.tokens(captions[3]).count == 8)
        #expect(shared.unknownWords(in: "two red walruses") == ["walruses"])
        #expect(shared.identity == encoder.identity)
    }

    @Test("the words that are features are the words that are read: padding changes nothing before it is reached")
    func sameCaptionTwoWays() throws {
        let encoder = try EncoderCache(folder: nil, threads: 1).encoder(tinyRequest(try tinyShapes()))
        let session = EncoderSession(encoder, threads: 2)
        let units = session.encodeTexts(["two red circles", "TWO  red circles", "red two circles"])
        #expect(Array(units[0..<16]) == Array(units[16..<32]))
        #expect(Array(units[0..<16]) != Array(units[32..<48]))
        #expect(abs(units[0..<16].reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    }

    @Test("a data set of one caption is refused with the reason")
    func oneCaption() throws {
        let dataset = OneCaption()
        let request = tinyRequest(dataset)
        #expect(throws: MiniCLIPError.oneCaption(caption: "a thing", items: 5)) {
            try EncoderCache(folder: nil, threads: 1).encoder(request)
        }
        #expect(
            "\(MiniCLIPError.oneCaption(caption: "a thing", items: 5))"
                == "mini-clip cannot be trained: all 5 training items have the caption \"a thing\"; it needs at least 2 different ones")
    }

    @Test(
        "the patch divides the image and leaves at most 8 x 8 of them",
        arguments: [
            (16, 2), (32, 4), (64, 8), (48, 6), (17, 17), (20, 4), (256, 32),
        ])
    func patches(size: Int, patch: Int) {
        #expect(DualEncoderConfiguration.patchSize(for: size) == patch)
    }
}

/// Grey pictures that all say the same.
final class OneCaption: CaptionedDataset {
    let imageSize = 16, channels = 3, fingerprint = "one caption"
    func count(_ split: Split) -> Int { 5 }
    func wordings(_ split: Split, _ index: Int) -> [String] { ["a thing"] }
    func fillImage(_ out: UnsafeMutablePointer<Float>, _ split: Split, _ index: Int) {
        out.update(repeating: 0, count: 3 * 16 * 16)
    }
}
