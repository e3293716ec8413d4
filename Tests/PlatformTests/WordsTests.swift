import Testing
@testable import Platform

@Suite("Words")
struct WordsTests {
    @Test("Suggestions are near or absent") func suggestions() {
        #expect(nearestWord(to: "concta", among: ["concat", "cross-attention"]) == "concat")
        #expect(nearestWord(to: "cross_attention", among: ["concat", "cross-attention"]) == "cross-attention")
        #expect(nearestWord(to: "banana", among: ["concat", "cross-attention"]) == nil)
        #expect(nearestWord(to: "", among: ["v"]) == nil)
        #expect(editDistance(Array("kitten"), Array("sitting")) == 3)
        #expect(editDistance(Array("ab"), Array("ba")) == 1)
    }

    @Test("Of a path the last component counts most, then the whole, then a component that is nearly right")
    func paths() {
        let paths = ["model.width", "text.width", "fusion.point", "train.steps"]
        #expect(nearestPath(to: "train.width", among: paths) == "text.width")
        #expect(nearestPath(to: "fusion.pont", among: paths) == "fusion.point")
        #expect(nearestPath(to: "pont", among: paths) == "fusion.point")
        #expect(nearestPath(to: "quality", among: paths) == nil)
        #expect(lastComponent(of: "fusion.point") == "point" && lastComponent(of: "point") == "point")
    }

    @Test("Each element stands once, where it first appeared")
    func once() { #expect(unique([3, 1, 3, 2, 1]) == [3, 1, 2]) }
}
