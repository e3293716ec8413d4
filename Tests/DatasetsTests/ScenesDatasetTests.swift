import Choices
import Foundation
import Kernels
import TestSupport
import Testing

@testable import Datasets

@Suite("Scenes")
struct ScenesDatasetTests {
    private let folder: StampFolder

    init() throws { folder = try StampFolder.usual() }

    private func configuration(_ change: (inout ScenesConfiguration) -> Void = { _ in }) -> ScenesConfiguration {
        var configuration = ScenesConfiguration(
            path: folder.path, options: CompositionOptions(imageSize: 48, train: 400, test: 200, seed: 4))
        change(&configuration)
        return configuration
    }

    private func message(_ body: () throws -> Void) -> String? {
        do { try body() } catch { return "\(error)" }
        return nil
    }

    @Test("An item is a pure function of settings, pictures, split and index")
    func determinism() throws {
        let one = try ScenesDataset(configuration()), two = try ScenesDataset(configuration { $0.options.train = 900 })
        for i in 0..<100 {
            #expect(one.image(.train, i) == two.image(.train, i))
            #expect(one.objects(.test, i) == two.objects(.test, i))
            #expect(one.caption(.train, i, wording: UInt64(i)) == two.caption(.train, i, wording: UInt64(i)))
        }
        #expect(one.fingerprint != two.fingerprint)
        #expect(one.fingerprint == (try ScenesDataset.fingerprint(of: one.configuration)))
        let other = try ScenesDataset(configuration { $0.options.seed = 5 })
        #expect((0..<20).contains { one.image(.train, $0) != other.image(.train, $0) })
    }

    @Test("The items are what they were when results were made with them")
    func golden() throws {
        let data = try ScenesDataset(configuration { $0.options.seed = 1 })
        var hash = ContentHash()
        for split in Split.allCases {
            for i in 0..<100 {
                hash.add(data.caption(split, i, wording: UInt64(i)))
                hash.add(bytes: Data(data.image(split, i).pixels))
            }
        }
        // A new value here means other items under old fingerprints: raise the version in `ScenesDataset.fingerprint`.
        #expect(hash.hex == "05ca196247dfe4bfe9bc047f19863a3f66cd7ef16ee5e62b9f5016d29b3370bd")
    }

    @Test("The fingerprint follows the pictures' bytes and captions, not the folder's name")
    func fingerprint() throws {
        let before = try ScenesDataset.fingerprint(of: configuration())
        let copy = try StampFolder.usual()
        #expect(try ScenesDataset.fingerprint(of: configuration { $0.path = copy.path }) == before)
        try copy.add("kind3.png", "A brown potato.", StampFolder.blob([120, 70, 21], isRound: true))
        #expect(try ScenesDataset.fingerprint(of: configuration { $0.path = copy.path }) != before)
        #expect(try ScenesDataset.fingerprint(of: configuration { $0.canvas = .light }) != before)
        #expect(try ScenesDataset.fingerprint(of: configuration { $0.kinds = 6 }) != before)
    }

    @Test("Pictures hold what captions ask for, apart from each other, in the relation said", arguments: [48, 64, 96])
    func agreement(imageSize: Int) throws {
        let data = try ScenesDataset(configuration { $0.options.imageSize = imageSize })
        for split in Split.allCases {
            for i in 0..<200 {
                let asked = data.asked(split, i), objects = try #require(data.objects(split, i))
                let drawn = Dictionary(grouping: objects, by: \.kind).mapValues(\.count)
                #expect(drawn == Dictionary(uniqueKeysWithValues: asked.groups.map { ($0.kind, $0.count) }))
                for (a, one) in objects.enumerated() {
                    #expect(one.mask.count { $0 } > 20)
                    for other in objects.dropFirst(a + 1) {
                        #expect(one.box.gap(to: other.box) >= imageSize / 16)
                        #expect(!zip(one.mask, other.mask).contains { $0 && $1 })
                    }
                }
                if let relation = asked.relation {
                    #expect(relation.holds(first: objects[0].box.centre, second: objects[1].box.centre))
                }
                for wording in 0..<8 {
                    let words = data.caption(split, i, wording: UInt64(wording)).split(separator: " ").map(String.init)
                    #expect(words.count <= 12)
                    let nouns = data.references(in: words).filter { $0.role == .noun }.map(\.kind)
                    #expect(Set(nouns) == Set(asked.groups.map(\.kind)), "\(words)")
                }
            }
        }
    }

