import Foundation
import Reports
import Testing
@testable import Exports

@Suite("TensorBoard's files")
struct TensorBoardTests {
    // RFC 3720, appendix B.4, and the check value of every list of checksums.
    @Test("Castagnoli's checksum has its known values")
    func checksum() {
        #expect(CRC32C.checksum(Array("123456789".utf8)) == 0xE306_9283)
        #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(CRC32C.checksum((0..<32).map { UInt8($0) }) == 0x46DD_794E)
        #expect(CRC32C.masked([]) == 0xA282_EAD8)
    }

    // TensorFlow's own message for the same event serialises to the same bytes.
    @Test("an event of one scalar has the bytes that TensorBoard reads")
    func golden() {
        var file = EventFile(wallTime: 1_700_000_000.5)
        file.scalars(step: 7, [("loss/train", 0.25)])
        file.scalars(step: 8, [])
        #expect(
            file.data.base64EncodedString()
                == "GgAAAAAAAAASm9gtCQAAIED8VNlBEAAaDWJyYWluLkV2ZW50OjK/imkdIAAAAAAAAAAp7alQCQAAIED8VNlBEAcqEwoRCgpsb3NzL3RyYWluFQAAgD4uAWAo"
        )
    }

    @Test("hyperparameters keep their types; seeds of a cell are one group")
    func hyperparameters() {
        let start = Hyperparameters.start(
            options: [("a", .integer(2)), ("b", .flag(true)), ("c", .text("x"))], group: "cell", seconds: 0)
        // Field 3, then a map of three entries, the group, the time.
        let number = Data([0x0A, 0x0E, 0x0A, 1, 0x61, 0x12, 9, 0x11, 0, 0, 0, 0, 0, 0, 0, 0x40])
        let flag = Data([0x0A, 7, 0x0A, 1, 0x62, 0x12, 2, 0x20, 1])
        let text = Data([0x0A, 8, 0x0A, 1, 0x63, 0x12, 3, 0x1A, 1, 0x78])
        let group = Data([0x22, 4]) + Data("cell".utf8)
        let body = number + flag + text + group + Data([0x29, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(start.data == Data([0x08, 0, 0x1A, UInt8(body.count)]) + body)
    }

    @Test("cells whose labels look alike on disk get folders of their own")
    func folders() {
        let cells = ["a/b", "a:b", "c"].map {
            Grid.Cell(coordinates: [Grid.Coordinate(path: "text.encoder", value: $0)], jobs: [])
        }
        #expect(StudyEvents.folderNames(Grid(name: "g", cells: cells)) == ["encoder-a-b", "encoder-a-b_2", "encoder-c"])
    }
}
