import Foundation

/// Any bytes as a JPEG picture.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    // Asked of warned-of and of whole files alike.
    precondition((1...8).contains(ImageOutline(bytes(data, size)).orientation))
    _ = JPEGCompleteness.damage(in: UnsafeRawBufferPointer(start: data, count: size))
    do {
        let image = try PixelImage.decodeJPEG(bytes(data, size))
        precondition(image.pixels.count == image.width * image.height * image.channels)
        // What reading a folder does with it; only small ones, so that time goes into decoding.
        if image.width * image.height < 10_000 {
            _ = image.overWhite().centreCropped().asRGB().areaResized(to: 16)
        }
    } catch {
        check(error)
    }
    return 0
}
