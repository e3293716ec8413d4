import Choices
import Foundation
import Kernels
import TestSupport
import Testing

@testable import Datasets
@testable import Evaluation

@Suite("Scene oracle")
struct SceneOracleTests {
    private struct Rates {
        var right: [String: Int] = [:], of: [String: Int] = [:]
        func rate(_ name: String) -> Double { Double(right[name] ?? 0) / Double(of[name] ?? 1) }

        var line: String {
            of.keys.sorted().map { name in
                "\(name) \((rate(name) * 1000).rounded() / 1000) of \(of[name]!)"
            }.joined(separator: "; ")
        }
    }

    private func rates(_ data: ScenesDataset, _ oracle: SceneOracle, items: Int, noise: Float = 0) -> Rates {
        let count = 3 * data.imageSize * data.imageSize
        let image = FloatBuffer(count: count), disturbance = FloatBuffer(count: count)
        var rates = Rates()
        for item in 0..<items {
            data.fillImage(image.pointer, .test, item)
            fillNormal(disturbance.pointer, count: count, key: RandomKey(seed: 9, purpose: .other, step: 77, sample: UInt64(item)))
            for i in 0..<count { image[i] += noise * disturbance[i] }
            for (name, holds) in oracle.verdict(on: image.readPointer, .test, item).scores {
                rates.of[name, default: 0] += 1
                rates.right[name, default: 0] += holds ? 1 : 0
            }
        }
        return rates
    }

    @Test("Made-up cut-outs are read right, and noise takes that away steadily")
    func synthetic() throws {
        let folder = try StampFolder.usual()
        let data = try ScenesDataset(
            ScenesConfiguration(
                path: folder.path, options: CompositionOptions(imageSize: 48, train: 700, test: 600, seed: 2)))
        let oracle = SceneOracle(for: data)
        let crops = try #require(oracle.cropAccuracy)
        #expect(Double(crops.right) >= 0.99 * Double(crops.of))
        let clean = rates(data, oracle, items: 600)
        #expect(clean.rate("all") >= 0.98, "\(clean.line)")
        #expect(clean.rate("relation") >= 0.98)
        var last = clean.rate("all")
        for noise: Float in [0.2, 0.4, 0.8] {
            let noisy = rates(data, oracle, items: 150, noise: noise).rate("all")
            #expect(noisy <= last + 0.03)
            last = noisy
        }
        #expect(last < 0.3)
    }

    @Test("Forty kinds are told apart")
    func manyKinds() throws {
        let folder = try StampFolder()
        let levels: [UInt8] = [0, 128, 250], letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
        let colours = levels.flatMap { red in levels.flatMap { green in levels.map { [red, green, $0] } } }.filter {
            $0 != [128, 128, 128]
        }
        for (number, colour) in colours.enumerated() {
            for isRound in [false, true] {
                let noun = "blob" + letters[number] + (isRound ? "o" : "a")
                try folder.add("\(noun).png", "A \(noun).", StampFolder.blob(colour, isRound: isRound))
            }
        }
        let data = try ScenesDataset(
            ScenesConfiguration(
                path: folder.path, options: CompositionOptions(imageSize: 48, train: 1000, test: 400, seed: 3), kinds: 40))
        let oracle = SceneOracle(for: data)
        let crops = try #require(oracle.cropAccuracy)
        #expect(Double(crops.right) >= 0.97 * Double(crops.of))
        let clean = rates(data, oracle, items: 400)
        #expect(clean.rate("all") >= 0.95, "\(clean.line)")
    }

    @Test("The same data set gives the same oracle")
    func determinism() throws {
        let folder = try StampFolder.usual()
        let data = try ScenesDataset(
            ScenesConfiguration(
                path: folder.path, options: CompositionOptions(imageSize: 48, train: 60, test: 60, seed: 2), kinds: 5))
        let (a, b) = (SceneOracle(for: data), SceneOracle(for: data))
        #expect(a.cropAccuracy! == b.cropAccuracy!)
        let image = FloatBuffer(count: 3 * 48 * 48)
        for item in 0..<20 {
            data.fillImage(image.pointer, .test, item)
            #expect(a.objects(in: image.readPointer, imageSize: 48) == b.objects(in: image.readPointer, imageSize: 48))
        }
    }

