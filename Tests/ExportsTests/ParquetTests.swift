import Foundation
import Testing
@testable import Exports

@Suite("Parquet files")
struct ParquetTests {
    private let tiny = ExportTable(
        "tiny", "a table",
        [
            ExportColumn("job", "", nullable: false, .texts(["a", "a", "a", "b"])),
            ExportColumn("step", "", nullable: false, .integers([1, -2, 3, .max])),
            ExportColumn("value", "", .numbers([0.1, nil, .nan, -.infinity])),
            ExportColumn("flag", "", .flags([true, false, nil, true])),
            ExportColumn("word", "", .texts(["é", "", nil, "a,\n"])),
        ])

    private func bytes(_ table: ExportTable) throws -> Data {
        var data = Data()
        try ParquetFile.write(table, metadata: [("k", "v")], createdBy: "fusiongrid version 1.2.3") { data.append($0) }
        return data
    }

    // pyarrow, polars and DuckDB read these bytes as the table above.
    @Test("a table with every type and with nulls has the bytes that other programs read")
    func golden() throws {
        let expected = """
            UEFSMRUEFRQVFEwVBBUAAAABAAAAYQEAAABiFQAVBhUGLBUIFRAVBhUGAAABAwgVABVAFUAsFQgV
            ABUGFQYAAAEAAAAAAAAA/v////////8DAAAAAAAAAP////////9/FQAVPBU8LBUIFQAVBhUGAAAC
            AAAAAw2amZmZmZm5PwAAAAAAAPh/AAAAAAAA8P8VABUOFQ4sFQgVABUGFQYAAAIAAAADCwUVABUu
            FS4sFQgVABUGFQYAAAIAAAADCwIAAADDqQAAAAADAAAAYSwKFQIZbEgEdGlueRUKABUMJQAYA2pv
            YiUATBwAAAAVBCUAGARzdGVwABUKJQIYBXZhbHVlABUAJQIYBGZsYWcAFQwlAhgEd29yZCUATBwA
            AAAWCBkcGVwmCBwVDBk1AAYQGRgDam9iFQAWCBZWFlYmNiYIHDYAAAAAJl4cFQQZJQAGGRgEc3Rl
            cBUAFggWYhZiJl48NgAAAAAmwAEcFQoZJQAGGRgFdmFsdWUVABYIFl4WXibAATw2AgAAACaeAhwV
            ABklAAYZGARmbGFnFQAWCBYwFjAmngI8NgIAAAAmzgIcFQwZJQAGGRgEd29yZBUAFggWUBZQJs4C
            PDYCAAAAFpYDFggAGRwYAWsYAXYAGBhmdXNpb25ncmlkIHZlcnNpb24gMS4yLjMAKQEAAFBBUjE=
            """
        #expect(try bytes(tiny) == Data(base64Encoded: expected, options: .ignoreUnknownCharacters))
    }

    @Test("the footer is where its length says, also without rows")
    func footer() throws {
        let empty = ExportTable("empty", "", [ExportColumn("a", "", .texts([]))])
        for table in [tiny, empty] {
            let data = try bytes(table)
            #expect(data.prefix(4) == Data("PAR1".utf8) && data.suffix(4) == Data("PAR1".utf8))
            let length = data.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
            // Begins with the format's version and ends with the end of its structure.
            let footer = data.dropLast(8).suffix(length)
            #expect(footer.starts(with: [0x15, 0x02, 0x19]) && footer.last == 0)
        }
    }

    @Test("rows beyond 65,536 begin another group")
    func groups() throws {
        let column = ExportColumn("n", "", nullable: false, .integers((0..<65_537).map { Int64($0) }))
        var pieces: [Data] = []
        try ParquetFile.write(ExportTable("n", "", [column]), metadata: [], createdBy: "x") { pieces.append($0) }
        // Magic, a chunk a group, footer, end.
        #expect(pieces.count == 5)
        #expect(pieces[1].suffix(8) == Data([0xFF, 0xFF, 0, 0, 0, 0, 0, 0]))
        #expect(pieces[2].suffix(8) == Data([0, 0, 1, 0, 0, 0, 0, 0]))
    }

    @Test("texts that repeat are written once, those that do not in full; equivalent spellings stay apart")
    func dictionary() throws {
        func chunk(_ texts: [String?]) throws -> ParquetChunk {
            try ParquetChunk(ExportColumn("t", "", .texts(texts)), rows: 0..<texts.count)
        }
        let repeated = try chunk(Array(repeating: "a long text", count: 100))
        #expect(repeated.summary.encodings.contains(.dictionary) && repeated.pages.count < 100)
        let different = try chunk((0..<100).map { "text \($0)" })
        #expect(!different.summary.encodings.contains(.dictionary) && different.summary.dataOffset == 0)
        let spellings = try chunk(["é", "e\u{301}", "é", "é", "é"])
        #expect(spellings.pages.range(of: Data([2, 0, 0, 0, 0xC3, 0xA9, 3, 0, 0, 0, 0x65, 0xCC, 0x81])) != nil)
        #expect(try chunk([nil, nil]).summary.nullCount == 2)
    }

    @Test("runs and packed groups alternate as the format asks")
    func hybrid() {
        #expect(hybridRuns([1, 1, 1, 1, 1, 1, 1, 1, 1], bitWidth: 1) == Data([0x12, 0x01]))
        #expect(hybridRuns([0, 1, 2, 3, 4, 5, 6, 7, 9, 9, 9], bitWidth: 4) == Data([5, 0x10, 0x32, 0x54, 0x76, 0x99, 0x09, 0, 0]))
        let mixed: [UInt32] = [0, 1, 2] + Array(repeating: 5, count: 20)
        #expect(hybridRuns(mixed, bitWidth: 3) == Data([3, 0x88, 0xDA, 0xB6, 0x1E, 5]))
        #expect(hybridRuns(Array(repeating: 300, count: 8), bitWidth: 9) == Data([0x10, 0x2C, 0x01]))
        #expect(hybridRuns([], bitWidth: 1).isEmpty)
    }

    @Test("compact Thrift: zigzag numbers, long lists, booleans in the type")
    func thrift() {
        let data = CompactWriter.structure {
            $0.integer(1, -1)
            $0.long(3, 300)
            $0.flag(4, true)
            $0.texts(9, ["x"])
            $0.structures(10, Array(0..<16)) { $0.integer(1, Int32($1)) }
        }
        let elements = (0..<16).flatMap { number -> [UInt8] in [0x15, UInt8(2 * number), 0] }
        #expect(data == Data([0x15, 0x01, 0x26, 0xD8, 0x04, 0x11, 0x59, 0x18, 0x01, 0x78, 0x19, 0xFC, 0x10] + elements + [0]))
    }
}
