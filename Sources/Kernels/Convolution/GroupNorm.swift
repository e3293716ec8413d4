import Platform

/// `out = activation((x - mean) / sqrt(variance + epsilon) * scale + shift)`, mean and variance over all positions and the channels of a
/// group, sample by sample. Overwrites; `out` may be `x`.
///
/// Moments are taken in blocks of positions that stay in cache, and put together in double precision in the order of the blocks: a group
/// far from zero loses nothing, and the bits do not depend on the threads.
/// - Parameter scale: `[channels]`, as `shift`.
public func groupNormForward(
    _ out: Out, _ x: In, scale: In, shift: In, groups: Int, epsilon: Double, activation: Activation = .identity, shape: MapShape,
    pool: ThreadPool, buffers: SpareBuffers
) {
    precondition(shape.channels % groups == 0, "\(shape.channels) channels in \(groups) groups")
    let (channels, positions) = (shape.channels, shape.height * shape.width)
    let blocks = (positions + momentRows - 1) / momentRows
    let moments = buffers.take(2 * shape.batch * blocks * channels)
    let factors = buffers.take(2 * shape.batch * channels)
    let rows = UncheckedRows(out: out, x: x)
    let weights = UncheckedRows(out: factors.pointer, x: moments.readPointer)
    let (partial, parameters) = (
        UncheckedRows(out: moments.pointer, x: x), (UncheckedRows(out: out, x: scale), UncheckedRows(out: out, x: shift))
    )
    pool.forEach(shape.batch * blocks) { index in
        let (sample, block) = index.quotientAndRemainder(dividingBy: blocks)
        let first = block * momentRows
        blockMoments(
            partial.out + 2 * index * channels, partial.x + sample * shape.sampleCount + first * channels,
            rows: min(momentRows, positions - first), width: channels)
    }
    for sample in 0..<shape.batch {
        groupFactors(
            weights.out + 2 * sample * channels, moments: weights.x + 2 * sample * blocks * channels, scale: parameters.0.x,
            shift: parameters.1.x,
            positions: positions, channels: channels, groups: groups, epsilon: epsilon)
    }
    pool.forEach(shape.batch * blocks) { index in
        let (sample, block) = index.quotientAndRemainder(dividingBy: blocks)
        let first = sample * positions + block * momentRows
        let (count, factors) = (min(momentRows, positions - block * momentRows), In(weights.out) + 2 * sample * channels)
        for row in first..<first + count {
            let (target, source) = (rows.out + row * channels, rows.x + row * channels)
            forEachVector(channels) { i, lanes in
                target.store((factors + channels).load(i, lanes).addingProduct(source.load(i, lanes), factors.load(i, lanes)), i, lanes)
            }
            activate(target, activation, rows: 1, width: channels, stride: 0)
        }
    }
    buffers.give(moments)
    buffers.give(factors)
}

/// Positions of a block.
private let momentRows = 64

/// Of every column of `x[rows, width]` the mean, then the sum of squared differences from it: `out[2, width]`.
private func blockMoments(_ out: Out, _ x: In, rows: Int, width: Int) {
    forEachVector(width) { i, lanes in
        var sum = Float8()
        for row in 0..<rows { sum += x.load(row * width + i, lanes) }
        let mean = sum / Float(rows)
        var squares = Float8()
        for row in 0..<rows {
            let difference = x.load(row * width + i, lanes) - mean
            squares = squares.addingProduct(difference, difference)
        }
        out.store(mean, i, lanes)
        out.store(squares, width + i, lanes)
    }
}

/// What a channel is multiplied with and what is added then: `out[2, channels]`, from the moments `[blocks, 2, channels]`.
///
/// Source of the combination: Chan, Golub & LeVeque, Updating Formulae and a Pairwise Algorithm for Computing Sample Variances (1979).
private func groupFactors(
    _ out: Out, moments: In, scale: In, shift: In, positions: Int, channels: Int, groups: Int, epsilon: Double
) {
    let size = channels / groups
    for group in 0..<groups {
        let members = group * size..<(group + 1) * size
        let total = Double(positions * size)
        var (sum, first) = (0.0, 0)
        while first < positions {
            let (means, count) = (moments + first / momentRows * 2 * channels, Double(min(momentRows, positions - first)))
            for channel in members { sum += count * Double(means[channel]) }
            first += momentRows
        }
        let mean = sum / total
        var squares = 0.0
        first = 0
        while first < positions {
            let (means, count) = (moments + first / momentRows * 2 * channels, Double(min(momentRows, positions - first)))
            for channel in members {
                let difference = Double(means[channel]) - mean
                squares += Double(means[channels + channel]) + count * difference * difference
            }
            first += momentRows
        }
        let reciprocal = 1 / (squares / total + epsilon).squareRoot()
        for channel in members {
            let factor = Double(scale[channel]) * reciprocal
            out[channel] = Float(factor)
            out[channels + channel] = Float(Double(shift[channel]) - mean * factor)
        }
    }
}
