import Foundation

/// Seconds of CPU that the calling thread has used. On a busy machine they grow slower than the clock's.
public func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// How long a piece of work takes on one thread, in seconds of CPU.
///
/// Once unmeasured, so that memory is there and caches are warm, then again until there is something to measure; a single call is enough
/// where it is long.
public func threadSeconds(atLeast seconds: Double, _ work: () -> Void) -> Double {
    var start = threadSeconds()
    work()
    let first = threadSeconds() - start
    if first >= 8 * seconds { return first }
    var calls = 0, used = 0.0
    start = threadSeconds()
    repeat {
        work()
        calls += 1
        used = threadSeconds() - start
    } while used < seconds
    return used / Double(calls)
}
