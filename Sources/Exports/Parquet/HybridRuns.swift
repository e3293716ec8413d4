import Foundation

/// Parquet's hybrid of run lengths and bit packing, for numbers of `bitWidth` bits.
///
/// Eight and more equal values become a run; what lies between is packed in groups of eight, the last one filled up with zeros.
/// Source: https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
func hybridRuns(_ values: [UInt32], bitWidth: Int) -> Data {
    var data = Data(), index = 0
    func runLength(_ first: Int) -> Int {
        var end = first
        while end < values.count, values[end] == values[first] { end += 1 }
        return end - first
    }
    while index < values.count {
        let run = runLength(index)
        if run >= 8 {
            data.appendVarint(UInt64(run) << 1)
            for byte in 0..<(bitWidth + 7) / 8 { data.append(UInt8(truncatingIfNeeded: values[index] >> (8 * UInt32(byte)))) }
            index += run
            continue
        }
        // Whole groups until one begins with a run.
        var end = min(index + 8, values.count)
        while end < values.count, runLength(end) < 8 { end = min(end + 8, values.count) }
        let groups = (end - index + 7) / 8
        data.appendVarint(UInt64(groups) << 1 | 1)
        data.append(packed(values[index..<end], count: 8 * groups, bitWidth: bitWidth))
        index = end
    }
    return data
}

/// The least bits first; zeros up to `count` values.
private func packed(_ values: ArraySlice<UInt32>, count: Int, bitWidth: Int) -> Data {
    var data = Data(), bits: UInt64 = 0, held = 0
    for place in 0..<count {
        let value = place < values.count ? values[values.startIndex + place] : 0
        bits |= UInt64(value) << UInt64(held)
        held += bitWidth
        while held >= 8 {
            data.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
            held -= 8
        }
    }
    return data
}
