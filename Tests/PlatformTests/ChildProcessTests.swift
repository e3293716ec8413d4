import Foundation
import Testing

@testable import Platform

@Suite("Child processes")
struct ChildProcessTests {
    @Test("A program that ends without reading ends nobody else", arguments: [1, 1_000_000])
    func unreadInput(bytes: Int) throws {
        for _ in 0..<20 {
            #expect(try ChildProcess.run("/bin/sh", ["-c", "exec 0<&-; exit 3"], input: Data(count: bytes), seconds: 20) == .exit(3))
        }
        // Whoever writes does so after the program has ended.
        Thread.sleep(forTimeInterval: 0.1)
    }
}
