import Dispatch
import Foundation
import Platform
import Training

/// Turns Ctrl-C, SIGTERM and a closed terminal (SIGHUP) into a stop request; a second one ends the process at once (the last checkpoint stays).
final class ShutdownSignals {
    private var sources: [any DispatchSourceSignal] = []
    private var previous: [(Int32, sigaction)] = []

    init(stop: StopSignal, onFirst: @escaping @Sendable () -> Void) {
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
                if stop.isRequested { _exit(130) }
                stop.request()
                onFirst()
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
