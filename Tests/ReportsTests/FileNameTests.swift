import Testing
@testable import Reports

@Suite("File names and lines of text")
struct FileNameTests {
    private func names(_ texts: [String]) -> [String] { FileNames.distinct(texts.map { ($0, "path-" + FileNames.safe($0)) }) }

    @Test("Values that are alike once made safe keep names of their own, others stay as they are")
    func collisions() {
        let all = names(["birds_v1", "birds-v1", "birds v1", "trees"])
        #expect(Set(all).count == 4)
        #expect(all[3] == "path-trees")
        for name in all.prefix(3) { #expect(name.hasPrefix("path-birds-v1-") && name.count == 24, "\(name)") }
        #expect(names(["birds_v1"]) == ["path-birds-v1"])
        #expect(names(["birds_v1", "birds-v1"]) == Array(all.prefix(2)))
    }

    @Test("Names that differ in case alone are told apart: some file systems do not")
    func letterCase() {
        let all = names(["Birds", "birds"])
        #expect(all[0].lowercased() != all[1].lowercased())
    }

    @Test("Names too long for a file system are cut and end in a hash of the whole", arguments: ["a", "ü", "鳥"])
    func long(letter: String) {
        let text = String(repeating: letter, count: 300), all = names([text + "1", text + "2"])
        #expect(Set(all).count == 2)
        for name in all { #expect(name.utf8.count <= FileNames.longest && name.utf8.count > FileNames.longest - 4, "\(name)") }
    }

    @Test(
        "Text is broken between words, long words where they must be",
        arguments: [
            ("two red circles", 9, ["two red", "circles"]), ("", 5, [""]), ("abcdefgh", 3, ["abc", "def", "gh"]),
            ("a abcdefgh", 4, ["a", "abcd", "efgh"]), ("鳥鳥鳥", 4, ["鳥鳥", "鳥"]),
        ] as [(String, Int, [String])])
    func wrapped(text: String, width: Int, lines: [String]) {
        #expect(TextLines.wrapped(text, width: width) == lines)
    }

    @Test("A label is broken after commas, and elsewhere only where a part is longer than a line")
    func label() {
        let label = "point 0, cross-attention, text depth 0, learning rate 0.001"
        #expect(
            TextLines.wrapped(label: label, width: 26) == ["point 0, cross-attention,", "text depth 0,", "learning rate 0.001"])
        #expect(TextLines.wrapped(label: "a, bcdefgh", width: 4) == ["a,", "bcde", "fgh"])
        #expect(TextLines.wrapped(label: "", width: 4) == [""])
    }

    @Test("Of too many lines the last one ends in an ellipsis and is no longer than the others")
    func elided() {
        #expect(TextLines.wrapped("one two three four", width: 5, most: 2) == ["one", "two…"])
        #expect(TextLines.wrapped("abcdefgh", width: 4, most: 1) == ["abc…"])
    }
}
