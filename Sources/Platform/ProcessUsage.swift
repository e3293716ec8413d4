import Foundation

/// What this process has used so far.
public struct ProcessUsage: Sendable {
    /// User and system time of all threads.
    public let cpuSeconds: Double
    /// The largest resident set.
    public let peakBytes: Int

    public static var current: ProcessUsage {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) * 1e-6 }
        return ProcessUsage(cpuSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime), peakBytes: usage.ru_maxrss * 1024)
    }
}