    @Test("Masks are where the picture differs from the canvas")
    func masks() throws {
        let data = try ScenesDataset(configuration { $0.canvas = .light })
        for i in 0..<50 {
            let image = data.image(.train, i), objects = try #require(data.objects(.train, i))
            for pixel in 0..<(48 * 48) {
                let differs = (0..<3).contains { image.pixels[3 * pixel + $0] != SceneCanvas.light.byte }
                if objects.contains(where: { $0.mask[pixel] }) { #expect(differs) }
            }
        }
    }

    @Test("Captions read as English")
    func captions() throws {
        let grammar = ScenesGrammar(kinds: ["lemon", "igloo", "potato", "sheep"])
        #expect(
            grammar.wordings(AskedScene(groups: [KindGroup(count: 3, kind: "lemon"), KindGroup(count: 1, kind: "igloo")])) == [
                "three lemons and an igloo", "3 lemons and 1 igloo", "there are three lemons and an igloo",
                "an igloo and three lemons", "a picture of three lemons and an igloo", "three lemons together with one igloo",
            ])
        #expect(
            grammar.wordings(AskedScene(groups: [KindGroup(count: 2, kind: "potato")])) == [
                "two potatoes", "2 potatoes", "there are two potatoes", "a picture of two potatoes", "there are 2 potatoes",
            ])
        let pair = AskedScene(groups: [KindGroup(count: 1, kind: "igloo"), KindGroup(count: 1, kind: "sheep")], relation: .above)
        #expect(grammar.wordings(pair).prefix(2) == ["an igloo above a sheep", "a sheep below an igloo"])
        #expect(grammar.references(in: ["two", "sheep", "and", "an", "igloo"]).map(\.role) == [.count, .noun, .count, .noun])
    }

    @Test("Held-out pairs of kind and count are never in training; every second test item has one", arguments: [4, 8, 10])
    func heldOut(kinds: Int) throws {
        let data = try ScenesDataset(configuration { $0.kinds = kinds })
        #expect(!data.heldOut.heldOut.isEmpty)
        for i in 0..<400 { #expect(!data.asked(.train, i).groups.contains(where: data.heldOut.contains)) }
        for i in 0..<200 {
            #expect(data.asked(.test, i).groups.contains(where: data.heldOut.contains) == data.isHeldOut(.test, i))
        }
        for count in 1...5 { #expect(data.heldOut.training(count: count).count * 2 >= kinds) }
        for kind in data.kinds {
            let out = data.heldOut.heldOut.count { $0.kind == kind }
            #expect(out <= 2, "\(kind) is held out in \(out) of 5 counts")
        }
    }

    @Test("Only pictures that keep the rules are chosen")
    func rules() throws {
        let colour: [UInt8] = [0, 200, 220]
        try folder.add("two.png", "Two parrots.", StampFolder.blob(colour, isRound: true))
        try folder.add("thin.png", "A wrench.", StampFolder.blob(colour, isRound: false, width: 80, height: 20))
        try folder.add("ground.png", "A stone.", StampFolder.blob([128, 128, 128], isRound: false))
        try folder.add("opaque.png", "A door.", PixelImage(width: 40, height: 40, colour: [0, 200, 220]))
        try folder.add("empty.png", "A ghost.", PixelImage(width: 40, height: 40, colour: [0, 200, 220, 0]))
        var apart = StampFolder.blob(colour, isRound: false)
        for y in 0..<40 { for x in 15..<25 { apart.pixels[4 * (y * 40 + x) + 3] = 0 } }
        try folder.add("apart.png", "A chair.", apart)
        let data = try ScenesDataset(configuration { $0.kinds = 10 })
        #expect(data.kinds == ["box", "cat", "fox", "frog", "igloo", "lemon", "pig", "plum", "potato", "tomato"])
        #expect(data.files[5] == ["kind0.png", "kind1.png"])
        #expect(
            message { _ = try ScenesDataset(configuration { $0.kinds = 11 }) }
                == "\(folder.path): 10 kinds of objects can be used in scenes (of 15 that captions like \"A brown potato.\" name), but data.kinds asks for 11; lower data.kinds or add pictures: docs/scenes.md says which can be used"
        )
    }

    @Test("Fewer kinds are those that differ most; kinds with several pictures come first if they are enough")
    func mostDifferent() throws {
        let four = try ScenesDataset(configuration { $0.kinds = 4 }).kinds
        #expect(four.contains("igloo") && four.contains("cat"))
        for (number, caption) in ["A fox.", "A plum."].enumerated() {
            try folder.add("more\(number).png", caption, StampFolder.blob([200, 100, 20], isRound: number == 1))
        }
        #expect(try ScenesDataset(configuration { $0.kinds = 4 }).kinds == ["fox", "frog", "lemon", "plum"])
        #expect(try ScenesDataset(configuration { $0.kinds = 5 }).kinds.contains("cat"))
    }

    @Test("A missing folder says what makes it, bad settings what is allowed")
    func errors() throws {
        let expected =
            "no/stamps: no captioned pictures here; `make data-stamps` fills data/stamps with the cut-outs that scenes are made of, then name that folder as data.path"
        #expect(message { _ = try ScenesDataset(configuration { $0.path = "no/stamps" }) } == expected)
        let empty = TemporaryFolder()
        #expect(message { _ = try ScenesDataset(configuration { $0.path = empty.path }) }?.contains("make data-stamps") == true)
        let cases: [(change: (inout ScenesConfiguration) -> Void, says: String)] = [
            ({ $0.options.imageSize = 32 }, "image_size: 32 is not allowed; use 48...128: a smaller canvas has no room"),
            ({ $0.kinds = 1 }, "kinds: 1 is not allowed; use 4...256"),
            ({ $0.options.grammar = [.relations] }, "no combination of kind and count can be held out"),
            (
                {
                    $0.options.grammar = [.counts]; $0.options.minimumObjects = 2; $0.options.maximumObjects = 2
                }, "no combination of kind and count can be held out"
            ),
            ({ $0.options.grammar = [] }, "grammar: [] is not allowed"),
            ({ $0.options.minimumObjects = 3 }, "relations with 3...5 objects"),
        ]
        for (change, says) in cases {
            let found = message { _ = try ScenesDataset.fingerprint(of: configuration(change)) }
            #expect(found?.contains(says) == true, "\(found ?? "no error")")
        }
    }

    @Test("A damaged picture is named")
    func damaged() throws {
        try Data("not a picture".utf8).write(to: URL(fileURLWithPath: "\(folder.path)/kind2.png"))
        #expect(message { _ = try ScenesDataset(configuration()) }?.hasPrefix("\(folder.path)/kind2.png: not a PNG or JPEG image") == true)
    }

    /// For looking: SCENES_OUT=FOLDER STAMPS=data/stamps swift test --filter "gallery of scenes"
    @Test("A gallery of scenes", .enabled(if: ProcessInfo.processInfo.environment["SCENES_OUT"] != nil))
    func gallery() throws {
        let environment = ProcessInfo.processInfo.environment
        for (canvas, size) in [(SceneCanvas.grey, 48), (.light, 64)] {
            let data = try ScenesDataset(
                configuration {
                    $0.path = environment["STAMPS"] ?? folder.path
                    ($0.canvas, $0.options.imageSize, $0.options.seed) = (canvas, size, 1)
                })
            print(
                "\(canvas) \(size): \(data.kinds.enumerated().map { "\($1) (\(data.files[$0].count))" }.joined(separator: ", "))"
            )
            let candidates = try StampLibrary.candidates(in: data.configuration.path)
            print(
                message {
                    _ = try StampLibrary.kinds(from: candidates, count: 10_000, canvas: canvas, folder: "\(candidates.count) pictures")
                } ?? "")
            let sheet = PixelImage.grid((0..<32).map { data.image(.train, $0).enlarged(by: 2) }, columns: 8)
            try sheet.encodePNG().write(to: URL(fileURLWithPath: "\(environment["SCENES_OUT"]!)/scenes-\(canvas)-\(size).png"))
            for i in 0..<16 { print(data.caption(.train, i, wording: 0)) }
        }
    }
}

