import Testing
@testable import Datasets

@Suite("Seen objects in words")
struct SeenObjectsTests {
    @Test(
        "so many of each kind, the most first",
        arguments: [
            ([], "nothing"), (["red circle"], "one red circle"), (["red circle", "red circle"], "two red circles"),
            (["blue square", "red circle", "red circle"], "two red circles and one blue square"),
            (["cherry", "cherry", "fox", "sheep"], "two cherries, one fox and one sheep"), (["?", "?"], "two unknown things"),
            (Array(repeating: "lemon", count: 7), "7 lemons"),
        ])
    func words(kinds: [String], expected: String) {
        let objects = kinds.map { LocatedObject(kind: $0, box: PixelBox(x: 0, y: 0, width: 1, height: 1), mask: [true]) }
        #expect(objects.inWords == expected)
    }
}
