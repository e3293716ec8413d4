import Foundation
import Testing

@testable import Evaluation

@Suite struct AttentionStatisticsTests {
    @Test func `a map without structure has the numbers of its definition`() throws {
        // Reference numbers from an independent double-precision computation.
        let map: [Float] = [0.1, 0.2, 0.05, 0.3, 0, 0.1, 0.02, 0.5, 0.06, 0.2, 0.2, 0.2]
        let statistics = try #require(AttentionStatistics(map: map, queries: 4, textTokens: 3))
        #expect(abs(statistics.textMass - 0.4825) < 1e-7)
        #expect(abs(try #require(statistics.normalisedEntropy) - 0.7043887745335563) < 1e-6)
        #expect(abs(try #require(statistics.effectiveRank) - 2.4172198706460875) < 1e-6)
    }

    @Test func `even attention has entropy 1 and rank 1`() throws {
        let statistics = try #require(
            AttentionStatistics(map: Array(repeating: 0.05, count: 8 * 5), queries: 8, textTokens: 5))
        #expect(abs(statistics.textMass - 0.25) < 1e-7)
        #expect(abs(try #require(statistics.normalisedEntropy) - 1) < 1e-12)
        #expect(abs(try #require(statistics.effectiveRank) - 1) < 1e-12)
    }

    @Test func `each query at its own token has entropy 0 and full rank`() throws {
        let map: [Float] = (0..<16).map { $0 % 5 == 0 ? 0.5 : 0 }
        let statistics = try #require(AttentionStatistics(map: map, queries: 4, textTokens: 4))
        #expect(statistics.textMass == 0.5)
        #expect(statistics.normalisedEntropy == 0)
        #expect(abs(try #require(statistics.effectiveRank) - 4) < 1e-12)
    }

    @Test func `a query that ignores the text counts for the mass, not for the entropy`() throws {
        let statistics = try #require(AttentionStatistics(map: [0.2, 0.2, 0, 0], queries: 2, textTokens: 2))
        #expect(abs(statistics.textMass - 0.2) < 1e-7)
        #expect(abs(try #require(statistics.normalisedEntropy) - 1) < 1e-12)
    }

    @Test func `a map of zeros has mass 0 and nothing else`() throws {
        let statistics = try #require(AttentionStatistics(map: [0, 0, 0, 0], queries: 2, textTokens: 2))
        #expect(statistics.textMass == 0)
        #expect(statistics.normalisedEntropy == nil)
        #expect(statistics.effectiveRank == nil)
    }

    @Test func `one text token has no entropy`() throws {
        let statistics = try #require(AttentionStatistics(map: [0.3, 0.1], queries: 2, textTokens: 1))
        #expect(statistics.normalisedEntropy == nil)
        #expect(abs(try #require(statistics.effectiveRank) - 1) < 1e-12)
    }

    @Test func `a map that is empty, negative or not a number has no statistics`() {
        #expect(AttentionStatistics(map: [], queries: 0, textTokens: 4) == nil)
        #expect(AttentionStatistics(map: [0.1, -0.1], queries: 1, textTokens: 2) == nil)
        #expect(AttentionStatistics(map: [0.1, .nan], queries: 1, textTokens: 2) == nil)
    }

    @Test func `the text slice of a captured head leaves out image, time and padding keys`() {
        // Two image tokens, time, three text tokens; the third row is the time query.
        let rows: [Float] = [
            1, 2, 3, 4, 5, 6,
            11, 12, 13, 14, 15, 16,
            21, 22, 23, 24, 25, 26,
        ]
        #expect(AttentionStatistics.imageToTextMap(probabilities: rows, imageTokens: 2, keys: 6) == [4, 5, 6, 14, 15, 16])
        #expect(
            AttentionStatistics.imageToTextMap(probabilities: rows, imageTokens: 2, keys: 6, textTokens: 2)
                == [4, 5, 14, 15])
        #expect(
            AttentionStatistics(probabilities: rows, imageTokens: 2, keys: 6)
                == AttentionStatistics(map: [4, 5, 6, 14, 15, 16], queries: 2, textTokens: 3))
        #expect(AttentionStatistics(probabilities: rows, imageTokens: 2, keys: 3) == nil)
    }
}
