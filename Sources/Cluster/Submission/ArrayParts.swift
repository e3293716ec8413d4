extension SubmissionManifest.Part {
    /// Cuts tasks into arrays of at most so many, the first `preparing` of them in arrays that end before the others begin.
    ///
    /// - Parameter maxRunning: tasks at once over all arrays. Where there are more arrays than that, an array waits for an earlier one.
    static func cut(tasks: Int, preparing: Int, largest: Int, maxRunning: Int?) -> [SubmissionManifest.Part] {
        func ranges(_ all: Range<Int>) -> [Range<Int>] {
            stride(from: all.lowerBound, to: all.upperBound, by: largest).map { $0..<min($0 + largest, all.upperBound) }
        }
        var parts: [SubmissionManifest.Part] = []
        for (all, before) in [(0..<preparing, 0), (preparing..<tasks, ranges(0..<preparing).count)] {
            let arrays = ranges(all), lanes = min(maxRunning ?? .max, arrays.count), first = parts.count
            for (index, range) in arrays.enumerated() {
                // Lanes that are one wider share out the remainder.
                let throttle = maxRunning.map { $0 / lanes + (index % lanes < $0 % lanes ? 1 : 0) }
                parts.append(
                    SubmissionManifest.Part(
                        first: range.lowerBound, count: range.count, throttle: throttle.map { min($0, range.count) },
                        after: (index < lanes ? [] : [first + index - lanes]) + Array(0..<before)))
            }
        }
        return parts
    }
}
