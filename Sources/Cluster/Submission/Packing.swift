/// Jobs packed into tasks: in their order, those of one training together, each task full to a share of its time.
///
/// In order, because then the tasks that ran first hold whole seeds: what is there half-way is paired. Filling the gaps that this leaves
/// with later jobs would save few tasks and lose that.
public struct Packing: Sendable, Equatable {
    /// What is packed.
    public struct Item: Sendable, Equatable {
        /// Of one worker.
        public var seconds: Double
        /// Items of one number stay together.
        public var group: Int?
        /// Whether it takes over the training of another item of its group, and waits for it.
        public var follows: Bool

        public init(seconds: Double, group: Int? = nil, follows: Bool = false) {
            (self.seconds, self.group, self.follows) = (seconds, group, follows)
        }
    }
    public struct Task: Sendable, Equatable {
        /// Numbers of items, in their order.
        public var items: [Int]
        /// Until all workers have done theirs.
        public var seconds: Double
    }

    public private(set) var tasks: [Task] = []
    /// How many items take longer than a task's share: those go on in further tasks.
    public private(set) var long = 0

    /// The share of a task's time that is planned for: estimates err, and starting takes time.
    public static let share = 0.8

    /// - Parameters:
    ///   - seconds: that a task should take.
    ///   - workers: of a task, each with one item at a time.
    public init(_ items: [Item], seconds limit: Double, workers: Int) {
        var members: [Int: [Int]] = [:]
        for (index, item) in items.enumerated() { if let group = item.group { members[group, default: []].append(index) } }
        var task = Filling(workers: workers, limit: limit), seen: Set<Int> = []
        for (index, item) in items.enumerated() {
            if item.seconds > limit { long += 1 }
            var unit = [index]
            if let group = item.group {
                guard seen.insert(group).inserted else { continue }
                unit = members[group]!
            }
            if task.take(unit, items) { continue }
            close(&task)
            task = Filling(workers: workers, limit: limit)
            // A unit that fits nowhere has a task of its own.
            _ = task.take(unit, items, isForced: true)
        }
        close(&task)
    }

    private mutating func close(_ task: inout Filling) {
        if !task.items.isEmpty { tasks.append(Task(items: task.items, seconds: task.ends.max() ?? 0)) }
    }

    /// A task while it is filled: each item goes to the worker that is free first.
    private struct Filling {
        var items: [Int] = []
        var ends: [Double]
        let limit: Double

        init(workers: Int, limit: Double) {
            ends = Array(repeating: 0, count: max(1, workers))
            self.limit = limit
        }

        /// - Returns: false, with nothing changed, when it does not fit.
        mutating func take(_ unit: [Int], _ all: [Item], isForced: Bool = false) -> Bool {
            var ends = ends, trained = 0.0
            for index in unit {
                let item = all[index], worker = ends.indices.min { ends[$0] < ends[$1] }!
                let begin = item.follows && unit.count > 1 ? max(ends[worker], trained) : ends[worker]
                // What is too long for any task may have an idle worker.
                guard isForced || begin + item.seconds <= limit || (ends[worker] == 0 && unit.count == 1) else { return false }
                ends[worker] = begin + item.seconds
                if !item.follows { trained = max(trained, ends[worker]) }
            }
            (self.ends, items) = (ends, items + unit)
            return true
        }
    }
}
