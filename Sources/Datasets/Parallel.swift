import Dispatch

/// The results of `body` for all elements, in order, worked out on all cores.
func inParallel<Element: Sendable, Result: Sendable>(_ elements: [Element], _ body: @Sendable (Element) -> Result) -> [Result] {
    [Result](unsafeUninitializedCapacity: elements.count) { out, count in
        // Each iteration initialises its own element and nothing else.
        nonisolated(unsafe) let slots = out.baseAddress
        DispatchQueue.concurrentPerform(iterations: elements.count) { i in
            (slots! + i).initialize(to: body(elements[i]))
        }
        count = elements.count
    }
}
