import CJPEG
import Foundation

extension PixelImage {
    /// Reads JPEG bytes (baseline or progressive; grey, YCbCr, RGB, CMYK) as 3 channels, as they are stored: EXIF's orientation is not
    /// applied.
    ///
    /// Throws: `DatasetError.badImage` (path nil) with libjpeg-turbo's reason. What it only warns of is an error when pixels are lost
    /// (a file that ends too early, bad codes); stray bytes and odd numbers in headers, common and harmless, are not.
    public static func decodeJPEG(_ data: Data) throws -> PixelImage { try data.withUnsafeBytes { try decodeJPEG($0) } }

    static func decodeJPEG(_ bytes: UnsafeRawBufferPointer) throws -> PixelImage {
        guard let decoder = tjInitDecompress() else { throw damaged("no decoder") }
        defer { tjDestroy(decoder) }
        guard let start = bytes.bindMemory(to: UInt8.self).baseAddress else { throw DatasetError.badImage(path: nil, problem: .empty) }
        var width: Int32 = 0, height: Int32 = 0, subsampling: Int32 = 0, colourSpace: Int32 = 0
        if tjDecompressHeader3(decoder, start, UInt(bytes.count), &width, &height, &subsampling, &colourSpace) != 0,
            tjGetErrorCode(decoder) != Int32(TJERR_WARNING.rawValue)
        {
            throw damaged(String(cString: tjGetErrorStr2(decoder)))
        }
        guard width > 0, height > 0 else { throw damaged("no image in it") }
        try checkSize(width: Int(width), height: Int(height))
        let isCMYK = colourSpace == Int32(TJCS_CMYK.rawValue) || colourSpace == Int32(TJCS_YCCK.rawValue)
        let format = Int32(isCMYK ? TJPF_CMYK.rawValue : TJPF_RGB.rawValue)
        let samples = isCMYK ? 4 : 3
        var problem: String?
        let pixels = [UInt8](unsafeUninitializedCapacity: Int(width) * Int(height) * samples) { out, count in
            let flags = Int32(TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS)
            if tjDecompress2(decoder, start, UInt(bytes.count), out.baseAddress, width, 0, height, format, flags) != 0 {
                problem = loss(in: bytes, said: String(cString: tjGetErrorStr2(decoder)), code: tjGetErrorCode(decoder))
            }
            count = problem == nil ? Int(width) * Int(height) * samples : 0
        }
        if let problem { throw damaged(problem) }
        return PixelImage(width: Int(width), height: Int(height), channels: 3, pixels: isCMYK ? rgb(fromInvertedCMYK: pixels) : pixels)
    }
}

/// CMYK in JPEG files is stored inverted (255 = no ink), as Adobe's programs write it.
private func rgb(fromInvertedCMYK cmyk: [UInt8]) -> [UInt8] {
    var rgb = [UInt8]()
    rgb.reserveCapacity(cmyk.count / 4 * 3)
    for pixel in stride(from: 0, to: cmyk.count, by: 4) {
        let black = Int(cmyk[pixel + 3])
        for c in 0..<3 { rgb.append(UInt8((Int(cmyk[pixel + c]) * black + 127) / 255)) }
    }
    return rgb
}

/// What is wrong after all, when the decoder was not content: nil when it only warned, and no pixel is lost.
private func loss(in bytes: UnsafeRawBufferPointer, said reason: String, code: Int32) -> String? {
    guard code == Int32(TJERR_WARNING.rawValue) else { return reason }
    guard let damage = JPEGCompleteness.damage(in: bytes) else { return nil }
    // The first warning may speak of something else than what is lost.
    let losses = ["remature end", "bad Huffman code", "found marker", "nconsistent progression"]
    return damage == .unknown || losses.contains(where: reason.contains) ? reason : damage.reason
}

private func damaged(_ reason: String) -> DatasetError {
    .badImage(path: nil, problem: .corrupt(format: "JPEG", reason: reason))
}
