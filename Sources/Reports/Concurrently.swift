import Dispatch

/// The values of all bodies in their order, computed on all cores.
/// - Throws: the error of the first body that failed.
func concurrently<Value>(_ bodies: [() throws -> Value]) throws -> [Value] {
    let results = [Result<Value, any Error>](unsafeUninitializedCapacity: bodies.count) { slots, count in
        nonisolated(unsafe) let slots = slots.baseAddress, bodies = bodies  // each iteration has its own elements
        DispatchQueue.concurrentPerform(iterations: bodies.count) { index in
            (slots! + index).initialize(to: Result { try bodies[index]() })
        }
        count = bodies.count
    }
    return try results.map { try $0.get() }
}
