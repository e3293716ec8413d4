import Datasets
import Reports
import ResultsStore
import Testing
@testable import Pages

@Suite("Samples of the same captions")
struct MatrixTests {
    private func matrix(_ made: PageStore, seed: Int = 1, read: PictureReader? = nil) throws -> SampleMatrix? {
        let sheets = try made.grid.cells.map { cell in
            try cell.jobs.first { $0.seed == seed }.flatMap { try ContactSheet(job: $0.key, store: made.store, read: read) }
        }
        return SampleMatrix(seed: seed, cells: made.grid.cells, sheets: sheets, mostRows: 3)
    }

    @Test("each picture is the one that its cell and seed drew for the row's caption, with what is seen in it")
    func pictures() throws {
        let made = try PageStore()
        let matrix = try #require(try matrix(made, seed: 2, read: PageStore.reader))
        #expect(matrix.rows.map(\.caption) == ["two red circles", "a blue square", "three green circles"])
        #expect(matrix.columns.map(\.cell) == made.grid.cells && matrix.isSameNoise && matrix.hasReadings)
        for (row, place) in zip(matrix.rows, [0, 1, 3]) {
            for (column, picture) in row.pictures.enumerated() {
                #expect(picture?.image == PageStore.picture(column, 2, place))
                #expect(picture?.reading?.isRight == (place % 2 == 0))
            }
        }
        #expect(matrix.columns.map { $0.right?.right } == [2, 2] && matrix.columns.map { $0.right?.of } == [4, 4])
    }

    @Test("a cell with other captions is paired by caption, and its noise is told to be another")
    func otherOrder() throws {
        let made = try PageStore(leaving: { cell, _ in
            PageStore.Leavings(captions: cell == 0 ? ["a red circle", "two blue squares"] : ["two blue squares", "one cyan triangle"])
        })
        let matrix = try #require(try matrix(made))
        #expect(matrix.rows.map(\.caption) == ["a red circle", "two blue squares"])
        #expect(matrix.rows[0].pictures[1] == nil)
        let moved = try #require(matrix.rows[1].pictures[1])
        #expect(moved.image == PageStore.picture(1, 1, 0) && !moved.isSameNoise && !matrix.isSameNoise)
        #expect(!matrix.hasReadings && matrix.columns.allSatisfy { $0.right == nil })
    }

    @Test("cells without pictures have no column, and without any there is no matrix; a sheet that does not fit its captions is none")
    func missing() throws {
        let some = try PageStore(leaving: { cell, _ in PageStore.Leavings(captions: cell == 0 ? nil : ["a", "b"]) })
        #expect(try matrix(some)?.columns.map(\.cell) == [some.grid.cells[1]])
        let none = try PageStore(leaving: { _, _ in PageStore.Leavings(captions: nil) })
        #expect(try matrix(none) == nil)
        // Nine captions of which one has a line break would be ten.
        let captions = (0..<8).map { "\($0)" } + ["a\nb\nc\nd\ne\nf\ng\nh\ni"]
        let broken = try PageStore(leaving: { _, _ in PageStore.Leavings(captions: captions) })
        #expect(try matrix(broken) == nil)
    }

    @Test("heat is where the map is large, pixel by pixel, and small pictures grow to show every value")
    func heat() {
        let grey = PixelImage(width: 4, height: 4, colour: [100, 100, 100])
        let hot = grey.heated([0, 0, 0, 1], side: 2, largest: 1)
        func brightness(_ image: PixelImage, _ x: Int, _ y: Int) -> Int {
            (0..<3).reduce(0) { $0 + Int(image.pixels[(y * image.width + x) * 3 + $1]) }
        }
        #expect(hot.width == 4 && brightness(hot, 3, 3) > 2 * brightness(hot, 0, 0) && brightness(hot, 0, 0) == brightness(hot, 2, 1))
        #expect(grey.heated([Float](repeating: 0, count: 64), side: 8, largest: 0).width == 8)
        #expect(PixelImage(width: 4, height: 4, colour: [7]).heated([1], side: 1, largest: 1).channels == 3)
    }
}
