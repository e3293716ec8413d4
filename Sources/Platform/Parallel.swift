import Dispatch

/// The values of `body` for all elements, in order, worked out on all cores.
/// - Throws: the error of the first element that failed.
public func inParallel<Element: Sendable, Value, Failure: Error>(
    _ elements: [Element], _ body: @Sendable (Element) throws(Failure) -> Value
) throws(Failure) -> [Value] {
    let results = [Result<Value, Failure>](unsafeUninitializedCapacity: elements.count) { slots, count in
        nonisolated(unsafe) let slots = slots.baseAddress  // each iteration initialises its own element and nothing else
        DispatchQueue.concurrentPerform(iterations: elements.count) { index in
            (slots! + index).initialize(to: Result { () throws(Failure) in try body(elements[index]) })
        }
        count = elements.count
    }
    return try results.map { result throws(Failure) in try result.get() }
}
