import Foundation
@testable import Platform
import Synchronization
import Testing

@Suite("A stop")
struct StopTests {
    @Test("ends the waiting for a change, whether it is the signal's own or its parent's")
    func wakes() {
        let parent = StopSignal()
        let condition = StoppableCondition(stop: StopSignal(parent: parent))
        Thread.detachNewThread { parent.request() }
        #expect(condition.wait { nil as Int? } == nil)
    }

    @Test("is not needed where a change brings what is waited for")
    func changes() {
        let condition = StoppableCondition(stop: StopSignal()), value = Atomic(0)
        Thread.detachNewThread { for _ in 0..<3 { condition.change { value.add(1, ordering: .relaxed) } } }
        let found = condition.wait { value.load(ordering: .relaxed) == 3 ? "three" : nil }
        #expect(found == "three")
    }
}
