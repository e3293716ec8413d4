import CJPEG
import Foundation
import Testing

@testable import Datasets

@Suite("Pixel images")
struct PixelImageTests {
    @Test("PNG keeps every pixel, and equal images give equal bytes", arguments: [1, 3, 4])
    func pngRoundTrip(channels: Int) throws {
        let image = smoothImage(width: 37, height: 21, channels: channels)
        let bytes = try image.encodePNG()
        #expect(try PixelImage.decodePNG(bytes) == image)
        #expect(try PixelImage.decode(bytes) == image)
        #expect(try image.encodePNG() == bytes)
    }

    @Test("A contact sheet comes apart into the pictures that it was made of, and not into another number", arguments: [1, 7, 8, 9, 16])
    func tiles(count: Int) {
        let pictures = (0..<count).map { PixelImage(width: 5, height: 5, colour: [UInt8(10 * $0), 0, 255]) }
        let sheet = PixelImage.grid(pictures, columns: 8, padding: 2)
        #expect(sheet.tiles(count: count, columns: 8, padding: 2) == pictures)
        #expect(sheet.tiles(count: count + 8, columns: 8, padding: 2) == nil)
        #expect(sheet.tiles(count: 0, columns: 8, padding: 2) == nil)
        #expect(sheet.tiles(count: count, columns: 8, padding: 90) == nil)
    }

