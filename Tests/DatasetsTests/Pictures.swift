import CJPEG
import Foundation
import Kernels
import TestSupport

@testable import Datasets

extension TemporaryFolder {
    /// A small PNG whose content depends on `shade`.
    func writeImage(_ name: String, shade: UInt8 = 100, width: Int = 12, height: Int = 10) throws {
        try write(name, PixelImage(width: width, height: height, colour: [shade, 10, 200]).encodePNG())
    }
}

/// Smoothly varying colours, so that JPEG keeps them closely.
func smoothImage(width: Int, height: Int, channels: Int = 3) -> PixelImage {
    var pixels: [UInt8] = []
    for y in 0..<height {
        for x in 0..<width {
            for c in 0..<channels {
                pixels.append(UInt8((x * 200 / width + y * (c + 1) * 40 / height) % 256))
            }
        }
    }
    return PixelImage(width: width, height: height, channels: channels, pixels: pixels)
}

/// Values that jump about, so that every coefficient has something to say.
func busyImage(width: Int, height: Int, channels: Int = 3) -> PixelImage {
    var state: UInt32 = 7
    let pixels = (0..<(width * height * channels)).map { _ in
        state = state &* 1_664_525 &+ 1_013_904_223
        return UInt8(state >> 24)
    }
    return PixelImage(width: width, height: height, channels: channels, pixels: pixels)
}

func encodeJPEG(_ image: PixelImage, quality: Int32 = 95, progressive: Bool = false, subsampling: TJSAMP = TJSAMP_444) -> Data {
    let encoder = tjInitCompress()
    defer { tjDestroy(encoder) }
    var bytes: UnsafeMutablePointer<UInt8>?
    var size: UInt = 0
    let grey = image.channels == 1
    let result = tjCompress2(
        encoder, image.pixels, Int32(image.width), 0, Int32(image.height), Int32(grey ? TJPF_GRAY.rawValue : TJPF_RGB.rawValue),
        &bytes, &size, Int32(grey ? TJSAMP_GRAY.rawValue : subsampling.rawValue), quality, progressive ? Int32(TJFLAG_PROGRESSIVE) : 0)
    precondition(result == 0)
    defer { tjFree(bytes) }
    return Data(bytes: bytes!, count: Int(size))
}
