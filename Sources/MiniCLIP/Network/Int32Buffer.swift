/// Owned whole numbers, zero at birth.
///
/// `@unchecked Sendable`: the address never changes; writers must not overlap in time with other users.
final class Int32Buffer: @unchecked Sendable {
    let pointer: UnsafeMutablePointer<Int32>

    init(count: Int) {
        pointer = .allocate(capacity: max(count, 1))
        pointer.initialize(repeating: 0, count: max(count, 1))
    }

    deinit { pointer.deallocate() }
}
