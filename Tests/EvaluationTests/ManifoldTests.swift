import Foundation
import Testing

@testable import Evaluation

/// Values in -1...1 without a simple pattern.
private func points(_ rows: Int, _ dimensions: Int, salt: Double) -> FeatureMatrix {
    FeatureMatrix(dimensions: dimensions, values: (0..<rows * dimensions).map { sin(Double($0) * 91.7 + salt * 13.1) })
}

@Suite struct ManifoldTests {
    private func squaredDistance(_ a: FeatureMatrix, _ i: Int, _ b: FeatureMatrix, _ j: Int) -> Double {
        let d = a.dimensions
        return (0..<d).reduce(0) { $0 + pow(a.values[i * d + $1] - b.values[j * d + $1], 2) }
    }

    @Test(
        "radii and shares are those of the definition inside, at and beyond one block",
        arguments: [
            (4, 5), (256, 30), (257, 300), (520, 270),
        ])
    func definition(rows: Int, others: Int) throws {
        let (set, other) = (points(rows, 3, salt: 1), points(others, 3, salt: 2))
        let manifold = try #require(FeatureManifold(set))
        let radii = (0..<rows).map { row in
            (0..<rows).filter { $0 != row }.map { squaredDistance(set, row, set, $0) }.sorted()[2]
        }
        for (found, wanted) in zip(manifold.squaredRadii, radii) { #expect(abs(found - wanted) < 1e-12) }
        let inside = (0..<others).count { point in
            (0..<rows).contains { squaredDistance(other, point, set, $0) <= radii[$0] }
        }
        #expect(try #require(manifold.share(of: other)) == Double(inside) / Double(others))
    }

    @Test func `a set lies in its own manifold, a far one outside`() throws {
        let set = points(50, 4, salt: 3)
        let manifold = try #require(FeatureManifold(set))
        #expect(manifold.share(of: set) == 1)
        #expect(manifold.share(of: FeatureMatrix(dimensions: 4, values: set.values.map { $0 + 10 })) == 0)
    }

    @Test func `half of the modes gone is half of the recall at full precision`() throws {
        // Two clusters far apart; the second set has only one of them.
        let cluster = points(40, 2, salt: 4).values
        let real = FeatureMatrix(dimensions: 2, values: cluster + cluster.map { $0 + 100 })
        let generated = FeatureMatrix(dimensions: 2, values: cluster)
        #expect(try #require(FeatureManifold(real)).share(of: generated) == 1)
        #expect(try #require(FeatureManifold(generated)).share(of: real) == 0.5)
    }

    @Test func `too few or infinite vectors have no manifold`() throws {
        #expect(FeatureManifold(points(3, 2, salt: 5)) == nil)
        let good = try #require(FeatureManifold(points(4, 2, salt: 5)))
        #expect(FeatureManifold(FeatureMatrix(dimensions: 1, values: [1, 2, 3, 4, .nan])) == nil)
        #expect(good.share(of: FeatureMatrix(dimensions: 2)) == nil)
        #expect(good.share(of: FeatureMatrix(dimensions: 2, values: [1, .infinity])) == nil)
    }

    @Test("10,000 images of 128 features take seconds")
    func large() throws {
        let (a, b) = (points(10_000, 128, salt: 6), points(10_000, 128, salt: 7))
        var seconds: [String: Double] = [:]
        func timed(_ name: String, _ body: () -> Double?) throws -> Double {
            let start = ContinuousClock.now
            let value = try #require(body())
            let elapsed = ContinuousClock.now - start
            seconds[name] = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
            return value
        }
        #expect(try timed("frechet") { frechetDistance(FeatureStatistics(a), FeatureStatistics(b)) } >= 0)
        #expect(try timed("kernel") { KernelDistance(a, b)?.standardError } > 0)
        #expect(try timed("precision") { FeatureManifold(a)?.share(of: b) } >= 0)
        print("10,000 x 128:", seconds.sorted { $0.key < $1.key }.map { "\($0.key) \(String(format: "%.2f", $0.value)) s" })
        // Generous: other work may share the machine.
        for (name, value) in seconds { #expect(value < 120, "\(name) took \(value) s") }
    }
}
