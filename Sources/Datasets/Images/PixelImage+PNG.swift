import CPNG
import Foundation

extension PixelImage {
    /// Reads PNG bytes of any kind (grey, palette, 16-bit, interlaced) as 8-bit sRGB.
    /// Grey without alpha gives 1 channel, colour without alpha 3, anything with alpha 4.
    ///
    /// Throws: `DatasetError.badImage` (path nil) with libpng's reason.
    public static func decodePNG(_ data: Data) throws -> PixelImage { try data.withUnsafeBytes { try decodePNG($0) } }

    static func decodePNG(_ bytes: UnsafeRawBufferPointer) throws -> PixelImage {
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        defer { png_image_free(&image) }
        guard let start = bytes.baseAddress else { throw DatasetError.badImage(path: nil, problem: .empty) }
        guard png_image_begin_read_from_memory(&image, start, bytes.count) != 0 else { throw damaged(image) }
        try checkSize(width: Int(image.width), height: Int(image.height))
        // Without this flag libpng takes 16-bit files for linear light and brightens them.
        image.flags |= UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
        let hasAlpha = image.format & UInt32(PNG_FORMAT_FLAG_ALPHA) != 0
        let hasColour = image.format & UInt32(PNG_FORMAT_FLAG_COLOR) != 0
        let channels = hasAlpha ? 4 : (hasColour ? 3 : 1)
        image.format = pngFormat(channels: channels)
        let width = Int(image.width), height = Int(image.height)
        var succeeded = false
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * channels) { out, count in
            succeeded = png_image_finish_read(&image, nil, out.baseAddress, Int32(width * channels), nil) != 0
            count = succeeded ? width * height * channels : 0
        }
        guard succeeded else { throw damaged(image) }
        return PixelImage(width: width, height: height, channels: channels, pixels: pixels)
    }

    /// PNG bytes; equal images give equal bytes (no time stamp, fixed settings).
    public func encodePNG() throws -> Data {
        var image = png_image()
        image.version = UInt32(PNG_IMAGE_VERSION)
        image.width = UInt32(width)
        image.height = UInt32(height)
        image.format = pngFormat(channels: channels)
        defer { png_image_free(&image) }
        // The first call asks for a size that is enough, the second writes.
        var size = 0
        guard png_image_write_to_memory(&image, nil, &size, 0, pixels, Int32(width * channels), nil) != 0 else {
            throw DatasetError.encodingFailed(reason: message(of: image))
        }
        var bytes = Data(count: size)
        let written = bytes.withUnsafeMutableBytes {
            png_image_write_to_memory(&image, $0.baseAddress, &size, 0, pixels, Int32(width * channels), nil)
        }
        guard written != 0 else { throw DatasetError.encodingFailed(reason: message(of: image)) }
        return bytes.prefix(size)
    }
}

private func pngFormat(channels: Int) -> UInt32 {
    switch channels {
    case 1: 0
    case 3: UInt32(PNG_FORMAT_FLAG_COLOR)
    default: UInt32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA)
    }
}

private func damaged(_ image: png_image) -> DatasetError {
    .badImage(path: nil, problem: .corrupt(format: "PNG", reason: message(of: image)))
}

private func message(of image: png_image) -> String {
    withUnsafeBytes(of: image.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
}
