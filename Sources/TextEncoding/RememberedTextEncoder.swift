import Kernels
import Platform

/// An encoder that has read a data set's captions beforehand. What it gives is the encoder's own, bit for bit; captions that it
/// has not read are encoded when they are asked for.
public final class RememberedTextEncoder: FrozenTextEncoder {
    private let encoder: any FrozenTextEncoder
    /// Rows of each caption without the zeros at its end.
    private let known: [String: [Float]]
    /// Captions for which there was no room.
    public let forgotten: Int

    /// Captions encoded together.
    private static let batch = 64

    /// - Parameters:
    ///   - mostBytes: of what is kept; captions beyond it are encoded anew each time.
    ///   - report: how many of the distinct captions are done.
    /// - Throws: `Stopped`.
    public init(
        _ encoder: any FrozenTextEncoder, captions: some Sequence<String>, mostBytes: Int, stop: StopSignal,
        report: (_ done: Int, _ of: Int) -> Void = { _, _ in }
    ) throws(Stopped) {
        self.encoder = encoder
        var seen: Set<String> = [""], distinct = [""]
        for caption in captions where seen.insert(caption).inserted { distinct.append(caption) }
        let elements = encoder.maximumTokens * encoder.width
        let rows = FloatBuffer(count: Self.batch * elements)
        var known: [String: [Float]] = [:], bytes = 0
        known.reserveCapacity(distinct.count)
        for first in stride(from: 0, to: distinct.count, by: Self.batch) {
            guard bytes < mostBytes else { break }
            try stop.check()
            let batch = Array(distinct[first..<min(first + Self.batch, distinct.count)])
            encoder.encode(batch, into: rows.pointer)
            for (row, caption) in batch.enumerated() {
                let values = UnsafeBufferPointer(start: rows.pointer + row * elements, count: elements)
                let kept = Array(values[...(values.lastIndex { $0 != 0 } ?? 0)])
                bytes += kept.count * MemoryLayout<Float>.stride
                known[caption] = kept
            }
            report(first + batch.count, distinct.count)
        }
        self.known = known
        forgotten = distinct.count - known.count
    }

    public var identity: String { encoder.identity }
    public var maximumTokens: Int { encoder.maximumTokens }
    public var width: Int { encoder.width }
    public var knowsNamesOnly: Bool { encoder.knowsNamesOnly }
    public var retrieval: [RetrievalAccuracy] { encoder.retrieval }
    public var portable: PortableTextEncoder { encoder.portable }
    public func tokens(_ caption: String) -> [String] { encoder.tokens(caption) }
    public func truncates(_ caption: String) -> Bool { encoder.truncates(caption) }
    public func unknownWords(in caption: String) -> [String] { encoder.unknownWords(in: caption) }

    public func encode(_ caption: String, into out: UnsafeMutablePointer<Float>) {
        guard let values = known[caption] else { return encoder.encode(caption, into: out) }
        values.withUnsafeBufferPointer { out.update(from: $0.baseAddress!, count: $0.count) }
        (out + values.count).update(repeating: 0, count: maximumTokens * width - values.count)
    }
}
