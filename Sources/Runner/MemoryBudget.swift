import Platform

/// Hands out memory to jobs that run side by side, by their estimates. Thread-safe.
final class MemoryBudget: @unchecked Sendable {  // the condition guards `free`
    let limit: Int
    private var free: Int
    private let condition: StoppableCondition

    init(limit: Int, stop: StopSignal) {
        self.limit = limit
        free = limit
        condition = StoppableCondition(stop: stop)
    }

    /// Waits until `bytes` are free and takes them; false when a stop was requested first.
    /// - Precondition: `bytes` is at most `limit`.
    func take(_ bytes: Int) -> Bool {
        precondition(bytes <= limit, "an estimate over the limit never fits")
        return condition.wait {
            guard free >= bytes else { return nil }
            free -= bytes
            return true
        } ?? false
    }

    func giveBack(_ bytes: Int) { condition.change { free += bytes } }
}