@Suite("What stands out from the ground")
struct ForegroundTests {
    private func image(_ side: Int, ground: Float = 0, _ paint: (Int, Int) -> Float?) -> [Float] {
        let plane = (0..<(side * side)).map { paint($0 % side, $0 / side) ?? ground }
        return plane + plane + plane
    }

    private func parts(_ image: [Float], _ side: Int) -> [Foreground.Part] {
        image.withUnsafeBufferPointer { Foreground($0.baseAddress!, imageSize: side).parts }
    }

    @Test("Parts come from the top and the left, with their boxes, and a ring's hole belongs to it")
    func boxes() {
        let picture = image(24) { x, y in
            if (2..<8).contains(x), (12..<18).contains(y) { return (4..<6).contains(x) && (14..<16).contains(y) ? nil : 0.9 }
            return (14..<20).contains(x) && (3..<9).contains(y) ? -0.8 : nil
        }
        let found = parts(picture, 24)
        #expect(found.count == 2)
        #expect(found[0].box == PixelBox(x: 14, y: 3, width: 6, height: 6))
        // Smoothing widens a stronger edge by one pixel.
        #expect(found[1].box == PixelBox(x: 1, y: 11, width: 8, height: 8))
        #expect(found[1].box.centre == SIMD2(5, 15))
        #expect(found[1].pixels.contains(14 * 24 + 4))
    }

    @Test("Noise alone makes no part of an object's size, and an object is found in it", arguments: [0.1, 0.2, 0.3] as [Float])
    func noisy(deviation: Float) {
        let side = 48
        for item in 0..<20 {
            var picture = image(side) { x, y in (10..<24).contains(x) && (20..<34).contains(y) ? 0.9 : nil }
            for i in picture.indices { picture[i] += deviation * normal(RandomKey(seed: 3, purpose: .other, sample: UInt64(item)), i) }
            let large = parts(picture, side).filter { $0.pixels.count > 40 }
            #expect(large.count == 1)
            #expect(abs((large.first?.box.centre.x ?? 0) - 17) <= 2 && abs((large.first?.box.centre.y ?? 0) - 27) <= 2)
        }
    }

    @Test("A plain image, whatever its level, and values that are no numbers have no parts")
    func plain() {
        #expect(parts(image(24, ground: 0.7) { _, _ in nil }, 24).isEmpty)
        #expect(parts(image(24) { x, y in x == 5 && y == 5 ? .nan : nil }, 24).isEmpty)
        #expect(parts(image(24) { _, _ in .nan }, 24).isEmpty)
    }
}
