import Dispatch
import ResultsStore
import Training

/// Extends an attempt's lease while its job runs, and stops the job when the lease is lost or a cancel is asked for.
final class LeaseKeeper: @unchecked Sendable {  // the timer is set once and cancelled once
    /// What the job watches: raised with the whole sweep's stop, too.
    let stop = StopSignal()
    private let timer: any DispatchSourceTimer

    init(database: ResultsDatabase, attempt: AttemptID, leaseSeconds: Double, sweepStop: StopSignal) {
        let source = DispatchSource.makeTimerSource(queue: .global(qos: .utility))
        let stop = stop
        let beats = BeatCounter()
        source.schedule(deadline: .now() + 0.1, repeating: 0.1)
        source.setEventHandler {
            if sweepStop.isRequested { stop.request() }
            guard beats.isDue(every: Int(leaseSeconds / 4 / 0.1)) else { return }
            // A failed write is no reason to stop: the lease still has time, and the next beat tries again.
            guard let reply = try? database.heartbeat(attempt, leaseSeconds: leaseSeconds) else { return }
            if reply != .proceed { stop.request() }
        }
        source.resume()
        timer = source
    }

    func end() { timer.cancel() }
}

/// Counts timer events on the timer's own serial event handler.
private final class BeatCounter: @unchecked Sendable {  // touched by one timer's handler only
    private var events = 0

    func isDue(every count: Int) -> Bool {
        events += 1
        return events % count == 0
    }
}
