import Synchronization

/// A request to checkpoint and stop, raised by a signal handler and read between steps.
public final class StopSignal: Sendable {
    private let requested = Atomic<Bool>(false)
    private let parent: StopSignal?
    private let listeners = Mutex<[@Sendable () -> Void]>([])

    /// - Parameter parent: a signal that stops this one's listeners too.
    public init(parent: StopSignal? = nil) { self.parent = parent }

    public var isRequested: Bool { requested.load(ordering: .acquiring) || parent?.isRequested == true }

    public func request() {
        requested.store(true, ordering: .releasing)
        for listener in listeners.withLock({ $0 }) { listener() }
    }

    /// - Throws: `Stopped` once a stop is requested.
    public func check() throws(Stopped) { if isRequested { throw Stopped() } }

    /// Calls `body` with every later request, this one's and its parent's.
    func onRequest(_ body: @escaping @Sendable () -> Void) {
        listeners.withLock { $0.append(body) }
        parent?.onRequest(body)
    }
}

/// Long work ended because a stop was requested, not because something is wrong.
public struct Stopped: Error, Equatable {}
