import Foundation

/// Hands out jobs in order, but of those that share a training one at a time until it is done: the others take it over then.
final class JobQueue: @unchecked Sendable {  // the condition guards all of it
    private let condition = NSCondition()
    private let groups: [Int?]
    private var waiting: [Int]
    /// Groups of which one job is training; groups whose training is done.
    private var training: Set<Int> = [], trained: Set<Int> = []

    /// - Parameter groups: of every job; nil for those that wait for nobody.
    init(groups: [Int?]) {
        self.groups = groups
        waiting = Array(groups.indices)
    }

    /// The next job; nil when none is left or a stop was asked for.
    func take(shouldStop: () -> Bool) -> Int? {
        condition.lock()
        defer { condition.unlock() }
        while !waiting.isEmpty, !shouldStop() {
            if let place = waiting.firstIndex(where: { groups[$0].map { !training.contains($0) } ?? true }) {
                let index = waiting.remove(at: place)
                if let group = groups[index], !trained.contains(group) { training.insert(group) }
                return index
            }
            _ = condition.wait(until: Date(timeIntervalSinceNow: 0.2))
        }
        return nil
    }

    /// - Parameter isTrained: whether the job is done, so that others of its group need not wait for one another.
    func finished(_ index: Int, isTrained: Bool) {
        condition.withLock {
            if let group = groups[index] {
                training.remove(group)
                if isTrained { trained.insert(group) }
            }
            condition.broadcast()
        }
    }
}
