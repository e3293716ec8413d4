import Testing

@testable import Datasets

@Suite("What the words of a shapes caption refer to")
struct CaptionReferenceTests {
    private func described(_ caption: String) -> [String] {
        let words = caption.split(separator: " ").map(String.init)
        return ShapesGrammar.references(in: words).map { "\(words[$0.position])=\($0.role.rawValue) of \($0.kind)" }
    }

    @Test("Nouns, colours and counts refer to their own group, whatever its place")
    func roles() {
        #expect(
            described("there are two red circles and 1 blue square") == [
                "two=count of red circle", "red=colour of red circle", "circles=noun of red circle",
                "1=count of blue square", "blue=colour of blue square", "square=noun of blue square",
            ])
        #expect(
            described("a green triangle above a green circle") == [
                "a=count of green triangle", "green=colour of green triangle", "triangle=noun of green triangle",
                "a=count of green circle", "green=colour of green circle", "circle=noun of green circle",
            ])
    }

    @Test("Words outside the language and captions cut short refer to nothing by guess")
    func partial() {
        #expect(described("two elephants") == [])
        #expect(described("two red") == [])
        #expect(described("circles") == [])
        #expect(described("red circles") == ["red=colour of red circle", "circles=noun of red circle"])
    }

    @Test("Every wording of every item names objects that are in its picture")
    func everyItem() throws {
        let data = try ShapesDataset(CompositionOptions(imageSize: 32, train: 50, test: 1, seed: 5))
        for item in 0..<50 {
            let kinds = Set(try #require(data.objects(.train, item)).map(\.kind))
            for wording in 0..<8 {
                let words = data.caption(.train, item, wording: UInt64(wording)).split(separator: " ").map(String.init)
                #expect(Set(data.references(in: words).filter { $0.role == .noun }.map(\.kind)) == kinds)
            }
        }
    }
}

@Suite("Text in pictures")
struct PixelTextTests {
    @Test("Letters are written where they should be, and what does not fit is cut off")
    func letters() {
        var image = PixelImage(width: 14, height: 9, colour: [255, 255, 255])
        image.draw("l_", x: 0, y: 0, colour: [0, 0, 0])
        func row(_ y: Int) -> String { (0..<14).map { image.pixels[(y * 14 + $0) * 3] == 0 ? "#" : "." }.joined() }
        #expect(
            (0..<9).map(row) == [
                ".##...........", "..#...........", "..#...........", "..#...........", "..#...........", "..#...........",
                ".###..#####...", "..............", "..............",
            ])
        let before = image
        image.draw("far away", x: 14, y: 0, colour: [0, 0, 0])
        image.draw("above", x: 0, y: -20, colour: [0, 0, 0], scale: 2)
        #expect(image == before)
        #expect(PixelImage.textSize("ab", scale: 2).width == 22)
    }

    @Test("No two letters look alike, and unknown ones are boxes")
    func distinct() {
        let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789.,-_'\"!?:;()<>/=+%& ")
        #expect(Set(letters.map(BitmapFont.rows)).count == letters.count)
        #expect(BitmapFont.rows("A") == BitmapFont.rows("a"))
        #expect(BitmapFont.rows("漢") == BitmapFont.rows("字"))
        #expect(letters.allSatisfy { BitmapFont.rows($0).count == BitmapFont.height })
    }

    @Test("Pasting cuts at the edges")
    func paste() {
        var image = PixelImage(width: 3, height: 3, colour: [0])
        image.paste(PixelImage(width: 2, height: 2, colour: [9]), x: 2, y: 2)
        image.paste(PixelImage(width: 2, height: 2, colour: [7]), x: -1, y: -1)
        #expect(image.pixels == [7, 0, 0, 0, 0, 0, 0, 0, 9])
    }
}
