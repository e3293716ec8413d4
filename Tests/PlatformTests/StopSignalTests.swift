import Testing
@testable import Platform

@Suite("A stop signal")
struct StopSignalTests {
    @Test("throws once a stop is requested, of it or of its parent, and goes on throwing")
    func check() throws {
        let parent = StopSignal(), child = StopSignal(parent: parent), other = StopSignal(parent: parent)
        try child.check()
        child.request()
        #expect(throws: Stopped()) { try child.check() }
        try other.check()
        parent.request()
        for signal in [parent, child, other] {
            #expect(signal.isRequested)
            #expect(throws: Stopped()) { try signal.check() }
        }
    }
}
