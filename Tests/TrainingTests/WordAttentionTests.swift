import Experiments
import Platform
import Results
import TestSupport
import Testing

@testable import Training

@Suite("Attention over words") struct WordAttentionTests {
    @Test("The outer quarters are rounded down, but one block at least") func places() {
        func outer(_ count: Int) -> [Int] { (0..<count).filter { BlockPlace.of(position: $0, count: count) == .outer } }
        #expect(outer(3) == [0, 2] && outer(5) == [0, 4] && outer(9) == [0, 1, 7, 8] && outer(13) == [0, 1, 2, 10, 11, 12])
    }

    @Test("Items are chosen for words that were not seen, no caption twice") func selection() {
        let captions = ["a b", "a b", "a c", "d e f", "a d", "e"]
        func choose(_ count: Int) -> [Int] {
            StratifiedItems.choose(count, captions: captions) { $0.split(separator: " ").map(String.init) }
        }
        // "d e f" brings 3, "a b" 2 and before "a c", which then brings 1 + 1/4; "a d" and "e" what is left.
        #expect(choose(3) == [3, 0, 2])
        #expect(choose(10) == [3, 0, 2, 4, 5] && choose(0).isEmpty)
    }

    @Test("Padding is left out of entropy and counted beside it") func padding() throws {
        // Two queries, two words and two of padding: even over the words, half of it on padding; then one word alone.
        let map: [Float] = [0.125, 0.125, 0.25, 0, 0.5, 0, 0, 0]
        let head = WordAttention.Head(HeadMap(blockIndex: 0, block: "b", head: 1, map: map), position: 2, words: 2, queries: 2)
        #expect(try abs(#require(head.entropy) - 0.5) < 1e-12)
        #expect(try abs(#require(head.padding) - 0.25) < 1e-12)
        let one = WordAttention.Head(HeadMap(blockIndex: 0, block: "b", head: 1, map: map), position: 2, words: 1, queries: 2)
        #expect(one.entropy == nil && one.padding == 0.375)
    }

    @Test("Jobs record it by block, place and head; places where no block sees text are missing with a reason") func job() throws {
        func run(_ change: (inout JobConfiguration) -> Void) throws -> MemorySink {
            let (job, sink) = (TinyJobs.job(change), MemorySink())
            let trainer = try JobTrainer(
                job: job, assets: JobAssets(), files: JobFiles(root: TemporaryFolder().url, key: job.key), threads: 1, sink: sink,
                stop: StopSignal())
            #expect(try trainer.run() == .done)
            return sink
        }
        let early = try run { _ in }
        func value(_ name: String, _ sink: MemorySink) -> Double? { sink.value("word_attention_" + name, "test", 12) }
        for name in ["entropy", "padding", "effective_rank"] {
            for suffix in ["", "_outer", "_inner", "_block_0", "_block_1", "_block_2"] { #expect(value(name + suffix, early) != nil) }
        }
        let blocks = try (0..<3).map { try #require(value("entropy_block_\($0)", early)) }
        #expect(abs(try #require(value("entropy", early)) - blocks.reduce(0, +) / 3) < 1e-12)
        #expect(abs(try #require(value("entropy_outer_minus_inner", early)) - ((blocks[0] + blocks[2]) / 2 - blocks[1])) < 1e-12)
        let heads = try (0..<2).map { try #require(value("entropy_block_1_head_\($0)", early)) }
        #expect(abs((heads[0] + heads[1]) / 2 - blocks[1]) < 1e-12)
        let late = try run { $0.fusion.point = 1 }
        #expect(value("entropy_block_0", late) == nil && value("entropy_block_1", late) == value("entropy_inner", late))
        #expect(late.missing["word_attention_entropy_outer/test@12"] == "no outer block sees text")
        #expect(late.missing["word_attention_entropy_outer_minus_inner/test@12"] == "text is seen by no outer block")
    }

    @Test("Probes are the first captions, or those that speak of most words") func probes() throws {
        func captions(_ change: (inout JobConfiguration) -> Void) throws -> Set<String> {
            let (job, sink) = (TinyJobs.job(change), MemorySink())
            _ = try JobTrainer(
                job: job, assets: JobAssets(), files: JobFiles(root: TemporaryFolder().url, key: job.key), threads: 1, sink: sink,
                stop: StopSignal()
            ).run()
            return Set(sink.attention.keys.map { String($0.prefix { $0 != "|" }) })
        }
        func words(_ captions: Set<String>) -> Int { Set(captions.flatMap { $0.split(separator: " ") }).count }
        let first = try captions { $0.evaluate.probeCount = 3 }
        let stratified = try captions {
            $0.evaluate.probeCount = 3
            $0.evaluate.probeSelection = .stratified
        }
        #expect(first.count == 3 && stratified.count == 3 && first != stratified)
        #expect(words(stratified) == 9 && words(first) < 9)
    }
}
