import Datasets
import Foundation
import Kernels
import Platform
import TensorFiles
import Testing
import TextEncoding

@testable import FrozenNetworks

@Suite("CLIP against transformers") struct CLIPTests {
    let fixture: Fixture
    let text: CLIPText
    let vision: CLIPVision

    init() throws {
        fixture = try Fixture("clip")
        (text, vision) = (try Fixture.clipText(fixture.folder), try Fixture.clipVision(fixture.folder))
    }

    @Test("every hidden state of the text tower, its pooled state and feature")
    func textTower() {
        let tokens = fixture.tokens()
        for layer in 0...3 { #expect(relativeError(text.hiddenStates(tokens, layer: layer).array, fixture.floats("text.\(layer)")) < 1e-6) }
        #expect(relativeError(text.hiddenStates(tokens).array, fixture.floats("text")) < 1e-6)
        #expect(relativeError(text.pooled(tokens).array, fixture.floats("pooled")) < 1e-6)
        #expect(relativeError(text.features(tokens).array, fixture.floats("text_features")) < 1e-6)
    }

    @Test("every hidden state of the vision tower, its pooled state and feature")
    func visionTower() {
        let pixels = FloatBuffer(fixture.floats("pixels"))
        for layer in 0...2 {
            #expect(relativeError(vision.hiddenStates(pixels, layer: layer).array, fixture.floats("vision.\(layer)")) < 1e-6)
        }
        #expect(relativeError(vision.hiddenStates(pixels).array, fixture.floats("vision")) < 1e-6)
        #expect(relativeError(vision.pooled(pixels).array, fixture.floats("vision_pooled")) < 1e-6)
        #expect(relativeError(vision.features(pixels).array, fixture.floats("image_features")) < 1e-6)
    }

    @Test("the end of the text is the first end token, or the greatest token where the configuration says 2")
    func endOfText() throws {
        for number in [2, 7] {
            let copy = try fixture.copy(replacing: [("\"eos_token_id\": 521", "\"eos_token_id\": \(number)")])
            let pooled = try Fixture.clipText(copy.url).pooled(fixture.tokens("odd"))
            #expect(relativeError(pooled.array, fixture.floats("odd_pooled.\(number)")) < 1e-6)
        }
        #expect(relativeError(fixture.floats("odd_pooled.2"), fixture.floats("odd_pooled.7")) > 0.1)
    }

    @Test("the same bits for any number of threads, for any batch, and whichever rows are computed")
    func sameBits() {
        let tokens = fixture.tokens(), pixels = FloatBuffer(fixture.floats("pixels"))
        let (states, seen) = (bits(text.hiddenStates(tokens).array), bits(vision.hiddenStates(pixels).array))
        let (captions, images) = (bits(text.features(tokens).array), bits(vision.features(pixels).array))
        for threads in [1, 2, 3, 7] {
            let pool = ThreadPool(threads: threads)
            #expect(bits(text.hiddenStates(tokens, pool: pool).array) == states)
            #expect(bits(vision.hiddenStates(pixels, pool: pool).array) == seen)
            #expect(bits(text.features(tokens, pool: pool).array) == captions)
            #expect(bits(vision.features(pixels, pool: pool).array) == images)
        }
        #expect(tokens.flatMap { bits(text.hiddenStates([$0]).array) } == states)
        #expect(tokens.flatMap { bits(text.features([$0]).array) } == captions)
        #expect(text.features([]).count == 0 && text.hiddenStates([]).count == 0 && vision.features(FloatBuffer(count: 0)).count == 0)
        // The pooled state is a row of all states.
        let rows = tokens.map(text.configuration.endRow)
        let pooled = text.pooled(tokens).array
        for (index, row) in rows.enumerated() {
            #expect(
                bits(Array(pooled[index * 16..<(index + 1) * 16])) == Array(states[(index * 20 + row) * 16..<(index * 20 + row + 1) * 16]))
        }
    }

