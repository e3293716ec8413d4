import Choices
import Foundation
import Kernels
import Platform
import Testing

@testable import Datasets

@Suite("Shapes")
struct ShapesDatasetTests {
    private func pixels(_ data: ShapesDataset, _ split: Split, _ index: Int) -> [UInt8] { data.image(split, index).pixels }

    @Test("An item is the same in every data set of the seed, whatever the counts, and from any thread")
    func determinism() throws {
        let one = try ShapesDataset(CompositionOptions(train: 300, test: 300, seed: 5))
        let two = try ShapesDataset(CompositionOptions(train: 400, test: 310, seed: 5))
        let other = try ShapesDataset(CompositionOptions(train: 300, test: 300, seed: 6))
        let results = FloatBuffer(count: 300)
        ThreadPool(threads: 2).forEach(300) { i in
            let same =
                one.scene(.train, i) == two.scene(.train, i) && one.image(.test, i) == two.image(.test, i)
                && one.caption(.test, i, wording: UInt64(i)) == two.caption(.test, i, wording: UInt64(i))
            results.pointer[i] = same ? 1 : 0
        }
        #expect(results.array.allSatisfy { $0 == 1 })
        #expect((0..<50).contains { pixels(one, .train, $0) != pixels(other, .train, $0) })
        #expect((0..<50).contains { pixels(one, .train, $0) != pixels(one, .test, $0) })
        #expect(one.fingerprint != two.fingerprint && one.fingerprint != other.fingerprint)
        #expect(one.fingerprint == (try ShapesDataset.fingerprint(of: one.options)))
        #expect(one.fingerprint.count == 64)
    }

    @Test("The drawing is what it was when results were made with it")
    func golden() throws {
        let data = try ShapesDataset(CompositionOptions(train: 100, test: 100, seed: 1))
        var hash = ContentHash()
        for split in Split.allCases {
            for i in 0..<100 {
                hash.add(data.caption(split, i, wording: UInt64(i)))
                hash.add(bytes: Data(pixels(data, split, i)))
            }
        }
        // A new value here means other images under old fingerprints: raise the version in `ShapesDataset.fingerprint`.
        #expect(hash.hex == "654c6c23858cc9ba5291fe8b7376307465c2e30cc7f08733f5045303a4ad8b97")
        #expect(data.fingerprint == "9ad05463268144c20f6b4c6e5dde08a1f3d93e443c46643989677022257125c5")
    }

    @Test("Counts, colours and shapes of the picture are those of the caption, in all wordings", arguments: [16, 32, 64])
    func captionsAgree(imageSize: Int) throws {
        let data = try ShapesDataset(CompositionOptions(imageSize: imageSize, train: 1500, test: 500, seed: 3))
        for (split, count) in [(Split.train, 1500), (.test, 500)] {
            for i in 0..<count {
                let scene = data.scene(split, i)
                let drawn = Dictionary(grouping: scene.objects) { [$0.colour.rawValue, $0.shape.rawValue] }.mapValues(\.count)
                let said = Dictionary(uniqueKeysWithValues: scene.groups.map { ([$0.colour.rawValue, $0.shape.rawValue], $0.count) })
                #expect(drawn == said)
                if let relation = scene.relation {
                    let (along, across) = relation.offsets(from: scene.objects[0].box.centre, to: scene.objects[1].box.centre)
                    #expect(along >= 2 * abs(across))
                }
                for wording in 0..<8 {
                    let caption = data.caption(split, i, wording: UInt64(wording))
                    let parsed = try #require(ShapesGrammar.parse(caption), "\(caption)")
                    #expect(Set(parsed.groups) == Set(scene.groups), "\(caption)")
                    let mirrored = parsed.groups == scene.groups.reversed() ? parsed.relation?.inverse : parsed.relation
                    #expect(mirrored == scene.relation, "\(caption)")
                }
            }
        }
    }

