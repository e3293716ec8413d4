import Platform

/// The samples of each lane, the slices of a batch that are worked on one by one: contiguous, and equal but for one sample. How a
/// batch is cut decides the last bits of a result; who works on a lane does not.
public func laneSlices(batch: Int, lanes: Int) -> [Range<Int>] {
    (0..<lanes).map { lane in lane * batch / lanes..<(lane + 1) * batch / lanes }
}

/// Sums `count` elements of all buffers into `buffers[0]` along a fixed binary tree: bit-identical for any number of
/// threads. The other buffers serve as scratch: what they hold afterwards is unspecified.
/// - Precondition: every buffer has at least `count` elements.
public func reduceLanes(_ buffers: [FloatBuffer], count: Int, pool: ThreadPool) {
    precondition(buffers.allSatisfy { $0.count >= count }, "reduceLanes: a buffer is shorter than \(count)")
    guard buffers.count > 1, count > 0 else { return }
    let chunk = laneReductionChunk
    pool.forEach((count + chunk - 1) / chunk) { index in
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
