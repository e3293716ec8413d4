import Platform

/// Hands out jobs in order, but of those that share a training one at a time until it is done: the others take it over then.
final class JobQueue: @unchecked Sendable {  // the condition guards all of it
    private let condition: StoppableCondition
    private let groups: [Int?]
    private var waiting: [Int]
    /// Groups of which one job is training; groups whose training is done.
    private var training: Set<Int> = [], trained: Set<Int> = []

    /// - Parameter groups: of every job; nil for those that wait for nobody.
    init(groups: [Int?], stop: StopSignal) {
        self.groups = groups
        waiting = Array(groups.indices)
        condition = StoppableCondition(stop: stop)
    }

    /// The next job; nil when none is left or a stop is requested.
    func take() -> Int? {
        let taken: Int?? = condition.wait {
            guard !waiting.isEmpty else { return .some(nil) }
            guard let place = waiting.firstIndex(where: { groups[$0].map { !training.contains($0) } ?? true }) else { return nil }
            let index = waiting.remove(at: place)
            if let group = groups[index], !trained.contains(group) { training.insert(group) }
            return index
        }
        return taken ?? nil
    }

    /// - Parameter isTrained: whether the job is done, so that others of its group need not wait for one another.
    func finished(_ index: Int, isTrained: Bool) {
        condition.change {
            guard let group = groups[index] else { return }
            training.remove(group)
            if isTrained { trained.insert(group) }
        }
    }
}