    @Test(
        "Objects stay inside, keep their distance, and masks and boxes match the pixels", arguments: [16, 24, 32, 64],
        [ObjectLayout.scattered, .grid])
    func geometry(imageSize: Int, layout: ObjectLayout) throws {
        let options = CompositionOptions(imageSize: imageSize, train: 1, test: 600, seed: 9, minimumObjects: 2, layout: layout)
        let data = try ShapesDataset(options)
        let sizes = ObjectSizes(options)
        for i in 0..<600 {
            let objects = data.scene(.test, i).objects
            let image = data.image(.test, i).pixels
            var outside = Set(0..<(imageSize * imageSize))
            for (number, object) in objects.enumerated() {
                let box = object.box
                #expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= imageSize && box.y + box.height <= imageSize)
                #expect((sizes.smallest...sizes.largest).contains(box.width) && box.width == box.height)
                for other in objects[..<number] { #expect(box.gap(to: other.box) >= sizes.gap) }
                var wrong = 0
                for y in box.y..<(box.y + box.height) {
                    for x in box.x..<(box.x + box.width) {
                        let pixel = y * imageSize + x
                        outside.remove(pixel)
                        let share = Double(Int(image[pixel * 3]) - 128) / Double(Int(object.colour.bytes.0) - 128)
                        // 8-bit levels cannot tell which side of one half a pixel on the very border lies.
                        if abs(share - 0.5) > 0.005, object.mask[pixel] != (share > 0.5) { wrong += 1 }
                    }
                }
                #expect(wrong == 0)
                let covered = Double(object.mask.count { $0 }) / Double(box.width * box.height)
                #expect(abs(covered - object.shape.fill) < 0.15)
            }
            #expect(outside.allSatisfy { image[$0 * 3] == 128 && image[$0 * 3 + 1] == 128 && image[$0 * 3 + 2] == 128 })
        }
    }

    @Test("In a grid objects of one size lie in different cells, and every arrangement occurs", arguments: [2, 4, 5])
    func grid(most: Int) throws {
        let data = try ShapesDataset(
            CompositionOptions(imageSize: 16, train: 20_000, test: 0, maximumObjects: most, grammar: [.counts], layout: .grid))
        let scattered = try ShapesDataset(
            CompositionOptions(imageSize: 16, train: 20_000, test: 0, maximumObjects: most, grammar: [.counts]))
        #expect(data.fingerprint != scattered.fingerprint)
        let side = [2: 7, 4: 5, 5: 4][most]!, pitch = most < 5 ? 8 : 5
        var arrangements = Set<Set<Int>>()
        for i in 0..<20_000 {
            let boxes = data.scene(.train, i).objects.map(\.box)
            #expect(boxes.allSatisfy { $0.width == side && $0.height == side })
            let cells = Set(boxes.map { $0.y / pitch * 3 + $0.x / pitch })
            #expect(cells.count == boxes.count)
            arrangements.insert(cells)
        }
        // All ways to choose up to `most` of 4 or 9 cells.
        #expect(arrangements.count == [2: 4 + 6, 4: 4 + 6 + 4 + 1, 5: 9 + 36 + 84 + 126 + 126][most]!)
    }

    @Test("Test items at odd places show held-out combinations, training items never do", arguments: [0, 1, 2] as [UInt64])
    func split(seed: UInt64) throws {
        let data = try ShapesDataset(CompositionOptions(train: 4000, test: 1000, seed: seed))
        let heldOut = data.heldOut
        #expect((0.12...0.18).contains(Double(heldOut.heldOut.count) / 90))
        var seen = Set<ObjectGroup>()
        for i in 0..<4000 {
            let groups = data.scene(.train, i).groups
            #expect(!groups.contains(where: heldOut.contains) && !data.isHeldOut(.train, i))
            seen.formUnion(groups)
        }
        for count in 1...5 {
            for colour in ObjectColour.allCases { #expect(seen.contains { $0.count == count && $0.colour == colour }) }
            for shape in ShapeKind.allCases { #expect(seen.contains { $0.count == count && $0.shape == shape }) }
        }
        var tested = Set<ObjectGroup>()
        for i in 0..<1000 {
            let groups = data.scene(.test, i).groups
            #expect(groups.contains(where: heldOut.contains) == data.isHeldOut(.test, i))
            #expect(data.isHeldOut(.test, i) == (i % 2 == 1))
            tested.formUnion(groups.filter(heldOut.contains))
        }
        #expect(tested == Set(heldOut.heldOut))
    }

    @Test("Every part of the grammar works alone, and all parts, relations and counts occur")
    func grammarParts() throws {
        for part in GrammarPart.allCases {
            let data = try ShapesDataset(CompositionOptions(train: 300, test: 100, grammar: [part]))
            for i in 0..<300 {
                let scene = data.scene(.train, i)
                #expect((scene.groups.count == 2) == (part != .counts) && (scene.relation != nil) == (part == .relations))
            }
            #expect((0..<100).allSatisfy { data.scene(.test, $0).groups.contains(where: data.heldOut.contains) == ($0 % 2 == 1) })
        }
        let data = try ShapesDataset(CompositionOptions(train: 2000, test: 0))
        let scenes = (0..<2000).map { data.scene(.train, $0) }
        #expect(Set(scenes.compactMap(\.relation)) == Set(SpatialRelation.allCases))
        for count in 1...5 { #expect(scenes.count { $0.objects.count == count } > 100) }
        let single = try ShapesDataset(CompositionOptions(train: 50, test: 10, minimumObjects: 3, maximumObjects: 3, grammar: [.counts]))
        #expect((0..<50).allSatisfy { single.scene(.train, $0).objects.count == 3 })
    }

    @Test("Captions read as expected")
    func wordings() {
        let three = CaptionMeaning(groups: [ObjectGroup(count: 3, colour: .red, shape: .circle)])
        #expect(
            ShapesGrammar.wordings(three) == [
                "three red circles", "3 red circles", "there are three red circles", "a picture of three red circles",
                "there are 3 red circles", "three red circles on grey",
            ])
        let both = CaptionMeaning(groups: [
            ObjectGroup(count: 2, colour: .red, shape: .circle), ObjectGroup(count: 1, colour: .blue, shape: .square),
        ])
        #expect(
            ShapesGrammar.wordings(both).prefix(4) == [
                "two red circles and one blue square", "2 red circles and 1 blue square",
                "there are two red circles and one blue square", "one blue square and two red circles",
            ])
        let above = CaptionMeaning(
            groups: [ObjectGroup(count: 1, colour: .green, shape: .triangle), ObjectGroup(count: 1, colour: .yellow, shape: .square)],
            relation: .above)
        #expect(
            ShapesGrammar.wordings(above).prefix(5) == [
                "a green triangle above a yellow square", "a yellow square below a green triangle",
                "there is a green triangle above a yellow square", "a green triangle is above a yellow square",
                "a green triangle over a yellow square",
            ])
        #expect(ShapesGrammar.parse("A green triangle left of one yellow square.")?.relation == .leftOf)
        #expect(ShapesGrammar.parse("12 red circles")?.objectCount == 12)
        for nonsense in [
            "", "circles", "three red circle", "a red circles", "three red dogs", "two red circles and",
            "a red circle above two blue squares",
            "a red circle and a red circle", "zero red circles", "-1 red circles", "1000000000 red circles", "three red circles please",
        ] {
            #expect(ShapesGrammar.parse(nonsense) == nil, "\(nonsense)")
        }
    }

    @Test("20,000 items are ready and drawn within two seconds")
    func speed() throws {
        let clock = ContinuousClock()
        let data = try ShapesDataset(CompositionOptions())
        let image = FloatBuffer(count: 3 * 32 * 32)
        let seconds = clock.measure {
            for i in 0..<20_000 { data.fillImage(image.pointer, .train, i) }
        }
        let captions = clock.measure { #expect(data.allCaptions(.train).count > 120_000) }
        print("shapes: 20,000 images drawn in \(seconds), all their captions in \(captions)")
        #expect(seconds < .seconds(2))
    }

    @Test("Settings outside what is allowed are named")
    func settings() {
        func message(_ change: (inout CompositionOptions) -> Void) -> String? {
            var options = CompositionOptions()
            change(&options)
            do {
                _ = try ShapesDataset(options)
                return nil
            } catch {
                return "\(error)"
            }
        }
        #expect(message { $0.imageSize = 12 } == "image_size: 12 is not allowed; use 16...64")
        #expect(message { $0.train = 0 } == "train: 0 is not allowed; use 1...100000000")
        #expect(message { $0.maximumObjects = 6 } == "maximum_objects: 6 is not allowed; use minimum_objects...5, here 1...5")
        #expect(message { $0.grammar = [] } == "grammar: [] is not allowed; use some of counts, conjunctions, relations, each once")
        #expect(
            message { $0.maximumObjects = 1 }
                == "grammar: conjunctions with maximum_objects 1 is not allowed; use conjunctions with maximum_objects 2 or more")
        #expect(
            message {
                $0.grammar = [.relations]; $0.minimumObjects = 3
            }
                == "grammar: relations with 3...5 objects is not allowed; use relations with a range of objects that includes 2")
    }
}
