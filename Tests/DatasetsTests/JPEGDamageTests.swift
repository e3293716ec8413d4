import CJPEG
import Foundation
import Testing

@testable import Datasets

/// What libjpeg-turbo itself says of a file: nothing, a warning or an error.
private func decoderVerdict(_ data: Data) -> (warns: Bool, fails: Bool) {
    let decoder = tjInitDecompress()
    defer { tjDestroy(decoder) }
    return data.withUnsafeBytes { bytes in
        let start = bytes.bindMemory(to: UInt8.self).baseAddress!
        var (width, height, sampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        let header = tjDecompressHeader3(decoder, start, UInt(bytes.count), &width, &height, &sampling, &space)
        if header != 0, tjGetErrorCode(decoder) != Int32(TJERR_WARNING.rawValue) { return (false, true) }
        var pixels = [UInt8](repeating: 0, count: Int(width) * Int(height) * 3)
        let result = tjDecompress2(decoder, start, UInt(bytes.count), &pixels, width, 0, height, Int32(TJPF_RGB.rawValue), 0)
        if result != 0, tjGetErrorCode(decoder) != Int32(TJERR_WARNING.rawValue) { return (false, true) }
        return (header != 0 || result != 0, false)
    }
}

private func damage(_ data: Data) -> JPEGDamage? { data.withUnsafeBytes { JPEGCompleteness.damage(in: $0) } }

/// Places of markers of a kind, in the file as a whole.
private func places(_ marker: UInt8, in data: Data) -> [Int] {
    data.indices.dropLast().filter { data[$0] == 0xFF && data[$0 + 1] == marker }
}

func pictureFixture(_ name: String) throws -> Data {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try Data(contentsOf: folder.appendingPathComponent("Fixtures/pictures/\(name)"))
}

@Suite("Damaged JPEGs")
struct JPEGDamageTests {
    /// Baseline and progressive, grey, with all three samplings, with and without restart markers.
    static let whole: [Data] = {
        let sizes = [(8, 8), (17, 33), (40, 24)]
        let plain = sizes.flatMap { width, height in
            [TJSAMP_444, TJSAMP_422, TJSAMP_420, TJSAMP_440, TJSAMP_411].flatMap { sampling in
                [false, true].map {
                    encodeJPEG(busyImage(width: width, height: height), quality: 80, progressive: $0, subsampling: sampling)
                }
            } + [encodeJPEG(busyImage(width: width, height: height, channels: 1), quality: 80)]
        }
        return plain + ["restart.jpg", "restart-progressive.jpg", "progressive.jpg"].map { try! pictureFixture($0) }
    }()

    private func problem(_ data: Data) -> String? {
        do {
            _ = try PixelImage.decode(data)
            return nil
        } catch { return "\(error)" }
    }

    @Test("A whole file is complete, and no cut-off part of it is", arguments: whole.indices)
    func truncation(number: Int) throws {
        let data = Self.whole[number], start = places(JPEGMarkers.startOfScan, in: data)[0]
        #expect(damage(data) == nil)
        for end in stride(from: start, to: data.count - 1, by: max(1, data.count / 40)) {
            #expect(damage(data.prefix(end)) != nil, "cut at \(end) of \(data.count)")
            // With an end marker put after the cut only pixels tell; libjpeg warns of them. Scans of a progressive file may end early.
            let ended = data.prefix(end) + [0xFF, 0xD9], verdict = decoderVerdict(ended)
            if !verdict.fails { #expect((damage(ended) != nil) == verdict.warns, "ended at \(end) of \(data.count)") }
        }
    }

    @Test("Bytes that are turned give no other verdict than libjpeg's, where it sees one", arguments: whole.indices)
    func corruption(number: Int) throws {
        let data = Self.whole[number], start = places(JPEGMarkers.startOfScan, in: data)[0] + 14
        var seen = 0
        for place in stride(from: start, to: data.count - 2, by: max(1, data.count / 60)) {
            var bad = data
            bad[place] ^= 0x5A
            let verdict = decoderVerdict(bad)
            guard !verdict.fails, verdict.warns else { continue }
            seen += 1
            // Left-over bytes before a marker are the one warning that costs nothing by itself.
            #expect(damage(bad) != nil || problem(bad) == nil)
        }
        #expect(seen > 0 || data.count < 900)
    }

    @Test("Stray bytes between segments cost nothing; what is cut off behind them does", arguments: whole.indices)
    func strayBytes(number: Int) throws {
        let data = Self.whole[number]
        var odd = data
        odd.insert(contentsOf: [0x11, 0x22, 0x33, 0x44], at: places(0xDB, in: data)[0])
        #expect(try PixelImage.decode(odd) == PixelImage.decode(data))
        #expect(problem(odd.prefix(odd.count - 12))?.contains("damaged or truncated JPEG") == true)
    }

    @Test("Stray bytes before a restart marker pass, and do not hide a missing end", arguments: ["restart.jpg", "restart-progressive.jpg"])
    func restarts(name: String) throws {
        let data = try pictureFixture(name), restart = places(0xD1, in: data)[0]
        var odd = data
        odd.insert(contentsOf: Array(repeating: 0x55, count: 20), at: restart)
        #expect(decoderVerdict(odd).warns)
        #expect(try PixelImage.decode(odd) == PixelImage.decode(data))
        let cut = problem(odd.prefix(odd.count * 6 / 10)) ?? ""
        #expect(
            cut == "damaged or truncated JPEG (the data of a scan end too early)" || cut.contains("(the file ends before its end marker)"))
        // What libjpeg refuses further on without the stray bytes is refused behind them. (It says nothing of blocks that run over.)
        var lost = 0
        for start in stride(from: restart + 2, to: data.count - 60, by: 23) {
            var (clean, hidden) = (data, odd)
            clean.removeSubrange(start..<(start + 40))
            hidden.removeSubrange((start + 20)..<(start + 60))
            let verdict = decoderVerdict(clean)
            lost += problem(clean) == nil ? 0 : 1
            #expect(verdict.fails || problem(clean) == nil || problem(hidden) != nil, "gap at \(start)")
        }
        #expect(lost > 5)
    }

    @Test("Phones that write wrong numbers into the scan's header are read as they are meant")
    func scanHeader() throws {
        let data = encodeJPEG(busyImage(width: 40, height: 24)), scan = places(JPEGMarkers.startOfScan, in: data)[0]
        let length = Int(data[scan + 2]) << 8 | Int(data[scan + 3])
        var odd = data
        odd[scan + 2 + length - 2] = 0
        #expect(decoderVerdict(odd).warns)
        #expect(try PixelImage.decode(odd) == PixelImage.decode(data))
        #expect(problem(odd.prefix(odd.count - 30)) == "damaged or truncated JPEG (the data of a scan end too early)")
        #expect(problem(data.prefix(data.count - 30)) == "damaged or truncated JPEG (Premature end of JPEG file)")
        #expect(problem(data.dropLast(2)) == "damaged or truncated JPEG (Premature end of JPEG file)")
    }

    @Test("Other headers' oddities, and bytes behind the end, cost nothing")
    func headers() throws {
        let data = encodeJPEG(busyImage(width: 40, height: 24)), plain = try PixelImage.decode(data)
        var future = data
        future[places(0xE0, in: data)[0] + 9] = 3  // JFIF's major version
        #expect(try PixelImage.decode(future) == plain)
        #expect(try PixelImage.decode(data + Array(repeating: 0x20, count: 300)) == plain)
        for (bytes, isIrregular) in [(data, false), (future, true), (data.dropLast(2), true), (data + [1, 2, 3], false)] {
            #expect(ImageOutline(bytes).isIrregular == isIrregular)
        }
    }

    @Test("Of whatever bytes the walk says something, and does not trap")
    func anyBytes() {
        var state: UInt64 = 1
        func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33)
        }
        for whole in Self.whole {
            for _ in 0..<200 {
                var data = whole
                for _ in 0..<(1 + next() % 6) { data[next() % data.count] = UInt8(next() % 256) }
                _ = damage(data)
                _ = ImageOutline(data)
            }
        }
    }
}
