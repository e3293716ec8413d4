import Foundation

/// A lock whose holders wait for one another, and no longer once a stop is requested.
public final class StoppableCondition: Sendable {
    private let condition = NSCondition()
    private let stop: StopSignal

    public init(stop: StopSignal) {
        self.stop = stop
        stop.onRequest { [condition] in condition.withLock { condition.broadcast() } }
    }

    /// What `body` finds under the lock, tried again with every change until it finds something; nil after a stop.
    public func wait<Value>(for body: () -> Value?) -> Value? {
        condition.lock()
        defer { condition.unlock() }
        while !stop.isRequested {
            if let found = body() { return found }
            condition.wait()
        }
        return nil
    }

    /// Changes under the lock what others wait for.
    public func change(_ body: () -> Void) {
        condition.withLock {
            body()
            condition.broadcast()
        }
    }
}
