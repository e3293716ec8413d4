import Dispatch
import Foundation
import Platform
import Synchronization

/// Turns what Slurm sends before it ends a task into a stop request: SIGUSR1 ahead of the time limit, SIGTERM for all else.
final class TaskSignals: Sendable {
    private let seen = Mutex<Int32?>(nil)
    private nonisolated(unsafe) let sources: [any DispatchSourceSignal]  // set once, kept as long as this

    /// The first that came.
    var first: Int32? { seen.withLock { $0 } }

    init(stop: StopSignal) {
        let numbers = [SIGUSR1, SIGTERM, SIGINT, SIGHUP]
        sources = numbers.map { number in
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        for (source, number) in zip(sources, numbers) {
            source.setEventHandler { [self] in
                seen.withLock { $0 = $0 ?? number }
                stop.request()
            }
            source.resume()
        }
    }
}
