import Dispatch
import Platform
import ResultsStore
import Synchronization
import Training

/// Extends an attempt's lease while its job runs, and stops the job when the lease is lost, a cancel is asked for or its
/// time is over.
final class LeaseKeeper: Sendable {
    enum Cause { case timeout, cancelled, lost }

    /// What the job watches: raised with the whole sweep's stop, too.
    let stop: StopSignal
    private let found = Mutex<Cause?>(nil)
    private nonisolated(unsafe) let timer: any DispatchSourceTimer  // set once, cancelled once

    /// - Parameter timeLimit: seconds that this attempt may run, not counting those the machine sleeps.
    init(attempt: Attempt, leaseSeconds: Double, timeLimit: Double?, sweepStop: StopSignal) {
        stop = StopSignal(parent: sweepStop)
        timer = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
        let interval = min(leaseSeconds / 4, timeLimit.map { max(0.05, $0 / 4) } ?? .infinity)
        let start = SuspendingClock.now
        let lastBeat = BeatTime(start)
        timer.schedule(deadline: .now() + interval, repeating: interval)
        timer.setEventHandler { [self] in
            if let timeLimit, SuspendingClock.now - start > .seconds(timeLimit) { end(for: .timeout) }
            guard lastBeat.isDue(every: 0.9 * leaseSeconds / 4) else { return }
            // A failed write is no reason to stop: the next beat tries again, and while this process lives nobody on
            // this machine takes its jobs.
            switch try? attempt.heartbeat() {
            case .lost: end(for: .lost)
            case .cancelRequested: end(for: .cancelled)
            case .proceed, nil: break
            }
        }
        timer.resume()
    }

    /// Why the job was stopped, when it was this keeper that stopped it.
    var cause: Cause? { found.withLock { $0 } }

    func end() { timer.cancel() }

    private func end(for cause: Cause) {
        found.withLock { $0 = $0 ?? cause }
        stop.request()
    }
}

private final class BeatTime: @unchecked Sendable {  // touched by one timer's handler only
    private var last: SuspendingClock.Instant

    init(_ start: SuspendingClock.Instant) { last = start }

    func isDue(every seconds: Double) -> Bool {
        guard SuspendingClock.now - last >= .seconds(seconds) else { return false }
        last = .now
        return true
    }
}
