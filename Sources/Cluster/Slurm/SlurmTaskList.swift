/// The number of a job in Slurm's lists: `1234`, `1234_7`, and of tasks that wait `1234_[3-9,12%4]`.
public struct SlurmTaskList: Sendable, Equatable {
    public let job: Int
    /// nil for a job that is no array.
    public let tasks: [ClosedRange<Int>]?
    /// Slurm cut the list short: there may be more.
    public let isCut: Bool

    /// nil for what is no such number.
    public init?(_ text: some StringProtocol) {
        let parts = text.trimmingBlanks.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false)
        // Of a heterogeneous job the leader counts: `1234+0`.
        guard let job = parts[0].split(separator: "+").first.flatMap({ Int($0) }), job > 0 else { return nil }
        self.job = job
        guard parts.count == 2 else {
            (tasks, isCut) = (nil, false)
            return
        }
        var rest = parts[1]
        if rest.hasPrefix("[") { rest = rest.dropFirst() }
        if rest.hasSuffix("]") { rest = rest.dropLast() }
        // How many may run at once.
        if let throttle = rest.firstIndex(of: "%") { rest = rest[..<throttle] }
        var ranges: [ClosedRange<Int>] = [], cut = false
        for part in rest.split(separator: ",", omittingEmptySubsequences: false) {
            if part.contains("...") {
                cut = true
                continue
            }
            // `0-15:4` are every fourth.
            let steps = part.split(separator: ":", omittingEmptySubsequences: false)
            let ends = steps[0].split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
            guard steps.count <= 2, ends.count <= 2, let first = ends[0], let last = ends.last!, first >= 0, first <= last else {
                return nil
            }
            let step = steps.count == 2 ? Int(steps[1]) : 1
            guard let step, step > 0, last - first < 10_000_000 else { return nil }
            if step == 1 { ranges.append(first...last) } else { ranges += stride(from: first, through: last, by: step).map { $0...$0 } }
        }
        (tasks, isCut) = (ranges, cut)
    }
}

extension StringProtocol {
    /// Without blanks at both ends.
    var trimmingBlanks: SubSequence {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return rest
    }
}
