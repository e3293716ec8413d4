import CJPEG
import Foundation

extension PixelImage {
    /// Reads JPEG bytes (baseline or progressive; grey, YCbCr, RGB, CMYK) as 3 channels. EXIF orientation is not applied.
    ///
    /// Throws: `DatasetError.badImage` (path nil) with libjpeg-turbo's reason. A file that ends too early is an error
    /// too, although the decoder only warns; stray bytes between segments, common and harmless, are not.
    public static func decodeJPEG(_ data: Data) throws -> PixelImage {
        guard let decoder = tjInitDecompress() else { throw damaged("no decoder") }
        defer { tjDestroy(decoder) }
        return try data.withUnsafeBytes { raw in
            guard let start = raw.bindMemory(to: UInt8.self).baseAddress else {
                throw DatasetError.badImage(path: nil, problem: .empty)
            }
            var width: Int32 = 0, height: Int32 = 0, subsampling: Int32 = 0, colourSpace: Int32 = 0
            guard tjDecompressHeader3(decoder, start, UInt(raw.count), &width, &height, &subsampling, &colourSpace) == 0 else {
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
                if tjDecompress2(decoder, start, UInt(raw.count), out.baseAddress, width, 0, height, format, flags) != 0 {
                    let reason = String(cString: tjGetErrorStr2(decoder))
                    let isWarning = tjGetErrorCode(decoder) == Int32(TJERR_WARNING.rawValue)
                    if !(isWarning && reason.contains("extraneous bytes")) { problem = reason }
                }
                count = problem == nil ? Int(width) * Int(height) * samples : 0
            }
            if let problem { throw damaged(problem) }
            return PixelImage(width: Int(width), height: Int(height), channels: 3, pixels: isCMYK ? rgb(fromInvertedCMYK: pixels) : pixels)
        }
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

private func damaged(_ reason: String) -> DatasetError {
    .badImage(path: nil, problem: .corrupt(format: "JPEG", reason: reason))
}
