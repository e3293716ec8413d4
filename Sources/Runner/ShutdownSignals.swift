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
    /// The time of the first signal.
    private let first = FirstSignal()

    public init(stop: StopSignal, onFirst: @escaping @Sendable () -> Void) {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var ignore = sigaction()
            ignore.__sigaction_handler.sa_handler = SIG_IGN
            var old = sigaction()
            sigaction(number, &ignore, &old)
            // Under nohup a closed terminal is to be ignored.
            if number == SIGHUP, unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self) == 1 { continue }
            previous.append((number, old))
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [first] in
                if let elapsed = first.elapsed() {
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
        // A process that was told to stop is on its way out: what comes now must not end it while it closes its database.
        if first.wasSeen { return sources.forEach { _ = Unmanaged.passRetained($0 as AnyObject) } }
        sources.forEach { $0.cancel() }
        for (number, var old) in previous { sigaction(number, &old, nil) }
    }
}

private final class FirstSignal: Sendable {
    private let watch = Mutex<Stopwatch?>(nil)

    var wasSeen: Bool { watch.withLock { $0 != nil } }

    /// Seconds since the first signal; nil for the first.
    func elapsed() -> Double? {
        watch.withLock { watch in
            defer { watch = watch ?? Stopwatch() }
            return watch?.seconds
        }
    }
}
