import Dispatch
import Synchronization

/// Runs the lanes of a batch on a number of threads.
///
/// How a batch is cut into lanes decides the result; how many threads run them does not: each lane's work is the same
/// whoever does it, and nothing is combined here.
public struct LanePool: Sendable, Equatable {
    /// At most this many lanes run at the same time.
    public let threads: Int

    /// - Precondition: `threads >= 1`.
    public init(threads: Int) {
        precondition(threads >= 1, "LanePool: \(threads) threads")
        self.threads = threads
    }

    /// Calls `body(lane)` once for every lane in `0..<lanes` and returns when all are done. With one thread, or one
    /// lane, everything runs on the caller, in order.
    public func run(lanes: Int, _ body: @Sendable (Int) -> Void) {
        let workers = min(threads, lanes)
        if workers <= 1 {
            for lane in 0..<max(0, lanes) { body(lane) }
            return
        }
        // Lanes are claimed one by one: a thread that the machine holds up does not hold up the others' share.
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: workers) { _ in
            while true {
                let lane = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if lane >= lanes { return }
                body(lane)
            }
        }
    }
}

/// The samples of each lane: contiguous slices of the batch that differ by at most one sample.
public func laneSlices(batch: Int, lanes: Int) -> [Range<Int>] {
    (0..<lanes).map { lane in lane * batch / lanes..<(lane + 1) * batch / lanes }
}

/// Sums `count` elements of all buffers into `buffers[0]` along a fixed binary tree: bit-identical for any number of
/// threads. The other buffers serve as scratch: what they hold afterwards is unspecified.
/// - Precondition: every buffer has at least `count` elements.
public func reduceLanes(_ buffers: [FloatBuffer], count: Int, pool: LanePool) {
    precondition(buffers.allSatisfy { $0.count >= count }, "reduceLanes: a buffer is shorter than \(count)")
    guard buffers.count > 1, count > 0 else { return }
    let chunk = laneReductionChunk
    pool.run(lanes: (count + chunk - 1) / chunk) { index in
        reduceLaneChunk(buffers, first: index * chunk, count: min(chunk, count - index * chunk))
    }
}

/// Small enough that a chunk of every buffer stays in the second-level cache while its tree is climbed.
public let laneReductionChunk = 8192

/// One chunk of `reduceLanes`, for callers that go on with it while it is in cache.
public func reduceLaneChunk(_ buffers: [FloatBuffer], first: Int, count: Int) {
    var distance = 1
    while distance < buffers.count {
        for target in stride(from: 0, to: buffers.count - distance, by: 2 * distance) {
            addInPlace(buffers[target].pointer + first, buffers[target + distance].pointer + first, count: count)
        }
        distance *= 2
    }
}