    @Test("A 16-bit PNG reads as its 8-bit twin, not brightened")
    func sixteenBits() throws {
        let linear: [UInt16] = [0, 0x8080, 0xFFFF, 0x1111, 0x4040, 0xC0C0]
        let png = rawPNG(width: 6, height: 1, bitDepth: 16, colourType: 0, rows: [linear.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }])
        let image = try PixelImage.decodePNG(png)
        #expect(image.channels == 1)
        #expect(image.pixels == [0, 0x80, 0xFF, 0x11, 0x40, 0xC0])
    }

    @Test("A palette PNG reads as colours, with transparency as alpha")
    func palette() throws {
        let colours: [UInt8] = [255, 0, 0, 0, 255, 0, 0, 0, 255]
        let opaque = rawPNG(width: 4, height: 1, bitDepth: 8, colourType: 3, rows: [[0, 1, 2, 0]], palette: colours)
        #expect(
            try PixelImage.decodePNG(opaque)
                == PixelImage(width: 4, height: 1, channels: 3, pixels: [255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 0, 0]))
        let clear = rawPNG(width: 2, height: 1, bitDepth: 8, colourType: 3, rows: [[0, 1]], palette: colours, transparency: [0, 255])
        let image = try PixelImage.decodePNG(clear)
        #expect(image.channels == 4)
        #expect(image.overWhite().pixels == [255, 255, 255, 0, 255, 0])
    }

    @Test("Grey with alpha lies over white")
    func greyAlpha() throws {
        let png = rawPNG(width: 3, height: 1, bitDepth: 8, colourType: 4, rows: [[0, 255, 0, 0, 100, 128]])
        let image = try PixelImage.decodePNG(png)
        #expect(image.channels == 4)
        #expect(image.overWhite().pixels == [0, 0, 0, 255, 255, 255, 177, 177, 177])
    }

    @Test(
        "JPEG, baseline and progressive, grey and colour, comes close to what was stored", arguments: [(1, false), (3, false), (3, true)])
    func jpeg(channels: Int, progressive: Bool) throws {
        let image = smoothImage(width: 40, height: 24, channels: channels)
        let decoded = try PixelImage.decode(encodeJPEG(image, quality: 98, progressive: progressive))
        #expect(decoded.width == 40 && decoded.height == 24 && decoded.channels == 3)
        let worst = zip(decoded.pixels, image.asRGB().pixels).map { abs(Int($0) - Int($1)) }.max()!
        #expect(worst <= 12)
    }

    @Test("A CMYK JPEG, stored inverted as usual, reads as its colours")
    func cmyk() throws {
        // No ink at all is 255 everywhere: white. Full cyan: 0, 255, 255, 255. Half black alone: 255, 255, 255, 128.
        for (ink, colour) in [
            ([255, 255, 255, 255], [255, 255, 255]), ([0, 255, 255, 255], [0, 255, 255]), ([255, 255, 255, 128], [128, 128, 128]),
        ] as [([UInt8], [UInt8])] {
            let encoder = tjInitCompress()
            defer { tjDestroy(encoder) }
            var bytes: UnsafeMutablePointer<UInt8>?
            var size: UInt = 0
            let pixels = (0..<64).flatMap { _ in ink }
            #expect(tjCompress2(encoder, pixels, 8, 0, 8, Int32(TJPF_CMYK.rawValue), &bytes, &size, Int32(TJSAMP_444.rawValue), 95, 0) == 0)
            defer { tjFree(bytes) }
            let image = try PixelImage.decode(Data(bytes: bytes!, count: Int(size)))
            #expect(zip(image.pixels.prefix(3), colour).allSatisfy { abs(Int($0) - Int($1)) <= 3 }, "\(image.pixels.prefix(3))")
        }
    }

    @Test("Damaged and foreign bytes say what they are")
    func damaged() throws {
        func problem(_ data: Data) -> ImageProblem? {
            do {
                _ = try PixelImage.decode(data)
                return nil
            } catch DatasetError.badImage(_, let problem) {
                return problem
            } catch {
                return nil
            }
        }
        let png = try smoothImage(width: 64, height: 64).encodePNG(), jpeg = encodeJPEG(smoothImage(width: 64, height: 64))
        for cut in [png.prefix(20), png.prefix(png.count / 2)] {
            guard case .corrupt("PNG", _) = problem(Data(cut)) else { Issue.record("not noticed: \(cut.count) bytes of PNG"); continue }
        }
        for cut in [jpeg.prefix(20), jpeg.prefix(jpeg.count / 2), jpeg.prefix(jpeg.count - 200)] {
            guard case .corrupt("JPEG", _) = problem(Data(cut)) else { Issue.record("not noticed: \(cut.count) bytes of JPEG"); continue }
        }
        var flipped = png
        flipped[flipped.count / 2] ^= 0x55
        guard case .corrupt("PNG", _) = problem(flipped) else { Issue.record("a flipped byte was not noticed"); return }
        #expect(problem(Data()) == .empty)
        #expect(problem(Data("GIF89a...".utf8)) == .notAnImage(firstBytes: [0x47, 0x49, 0x46, 0x38]))
        #expect(
            DatasetError.badImage(path: "a/b.png", problem: .notAnImage(firstBytes: [0x47, 0x49, 0x06, 0x38])).description
                == "a/b.png: not a PNG or JPEG image (it begins with bytes 47 49 06 38)")
    }

    @Test("Absurd sizes are refused before any memory is taken")
    func absurdSize() throws {
        let huge = rawPNG(width: 100_000, height: 100_000, bitDepth: 8, colourType: 2, rows: [])
        #expect(throws: DatasetError.badImage(path: nil, problem: .tooLarge(width: 100_000, height: 100_000, limit: 100_000_000))) {
            try PixelImage.decode(huge)
        }
        #expect(
            ImageProblem.tooLarge(width: 100_000, height: 100_000, limit: 100_000_000).description
                == "100000 x 100000 pixels; at most 100000000 pixels per image are read")
        var jpeg = encodeJPEG(smoothImage(width: 16, height: 16))
        // The frame header holds height and width after its marker FF C0, length and precision.
        let frame = jpeg.firstRange(of: Data([0xFF, 0xC0]))!.lowerBound
        for (offset, byte) in [(5, 0xFF), (6, 0xDC), (7, 0xFF), (8, 0xDC)] { jpeg[frame + offset] = UInt8(byte) }
        #expect(throws: DatasetError.badImage(path: nil, problem: .tooLarge(width: 65_500, height: 65_500, limit: 100_000_000))) {
            try PixelImage.decode(jpeg)
        }
    }

    @Test("The centre crop keeps the middle")
    func crop() {
        let wide = PixelImage(width: 5, height: 2, channels: 1, pixels: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
        #expect(wide.centreCropped().pixels == [1, 2, 6, 7])
        let high = PixelImage(width: 1, height: 4, channels: 1, pixels: [0, 1, 2, 3])
        #expect(high.centreCropped().pixels == [1])
    }

    @Test("Area resizing averages what a pixel covers")
    func resize() {
        let image = PixelImage(width: 4, height: 2, channels: 1, pixels: [0, 100, 200, 200, 100, 200, 40, 40])
        #expect(image.areaResized(width: 2, height: 1).pixels == [100, 120])
        let three = PixelImage(width: 3, height: 1, channels: 1, pixels: [0, 90, 180])
        #expect(three.areaResized(width: 2, height: 1).pixels == [30, 150])
        #expect(three.areaResized(width: 6, height: 1).pixels == [0, 0, 90, 90, 180, 180])
        let flat = PixelImage(width: 300, height: 211, colour: [17, 200, 255])
        #expect(flat.areaResized(to: 32) == PixelImage(width: 32, height: 32, colour: [17, 200, 255]))
    }

    @Test("Floats and pixels convert back and forth; values outside are clamped, NaN is black")
    func floats() {
        let image = smoothImage(width: 7, height: 5)
        let planar = image.planarFloats()
        #expect(PixelImage(planarFloats: planar, channels: 3, width: 7, height: 5) == image)
        #expect(planar[0] == Float(image.pixels[0]) / 127.5 - 1)
        #expect(planar[35] == Float(image.pixels[1]) / 127.5 - 1)
        #expect(
            PixelImage(planarFloats: [-9, 9, .nan, 0, .infinity, -.infinity], channels: 1, width: 6, height: 1).pixels == [
                0, 255, 0, 128, 255, 0,
            ])
    }

    @Test("A contact sheet holds its images in reading order")
    func grid() {
        let images = (0..<5).map { PixelImage(width: 2, height: 2, colour: [UInt8($0), 0, 0]) }
        let sheet = PixelImage.grid(images, columns: 3, padding: 1)
        #expect(sheet.width == 10 && sheet.height == 7 && sheet.channels == 3)
        func red(_ x: Int, _ y: Int) -> UInt8 { sheet.pixels[(y * sheet.width + x) * 3] }
        #expect(
            red(0, 0) == 255 && red(1, 1) == 0 && red(4, 2) == 1 && red(7, 1) == 2 && red(1, 4) == 3 && red(5, 5) == 4 && red(8, 5) == 255)
        #expect(images[3].enlarged(by: 3) == PixelImage(width: 6, height: 6, colour: [3, 0, 0]))
    }
}

