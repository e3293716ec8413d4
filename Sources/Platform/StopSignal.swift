import Synchronization

/// A request to checkpoint and stop, raised by a signal handler and read between steps.
public final class StopSignal: Sendable {
    private let requested = Atomic<Bool>(false)
    private let parent: StopSignal?

    /// - Parameter parent: a signal that stops this one's listeners too.
    public init(parent: StopSignal? = nil) { self.parent = parent }

    public var isRequested: Bool { requested.load(ordering: .acquiring) || parent?.isRequested == true }

    public func request() { requested.store(true, ordering: .releasing) }

    /// - Throws: `Stopped` once a stop is requested.
    public func check() throws(Stopped) { if isRequested { throw Stopped() } }
}

/// Long work ended because a stop was requested, not because something is wrong.
public struct Stopped: Error, Equatable {}
