import Datasets
import Testing

@testable import Evaluation

@Suite("Attention localisation")
struct AttentionLocalisationTests {
    /// 4 x 4 tokens of 2 x 2 pixels; the object covers tokens 5, 6 and half of 9.
    private func mask() throws -> TokenMask {
        var pixels = [Bool](repeating: false, count: 64)
        for y in 2..<4 { for x in 2..<6 { pixels[y * 8 + x] = true } }
        for x in 2..<4 { pixels[4 * 8 + x] = true }
        return try #require(TokenMask(mask: pixels, imageSize: 8, patchSize: 2))
    }

    @Test("A token lies on the object when half of it is covered")
    func tokens() throws {
        let mask = try mask()
        #expect(mask.tokens.indices.filter { mask.tokens[$0] } == [5, 6, 9])
        #expect(mask.count == 3)
    }

    @Test("A small object has the token that it covers most; no object has none")
    func smallObjects() throws {
        var pixels = [Bool](repeating: false, count: 64)
        pixels[0] = true
        #expect(TokenMask(mask: pixels, imageSize: 8, patchSize: 4)?.tokens == [true, false, false, false])
        #expect(TokenMask(mask: [Bool](repeating: false, count: 64), imageSize: 8, patchSize: 4) == nil)
    }

    @Test("Attention on the object alone scores 1, elsewhere 0")
    func ends() throws {
        let mask = try mask()
        let on = try #require(AttentionLocalisation(map: mask.tokens.map { $0 ? 0.3 : 0.1 }, mask: mask))
        #expect(on.pointing == 1 && on.iou == 1)
        var off = [Float](repeating: 0, count: 16)
        for place in [0, 1, 2] { off[place] = 0.5 }
        let missed = try #require(AttentionLocalisation(map: off, mask: mask))
        #expect(missed.pointing == 0 && missed.iou == 0)
    }

    @Test("The three brightest tokens decide: two of them right overlap by 2 of 4")
    func overlap() throws {
        var map = [Float](repeating: 0.01, count: 16)
        (map[0], map[5], map[6], map[9]) = (0.9, 0.8, 0.7, 0.1)
        let found = try #require(AttentionLocalisation(map: map, mask: try mask()))
        #expect(found.pointing == 0)
        #expect(abs(found.iou - 0.5) < 1e-12)
        #expect(found.area == 3.0 / 16)
    }

    @Test("A map that says nothing scores exactly what chance does")
    func uniform() throws {
        let found = try #require(AttentionLocalisation(map: [Float](repeating: 0.2, count: 16), mask: try mask()))
        #expect(found.pointing == found.area)
        #expect(abs(found.iou - found.chanceIoU) < 1e-12)
    }

    @Test("The chance overlap is the mean over all choices of as many tokens")
    func chance() throws {
        let mask = try mask()
        var sum = 0.0, choices = 0.0
        for a in 0..<16 {
            for b in (a + 1)..<16 {
                for c in (b + 1)..<16 {
                    let shared = Double([a, b, c].count { mask.tokens[$0] })
                    sum += shared / (6 - shared)
                    choices += 1
                }
            }
        }
        let found = try #require(AttentionLocalisation(map: (0..<16).map(Float.init), mask: mask))
        #expect(abs(found.chanceIoU - sum / choices) < 1e-12)
    }

    @Test("Tokens that tie for the last places count by their chance")
    func ties() throws {
        // Token 5 is certain; two of 6, 9, 0, 1 are drawn, of which two lie on the object: 1/6, 4/6, 1/6.
        var map = [Float](repeating: 0, count: 16)
        map[5] = 1
        for place in [6, 9, 0, 1] { map[place] = 0.5 }
        let found = try #require(AttentionLocalisation(map: map, mask: try mask()))
        #expect(found.pointing == 1)
        #expect(abs(found.iou - (1.0 / 6 * (1.0 / 5) + 4.0 / 6 * (2.0 / 4) + 1.0 / 6 * 1)) < 1e-12)
    }

    @Test("A map with a value that is no number has no localisation")
    func notANumber() throws {
        var map = [Float](repeating: 0.1, count: 16)
        map[3] = .nan
        #expect(AttentionLocalisation(map: map, mask: try mask()) == nil)
    }
}

@Suite("Energy of a spectrum")
struct SpectrumEnergyTests {
    @Test("Shares are of squared singular values, and all of it lies in as many as the rank")
    func shares() throws {
        let energy = try #require(SpectrumEnergy(singularValues: [4, 2, 2, 1, 1]))
        #expect(abs(energy.first - 16.0 / 26) < 1e-12)
        #expect(abs(energy.firstTwo - 20.0 / 26) < 1e-12)
        #expect(abs(energy.firstFour - 25.0 / 26) < 1e-12)
        #expect(SpectrumEnergy(singularValues: [3, 0]) == SpectrumEnergy(singularValues: [1]))
        #expect(SpectrumEnergy(singularValues: [0, 0]) == nil)
        #expect(SpectrumEnergy(singularValues: []) == nil)
    }

    @Test("A map of rank one has all energy in the first, one of equal and orthogonal rows as much in each")
    func maps() throws {
        let flat = try #require(AttentionStatistics(map: [0.1, 0.2, 0.1, 0.2], queries: 2, textTokens: 2)?.energy)
        #expect(abs(flat.first - 1) < 1e-6)
        let diagonal = try #require(
            AttentionStatistics(map: (0..<64).map { $0 % 9 == 0 ? 0.5 : 0 }, queries: 8, textTokens: 8)?.energy)
        #expect(abs(diagonal.first - 1.0 / 8) < 1e-12)
        #expect(abs(diagonal.firstTwo - 2.0 / 8) < 1e-12)
        #expect(abs(diagonal.firstFour - 4.0 / 8) < 1e-12)
        #expect(AttentionStatistics(map: [0, 0], queries: 1, textTokens: 2)?.energy == nil)
    }
}

@Suite("Objects an oracle sees")
struct ImageReaderTests {
    @Test("lie where they were drawn, under the names that captions refer to")
    func masks() throws {
        let data = try ShapesDataset(CompositionOptions(imageSize: 32, train: 1, test: 60, seed: 3))
        for item in 0..<60 {
            let image = data.image(.test, item).planarFloats()
            let seen = image.withUnsafeBufferPointer { ShapeOracle().objects(in: $0.baseAddress!, imageSize: 32) }
            let drawn = try #require(data.objects(.test, item))
            #expect(seen.count == drawn.count)
            for kind in Set(drawn.map(\.kind)) {
                let a = try #require(drawn.mask(of: kind)), b = try #require(seen.mask(of: kind))
                let shared = zip(a, b).count { $0 && $1 }, either = zip(a, b).count { $0 || $1 }
                #expect(Double(shared) / Double(either) > 0.85, "item \(item), \(kind): \(shared) of \(either)")
            }
        }
    }
}
