import Datasets
import Kernels
import Platform
import TextEncoding
import Testing
@testable import MiniCLIP

@Suite("Which captions say the same")
struct CaptionGroupsTests {
    private func groups(_ captions: [[String]]) -> CaptionGroups {
        CaptionGroups(first: captions.map { $0[0] }) { captions[$0] }
    }

    @Test("items say the same when each lists the other's first wording, through any number of steps")
    func sameMeaning() {
        let found = groups([
            ["a lemon above a bear", "a bear below a lemon"], ["a bear above a lemon", "a lemon below a bear"],
            ["a bear below a lemon", "a lemon above a bear"], ["three lemons", "3 lemons"], ["3 lemons", "three lemons", "some lemons"],
            ["some lemons", "3 lemons"], ["three lemons", "3 lemons"],
        ])
        #expect(found.group == [0, 1, 0, 2, 2, 2, 2])
        #expect(found.count == 3)
    }

    @Test("a wording that all share besides their own joins nobody")
    func sharedWording() {
        let found = groups([["a lamp", "a picture"], ["a bear", "a picture"], ["a picture"]])
        #expect(found.group == [0, 1, 2])
    }

    @Test("two captions of one relation are one group in shapes, and no rivals of each other in retrieval")
    func relations() throws {
        let dataset = try ShapesDataset(
            CompositionOptions(
                imageSize: 16, train: 4000, test: 400, seed: 1, minimumObjects: 1, maximumObjects: 2, grammar: [.relations]))
        let captions = dataset.captions(.train)
        let found = CaptionGroups(first: captions) { dataset.wordings(.train, $0) }
        #expect(found.count < Set(captions).count)
        var meanings: [Int32: Set<Set<String>>] = [:]
        for (item, group) in found.group.enumerated() { meanings[group, default: []].insert(Set(dataset.wordings(.train, item))) }
        // Either way round, and nothing else.
        #expect(meanings.values.allSatisfy { $0.count <= 2 } && meanings.values.contains { $0.count == 2 })
    }

    @Test("a batch is a function of the step alone")
    func pure() throws {
        let dataset = try tinyShapes(), request = tinyRequest(dataset)
        func batch(_ steps: [Int], threads: Int) throws -> [Float] {
            var stream = try PairStream(dataset, tokenizer: request.tokenizer, configuration: request.configuration, seed: 3)
            let batch = PairBatch(request.configuration, size: 33)
            for step in steps { stream.fill(batch, step: step, pool: ThreadPool(threads: threads)) }
            return batch.images.array + (0..<33).map { Float(batch.groups[$0]) } + (0..<33 * 8).map { Float(batch.numbers[$0]) }
        }
        let found = try batch([7], threads: 1)
        #expect(try batch([0, 3, 9, 7], threads: 3) == found)
        #expect(try batch([8], threads: 1) != found)
    }
}
