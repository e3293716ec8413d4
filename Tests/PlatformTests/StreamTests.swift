import Foundation
@testable import Platform
import Testing

@Suite("Standard streams")
struct StreamTests {
    @Test("what a full disk did not take is told once at the end, however much follows")
    func full() throws {
        let descriptor = open("/dev/full", O_WRONLY)
        defer { close(descriptor) }
        let output = StandardOutput(descriptor)
        for _ in 0..<3 { output.write(String(repeating: "row\n", count: 50_000)) }
        #expect(throws: FileError.unwritable(file: "standard output", reason: "No space left on device")) { try output.finish() }
    }

    @Test("everything arrives in order, also from a pipe that takes little at a time")
    func arrives() throws {
        let pipe = Pipe(), writing = pipe.fileHandleForWriting, writer = writing.fileDescriptor
        _ = fcntl(writer, F_SETFL, O_NONBLOCK)
        let text = (0..<40_000).map { "\($0)\n" }.joined()
        Thread.detachNewThread {
            let output = StandardOutput(writer)
            for line in text.split(separator: "\n") { output.write(line + "\n") }
            try? output.finish()
            // By its owner: a number that is closed twice may be another file's by then.
            try? writing.close()
        }
        let read = try pipe.fileHandleForReading.readToEnd()
        #expect(String(decoding: read ?? Data(), as: UTF8.self) == text)
    }
}