/// A PNG built by hand, for kinds that `encodePNG` does not write. Rows are raw scan lines.
private func rawPNG(
    width: Int, height: Int, bitDepth: UInt8, colourType: UInt8, rows: [[UInt8]], palette: [UInt8] = [], transparency: [UInt8] = []
) -> Data {
    func big(_ value: UInt32) -> [UInt8] { [24, 16, 8, 0].map { (shift: UInt32) in UInt8(truncatingIfNeeded: value >> shift) } }
    func checksum(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
    func chunk(_ name: String, _ body: [UInt8]) -> [UInt8] {
        let named = Array(name.utf8) + body
        return big(UInt32(body.count)) + named + big(checksum(named))
    }
    let raw: [UInt8] = rows.flatMap { row -> [UInt8] in [0] + row }
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in raw {
        a = (a + UInt32(byte)) % 65521
        b = (b + a) % 65521
    }
    let length = UInt16(raw.count)
    // zlib with one stored block.
    var stored: [UInt8] = [0x78, 0x01, 0x01]
    for value in [length, ~length] { stored += [UInt8(value & 255), UInt8(value >> 8)] }
    stored += raw
    stored += big(b << 16 | a)
    var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    bytes += chunk("IHDR", big(UInt32(width)) + big(UInt32(height)) + [bitDepth, colourType, 0, 0, 0])
    if !palette.isEmpty { bytes += chunk("PLTE", palette) }
    if !transparency.isEmpty { bytes += chunk("tRNS", transparency) }
    return Data(bytes + chunk("IDAT", stored) + chunk("IEND", []))
}
