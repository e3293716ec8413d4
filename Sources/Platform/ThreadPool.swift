import Dispatch
import Foundation
import Synchronization

/// A number of threads for loops whose iterations are independent: what they compute does not depend on how many threads there are.
public struct ThreadPool: Sendable, Equatable {
    /// At most this many iterations run at the same time.
    public let threads: Int

    /// One thread a core.
    public static let allCores = ThreadPool(threads: ProcessInfo.processInfo.activeProcessorCount)

    /// - Precondition: `threads >= 1`.
    public init(threads: Int) {
        precondition(threads >= 1, "ThreadPool: \(threads) threads")
        self.threads = threads
    }

    /// Calls `body(index)` once for every index in `0..<count` and returns when all are done. With one thread, or one
    /// index, everything runs on the caller, in order.
    public func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) {
        let workers = min(threads, count)
        if workers <= 1 {
            for index in 0..<max(0, count) { body(index) }
            return
        }
        // Indices are claimed one by one: a thread that the machine holds up does not hold up the others' share.
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if index >= count { return }
                body(index)
            }
        }
    }
}

/// The values of `body` for all elements, in order, worked out on all cores.
/// - Throws: the error of the first element that failed.
public func inParallel<Element: Sendable, Value, Failure: Error>(
    _ elements: [Element], _ body: @Sendable (Element) throws(Failure) -> Value
) throws(Failure) -> [Value] {
    let results = [Result<Value, Failure>](unsafeUninitializedCapacity: elements.count) { slots, count in
        nonisolated(unsafe) let slots = slots.baseAddress  // each iteration initialises its own element and nothing else
        ThreadPool.allCores.forEach(elements.count) { index in
            (slots! + index).initialize(to: Result { () throws(Failure) in try body(elements[index]) })
        }
        count = elements.count
    }
    return try results.map { result throws(Failure) in try result.get() }
}
