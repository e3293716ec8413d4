import Platform
import Synchronization
import TestSupport
import Testing

@testable import TextEncoding

/// Rows of the caption's length, as many as it has words; counts how often it is asked.
private final class CountingEncoder: FrozenTextEncoder {
    let identity = "counting"
    let maximumTokens = 4
    let width = 3
    let asked = Mutex(0)

    func encode(_ caption: String, into out: UnsafeMutablePointer<Float>) {
        asked.withLock { $0 += 1 }
        let rows = min(maximumTokens, caption.split(separator: " ").count)
        for i in 0..<maximumTokens * width { out[i] = i < rows * width ? Float(caption.count) + Float(i) : 0 }
    }

    func tokens(_ caption: String) -> [String] { caption.split(separator: " ").map(String.init) }
    func truncates(_ caption: String) -> Bool { tokens(caption).count > maximumTokens }
    var portable: PortableTextEncoder { PortableTextEncoder(.contexts, vocabulary: [], tensors: []) }
    func unknownWords(in caption: String) -> [String] { [] }
}

extension FrozenTextEncoder {
    fileprivate func encoded(_ caption: String) -> [Float] {
        let rows = encodeAll([caption])
        return Array(UnsafeBufferPointer(start: rows.readPointer, count: rows.count))
    }
}

@Suite struct RememberedTextEncoderTests {
    private let captions = (0..<150).map { String(repeating: "word ", count: $0 % 6) + "\($0 % 100)" }

    @Test("Gives the encoder's own rows, and asks it once a caption")
    func remembers() throws {
        let encoder = CountingEncoder()
        let remembered = try RememberedTextEncoder(encoder, captions: captions, mostBytes: 1 << 20, stop: StopSignal())
        let distinct = Set(captions + [""]).count
        #expect(encoder.asked.withLock { $0 } == distinct)
        #expect(remembered.forgotten == 0)
        let own = CountingEncoder()
        for caption in captions + [""] { #expect(remembered.encoded(caption) == own.encoded(caption)) }
        #expect(encoder.asked.withLock { $0 } == distinct)
        #expect(remembered.encoded("never seen") == own.encoded("never seen"))
        #expect(encoder.asked.withLock { $0 } == distinct + 1)
    }

    @Test("What there is no room for is encoded anew")
    func forgets() throws {
        let encoder = CountingEncoder()
        let remembered = try RememberedTextEncoder(encoder, captions: captions, mostBytes: 400, stop: StopSignal())
        #expect(remembered.forgotten == Set(captions + [""]).count - 64)
        let own = CountingEncoder()
        for caption in captions { #expect(remembered.encoded(caption) == own.encoded(caption)) }
    }

    @Test("A stop ends the reading")
    func stops() {
        let stop = StopSignal()
        stop.request()
        #expect(throws: Stopped.self) { try RememberedTextEncoder(CountingEncoder(), captions: captions, mostBytes: 1, stop: stop) }
    }
}
