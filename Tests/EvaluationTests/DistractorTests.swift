import Datasets
import Testing

@testable import Evaluation

@Suite struct DistractorTests {
    @Test func `a count of shapes is changed in its count, colour and shape`() {
        let found = CaptionDistractors.of("two red circles")
        #expect(found[.count] == ["a red circle", "three red circles", "four red circles", "five red circles"])
        #expect(found[.colour] == ["green", "blue", "yellow", "magenta", "cyan"].map { "two \($0) circles" })
        #expect(found[.shape] == ["two red squares", "two red triangles"])
        #expect(found[.relation] == nil)
    }

    @Test func `a relation keeps its counts`() throws {
        let found = CaptionDistractors.of("a red circle above a blue square")
        #expect(found[.count] == nil)
        #expect(
            found[.relation] == [
                "a red circle to the left of a blue square", "a red circle to the right of a blue square",
                "a red circle below a blue square",
            ])
        #expect(try #require(found[.colour]).count == 10)
        #expect(try #require(found[.shape]).count == 4)
    }

    @Test func `two groups never become alike`() {
        let found = CaptionDistractors.of("one red circle and two blue circles")
        #expect(found[.colour]?.contains("one blue circle and two blue circles") == false)
        #expect(found[.colour]?.count == 8)
        #expect(found[.count]?.count == 8)
    }

    @Test func `other captions exchange one word for another of its kind`() {
        let found = CaptionDistractors.of("Three lemons to the left of a brown bear")
        #expect(found[.count]?.first == "two lemons to the left of a brown bear")
        #expect(found[.count]?.count == 8)
        #expect(found[.relation] == ["three lemons to the right of a brown bear"])
        #expect(found[.colour]?.contains("three lemons to the left of a brown bear") == false)
        #expect(found[.shape] == nil)
        #expect(CaptionDistractors.of("a lighthouse at dusk").isEmpty)
        #expect(CaptionDistractors.of("").isEmpty)
    }

    @Test("no caption of the shapes language is its own distractor, and every distractor is of the language")
    func language() throws {
        let data = try ShapesDataset(CompositionOptions(imageSize: 32, train: 200, test: 1))
        for caption in data.captions(.train) {
            let meaning = try #require(ShapesGrammar.parse(caption))
            for (kind, distractors) in CaptionDistractors.of(caption) {
                for distractor in distractors {
                    let changed = try #require(ShapesGrammar.parse(distractor), "\(distractor)")
                    #expect(changed != meaning, "\(kind): \(distractor)")
                }
            }
        }
    }
}
