import Datasets
import Kernels
import Testing

@testable import Evaluation

/// Renders fresh test items, disturbs them, and asks the oracle whether they show what their captions say.
struct OracleTrial {
    var imageSize: Int
    var items = 2000
    var seed: UInt64 = 77
    var noise: Float = 0
    /// Passes of a 3 x 3 (1 2 1) blur.
    var blur = 0
    /// Everything is multiplied by `contrast`, then shifted.
    var contrast: Float = 1
    var shift = SIMD3<Float>.zero

    struct Rates {
        var count = 0.0, colour = 0.0, shape = 0.0, relation = 0.0, all = 0.0
        var worst: [String] = []
    }

    func run() throws -> Rates {
        let data = try ShapesDataset(ShapesConfiguration(imageSize: imageSize, train: 1, test: items, seed: seed))
        let oracle = ShapeOracle(), count = 3 * imageSize * imageSize
        let image = FloatBuffer(count: count), disturbance = FloatBuffer(count: count)
        var rates = Rates(), relations = 0
        for item in 0..<items {
            data.fillImage(image.pointer, .test, item)
            for _ in 0..<blur { blurOnce(image) }
            fillNormal(disturbance.pointer, count: count, key: RandomKey(seed: seed, purpose: .other, sample: UInt64(item)))
            for i in 0..<count {
                image.pointer[i] = contrast * image.pointer[i] + shift[i / (imageSize * imageSize)] + noise * disturbance.pointer[i]
            }
            let scene = data.scene(.test, item)!
            let reading = oracle.read(UnsafePointer(image.pointer), imageSize: imageSize)
            let score = oracle.score(reading, against: scene)
            rates.count += score.count ? 1 : 0
            rates.colour += score.colour ? 1 : 0
            rates.shape += score.shape ? 1 : 0
            rates.all += score.all ? 1 : 0
            if let relation = score.relation {
                relations += 1
                rates.relation += relation ? 1 : 0
            }
            if !score.all { rates.worst.append("\(item): \(data.caption(.test, item, wording: 0)): \(reading.objects.map { "\($0.colour) \($0.shape) \($0.box.width) \($0.misfit)" })") }
        }
        rates.count /= Double(items)
        rates.colour /= Double(items)
        rates.shape /= Double(items)
        rates.all /= Double(items)
        rates.relation /= Double(relations)
        return rates
    }

    private func blurOnce(_ image: FloatBuffer) {
        let source = image.array, s = imageSize
        for c in 0..<3 {
            for y in 0..<s {
                for x in 0..<s {
                    var sum: Float = 0
                    for dy in -1...1 {
                        for dx in -1...1 {
                            let weight = Float((2 - abs(dx)) * (2 - abs(dy))) / 16
                            sum += weight * source[c * s * s + min(max(y + dy, 0), s - 1) * s + min(max(x + dx, 0), s - 1)]
                        }
                    }
                    image.pointer[c * s * s + y * s + x] = sum
                }
            }
        }
    }
}

@Suite("Shape oracle")
struct OracleTests {
    @Test("Clean images are read right", arguments: [16, 24, 32, 64])
    func clean(imageSize: Int) throws {
        let rates = try OracleTrial(imageSize: imageSize).run()
        print("oracle, clean, \(imageSize): \(rates.all)")
        print(rates.worst.prefix(5).joined(separator: "\n"))
        #expect(rates.all >= 0.995)
        #expect(rates.relation >= 0.995)
    }

    @Test("The rate falls monotonically with noise", arguments: [16, 32, 64])
    func noise(imageSize: Int) throws {
        var last = 1.0
        for noise: Float in [0, 0.1, 0.2, 0.3, 0.4, 0.6, 0.8] {
            let rates = try OracleTrial(imageSize: imageSize, items: 500, noise: noise).run()
            print("oracle, \(imageSize), noise \(noise): count \(rates.count) colour \(rates.colour) shape \(rates.shape) relation \(rates.relation) all \(rates.all)")
            #expect(rates.all <= last + 0.02)
            last = rates.all
        }
    }

    @Test("Blur and drift")
    func blur() throws {
        for size in [16, 32, 64] {
            for blur in 1...2 {
                let rates = try OracleTrial(imageSize: size, items: 500, blur: blur).run()
                print("oracle, \(size), blur \(blur): count \(rates.count) shape \(rates.shape) all \(rates.all)")
                print(rates.worst.prefix(3).joined(separator: "\n"))
            }
            let rates = try OracleTrial(imageSize: size, items: 500, contrast: 0.7, shift: SIMD3(0.1, -0.1, 0.15)).run()
            print("oracle, \(size), drift: \(rates.all)")
        }
    }
}
