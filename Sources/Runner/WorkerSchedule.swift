/// Jobs that workers take one after the other, each the next when it is free.
enum WorkerSchedule {
    /// Seconds until all are done.
    /// - Parameters:
    ///   - running: what is left of jobs that workers have.
    ///   - waiting: what others take, in order.
    static func seconds(running: [Double], waiting: some Sequence<Double>, workers: Int) -> Double {
        var ends = running.sorted() + Array(repeating: 0, count: max(0, workers - running.count))
        for seconds in waiting {
            guard let first = ends.indices.min(by: { ends[$0] < ends[$1] }) else { break }
            ends[first] += seconds
        }
        return ends.max() ?? 0
    }
}
