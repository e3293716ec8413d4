import Platform
import Synchronization

extension ThreadPool {
    /// `forEach` with working memory of `scratch` floats, one for each thread; what it holds at first is undefined.
    func forEach(_ count: Int, scratch: Int, _ body: @Sendable (_ index: Int, _ scratch: Out) -> Void) {
        let next = Atomic<Int>(0)
        forEach(min(threads, count)) { _ in
            // Whole cache lines, so that no two threads write to one.
            withUnsafeTemporaryAllocation(byteCount: max(1, scratch) * MemoryLayout<Float>.stride, alignment: 64) { memory in
                let floats = memory.bindMemory(to: Float.self).baseAddress!
                while true {
                    let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                    if index >= count { return }
                    body(index, floats)
                }
            }
        }
    }
}