    @Test("pictures become the bits of CLIPImageProcessorPil")
    func preprocessing() throws {
        let processor = try CLIPImageProcessor(folder: fixture.folder, imageSize: 32)
        let images = [(50, 37), (20, 31), (32, 32), (97, 33)].map { picture(width: $0, height: $1) }
        #expect(bits(processor.pixels(of: images).array) == bits(fixture.floats("pixels")))
        let grey = picture(width: 50, height: 37, channels: 1)
        #expect(processor.cropped(grey) == processor.cropped(grey.asRGB()))
        // As Pillow: alpha goes, colours stay.
        let colours = PixelImage(width: 40, height: 33, colour: [9, 8, 7, 0])
        #expect(processor.cropped(colours) == PixelImage(width: 32, height: 32, colour: [9, 8, 7]))
    }

    @Test("scores from folder to number, with and without the prefix")
    func scores() throws {
        let score = try CLIPScore(folder: fixture.folder)
        let images = score.features(of: [(50, 37), (20, 31), (32, 32), (97, 33)].map { picture(width: $0, height: $1) })
        let captions = score.features(of: Fixture.captions, withPrefix: false)
        let all = (0..<4).flatMap { image in
            (0..<4).map { CLIPScore.score(images.readPointer + image * 12, captions.readPointer + $0 * 12, count: 12) }
        }
        let expected = fixture.floats("scores")
        for (ours, theirs) in zip(all, expected) { #expect(abs(ours - Double(theirs)) < 5e-6) }
        #expect(expected.contains(0) && expected.contains { $0 > 0.1 })
        // The third caption begins with the prefix.
        let prefixed = score.features(of: ["two red cats"], withPrefix: true).array
        #expect(bits(prefixed) == bits(Array(captions.array[24..<36])))
    }

    @Test("the encoder's tokens and states are the peer's; padding has states of its own")
    func encoder() throws {
        let encoder = try FrozenTextEncoders.load(folder: fixture.folder)
        #expect(encoder.maximumTokens == 20 && encoder.width == 16 && !encoder.knowsNamesOnly)
        let out = FloatBuffer(count: 4 * 20 * 16)
        encoder.encode(Fixture.captions, into: out.pointer)
        #expect(relativeError(out.array, fixture.floats("text")) < 1e-6)
        for (index, caption) in Fixture.captions.enumerated() {
            let own = FloatBuffer(count: 20 * 16)
            encoder.encode(caption, into: own.pointer)
            #expect(bits(own.array) == bits(Array(out.array[index * 320..<(index + 1) * 320])))
        }
        #expect(encoder.tokens("a cat") == ["<|startoftext|>", "a", "cat", "<|endoftext|>"])
        #expect(encoder.unknownWords(in: "żółw 🐢").isEmpty)
        let portable = encoder.portable
        #expect(portable.form == .contexts && bits(portable.tensors[0].values.array) == bits(Array(out.array[0..<320])))
    }

    @Test("identities differ where features do, and only there")
    func identities() throws {
        let folder = fixture.folder
        let plain = try FrozenTextEncoders.load(folder: folder).identity
        #expect(try FrozenTextEncoders.load(folder: folder).identity == plain)
        var all = [plain, try FrozenTextEncoders.load(folder: folder, tokens: 12).identity]
        all.append(try FrozenTextEncoders.load(folder: folder, layer: 2).identity)
        for change in [("quick_gelu", "gelu"), ("\"layer_norm_eps\": 1e-05", "\"layer_norm_eps\": 1e-03"), ("heads\": 2", "heads\": 4")] {
            let copy = try fixture.copy(replacing: [change])
            all.append(try FrozenTextEncoders.load(folder: copy.url).identity)
        }
        #expect(Set(all).count == all.count)
        // The vision tower is none of its business.
        let other = try fixture.copy(replacing: [("\"patch_size\": 8", "\"patch_size\": 4")])
        #expect(try FrozenTextEncoders.load(folder: other.url).identity == plain)
    }
}