    @Test("Wrong counts, kinds and relations are told apart")
    func scores() {
        func object(_ kind: String, _ x: Int, _ y: Int) -> LocatedObject {
            LocatedObject(kind: kind, box: PixelBox(x: x, y: y, width: 6, height: 6), mask: [])
        }
        let two = AskedScene(groups: [KindGroup(count: 2, kind: "lemon"), KindGroup(count: 1, kind: "bear")])
        let right = ImageVerdict([object("lemon", 0, 0), object("bear", 20, 0), object("lemon", 0, 20)], against: two)
        #expect(right == ImageVerdict(asked: 3, seen: 3, scores: ["count": true, "kind": true, "kind_set": true, "all": true]))
        let swapped = ImageVerdict([object("lemon", 0, 0), object("bear", 20, 0), object("bear", 0, 20)], against: two)
        #expect(swapped.scores == ["count": true, "kind": false, "kind_set": true, "all": false])
        let unknown = ImageVerdict([object("lemon", 0, 0), object("?", 20, 0), object("lemon", 0, 20)], against: two)
        #expect(unknown.scores == ["count": true, "kind": false, "kind_set": false, "all": false])
        #expect(ImageVerdict([], against: two).scores == ["count": false, "kind": false, "kind_set": false, "all": false])

        let above = AskedScene(groups: [KindGroup(count: 1, kind: "lemon"), KindGroup(count: 1, kind: "bear")], relation: .above)
        #expect(ImageVerdict([object("lemon", 10, 0), object("bear", 10, 20)], against: above).scores["all"] == true)
        let below = ImageVerdict([object("bear", 10, 0), object("lemon", 10, 20)], against: above)
        #expect(below.scores == ["count": true, "kind": true, "kind_set": true, "relation": false, "all": false])
        let surplus = ImageVerdict([object("lemon", 10, 0), object("lemon", 10, 30), object("bear", 10, 20)], against: above)
        #expect(surplus.scores["relation"] == false && surplus.scores["kind_set"] == true)
        #expect(ImageVerdict([object("lemon", 10, 0)], against: above).scores["relation"] == false)
    }

    @Test("Logistic regression learns what can be told apart by lines")
    func classifier() {
        var rows: [Float] = [], labels: [Int] = []
        for i in 0..<300 {
            let key = RandomKey(seed: 1, purpose: .other, step: 5, sample: UInt64(i))
            let centre: [(Float, Float)] = [(0, 2), (2, -1), (-2, -1)]
            rows += [centre[i % 3].0 + 0.4 * normal(key, 0), centre[i % 3].1 + 0.4 * normal(key, 1)]
            labels.append(i % 3)
        }
        let classifier = SoftmaxClassifier(rows: rows, labels: labels, features: 2, classes: 3)
        let right = labels.indices.count { i in
            let probabilities = classifier.probabilities([rows[2 * i], rows[2 * i + 1]])
            #expect(abs(probabilities.reduce(0, +) - 1) < 1e-5)
            return probabilities[labels[i]] == probabilities.max()
        }
        #expect(right >= 297)
    }

    /// With KINDS=64,128 that many too, as data/emoji/stamps has them.
    private static let many = (ProcessInfo.processInfo.environment["KINDS"] ?? "").split(separator: ",").flatMap { kinds in
        [(SceneCanvas.grey, 48, Int(kinds)!), (.light, 48, Int(kinds)!)]
    }

    /// The figures of docs/scenes.md: STAMPS=data/stamps swift test --filter "real stamps".
    @Test("On real stamps", .enabled(if: ProcessInfo.processInfo.environment["STAMPS"] != nil))
    func measured() throws {
        let path = ProcessInfo.processInfo.environment["STAMPS"]!
        for (canvas, size, kinds) in [(SceneCanvas.grey, 48, 8), (.grey, 64, 8), (.light, 64, 8), (.grey, 64, 16)] + Self.many {
            let data = try ScenesDataset(
                ScenesConfiguration(
                    path: path, options: CompositionOptions(imageSize: size, train: 2000, test: 2000, seed: 1), kinds: kinds, canvas: canvas
                ))
            var oracle = SceneOracle(for: data)
            let seconds = ContinuousClock().measure { oracle = SceneOracle(for: data) }
            print("scenes: trained in \(seconds)")
            print("scenes: \(canvas) \(size) pixels, \(kinds) kinds (\(data.kinds.joined(separator: ", "))): crops \(oracle.cropAccuracy!)")
            let clean = rates(data, oracle, items: 2000)
            print("scenes: clean: \(clean.line)")
            #expect(clean.rate("all") >= 0.95)
            for noise: Float in [0.1, 0.2, 0.3, 0.4, 0.6, 0.8] {
                print("scenes: noise \(noise): \(rates(data, oracle, items: 400, noise: noise).line)")
            }
        }
    }
}
