import Kernels
import Synchronization

/// Working memory for threads: as much as there are threads at work, used again.
final class Workspaces<Space: Sendable>: Sendable {
    private let free = Mutex<[Space]>([])
    private let make: @Sendable () -> Space

    init(_ make: @escaping @Sendable () -> Space) { self.make = make }

    /// Lends `body` a space that nobody else has.
    func with(_ body: (Space) -> Void) {
        let space = free.withLock { $0.popLast() } ?? make()
        body(space)
        free.withLock { $0.append(space) }
    }
}

/// What one thread needs for a chunk of rows.
struct RowSpace: Sendable {
    let matrix = MatrixScratch(gradientInputs: 0)
    /// [chunk, width]
    let normed: FloatBuffer
    /// [chunk, hidden]
    let hidden: FloatBuffer

    init(rows: Int, shape: TransformerShape) {
        normed = FloatBuffer(count: rows * shape.width)
        hidden = FloatBuffer(count: rows * shape.hidden)
    }
}
