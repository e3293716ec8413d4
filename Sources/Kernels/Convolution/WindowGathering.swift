/// Overwrites `out[count, depth.count]` with what the window sees at the output positions from `first` on: of each window, read as
/// `[window.height, window.width, channels]`, the elements of `depth`. Padding is zero.
func gatherWindows(
    _ out: Out, _ x: In, shape: MapShape, window: Window, padding: Padding, result: MapShape, first: Int, count: Int, depth: Range<Int>
) {
    let (channels, line) = (shape.channels, window.width * shape.channels)
    var (row, column) = ((first / result.width) % result.height, first % result.width)
    var sample = first / (result.width * result.height)
    for position in 0..<count {
        let target = out + position * depth.count
        let (top, left) = (row * window.stride - padding.top, column * window.stride - padding.left)
        // The part of a window's line that lies in the maps.
        let inside = max(0, -left) * channels..<max(max(0, -left), min(window.width, shape.width - left)) * channels
        let maps = x + sample * shape.sampleCount
        var at = depth.lowerBound
        while at < depth.upperBound {
            let tap = at / line
            let (from, to) = (at - tap * line, min(line, depth.upperBound - tap * line))
            let place = target + (at - depth.lowerBound)
            if top + tap >= 0, top + tap < shape.height {
                let (begin, end) = (min(max(from, inside.lowerBound), to), max(min(to, inside.upperBound), from))
                copyLine(
                    place, maps + ((top + tap) * shape.width + left) * channels + from, count: to - from, begin: begin - from,
                    end: max(begin, end) - from)
            } else {
                clear(place, to - from)
            }
            at += to - from
        }
        column += 1
        if column == result.width { (column, row) = (0, row + 1) }
        if row == result.height { (row, sample) = (0, sample + 1) }
    }
}

/// `out[begin..<end] = x[begin..<end]`, zero in the rest of `out[count]`.
@inline(__always)
private func copyLine(_ out: Out, _ x: In, count: Int, begin: Int, end: Int) {
    if begin > 0 { clear(out, begin) }
    if end > begin { copy(out + begin, x + begin, end - begin) }
    if end < count { clear(out + end, count - end) }
}

@inline(__always)
private func clear(_ out: Out, _ count: Int) { for i in 0..<count { out[i] = 0 } }

/// Lines are often shorter than a call is worth.
@inline(__always)
private func copy(_ out: Out, _ x: In, _ count: Int) {
    var i = 0
    while i + 16 <= count {
        out.store16(x.load16(i), i)
        i = i + 16
    }
    if i + 8 <= count {
        out.store8(x.load8(i), i)
        i = i + 8
    }
    while i < count {
        out[i] = x[i]
        i = i + 1
    }
}
