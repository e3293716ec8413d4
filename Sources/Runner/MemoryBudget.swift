import Foundation

/// Hands out memory to jobs that run side by side, by their estimates. Thread-safe.
final class MemoryBudget: @unchecked Sendable {  // the condition guards `free`
    let limit: Int
    private var free: Int
    private let condition = NSCondition()

    init(limit: Int) {
        self.limit = limit
        free = limit
    }

    /// Waits until `bytes` are free and takes them; false when `shouldStop` said so first.
    /// - Precondition: `bytes` is at most `limit`.
    func take(_ bytes: Int, shouldStop: () -> Bool) -> Bool {
        precondition(bytes <= limit, "an estimate over the limit never fits")
        condition.lock()
        defer { condition.unlock() }
        while free < bytes {
            if shouldStop() { return false }
            _ = condition.wait(until: Date(timeIntervalSinceNow: 0.2))
        }
        free -= bytes
        return true
    }

    func giveBack(_ bytes: Int) {
        condition.withLock {
            free += bytes
            condition.broadcast()
        }
    }
}
