import Dispatch
import Foundation
import Platform
import Synchronization

/// Turns Ctrl-C, SIGTERM and a closed terminal (SIGHUP) into a stop request. Another Ctrl-C after ``grace`` ends the process at
/// once (the last checkpoint stays); nothing else does, for `timeout` and service managers send their signal more than once.
public final class ShutdownSignals {
    static let grace = 1.0
    private var sources: [any DispatchSourceSignal] = []
    private var previous: [(Int32, sigaction)] = []

    public init(stop: StopSignal, onFirst: @escaping @Sendable () -> Void) {
        let sinceFirst = Mutex<Stopwatch?>(nil)
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var ignore = sigaction()
            ignore.__sigaction_handler.sa_handler = SIG_IGN
            var old = sigaction()
            sigaction(number, &ignore, &old)
            // Under nohup a closed terminal is to be ignored.
            if number == SIGHUP, unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
            previous.append((number, old))
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                let elapsed = sinceFirst.withLock { first in
                    defer { first = first ?? Stopwatch() }
                    return first?.seconds
                }
                if let elapsed {
                    if number == SIGINT, elapsed >= Self.grace { _exit(130) }
                } else {
                    stop.request()
                    onFirst()
                }
            }
            source.resume()
            sources.append(source)
        }
    }

    deinit {
        sources.forEach { $0.cancel() }
        for (number, var old) in previous { sigaction(number, &old, nil) }
    }
}
