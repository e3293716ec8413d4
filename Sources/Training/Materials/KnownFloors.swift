import Synchronization

/// Floors by number of images: computed once, whoever asks first, while others wait.
final class KnownFloors<Floor: Sendable, Failure: Error>: Sendable {
    private let known = Mutex([Int: Floor?]())
    private let make: @Sendable (Int) throws(Failure) -> Floor?

    init(_ make: @escaping @Sendable (Int) throws(Failure) -> Floor?) { self.make = make }

    @Sendable func of(_ images: Int) throws(Failure) -> Floor? {
        try known.withLock { known throws(Failure) in
            if let floor = known[images] { return floor }
            let made = try make(images)
            known[images] = .some(made)
            return made
        }
    }
}
