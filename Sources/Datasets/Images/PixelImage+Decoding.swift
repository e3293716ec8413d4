import Foundation

extension PixelImage {
    /// The largest image that is read: 100 million pixels (10,000 x 10,000). Larger ones are refused before decoding.
    public static let maximumPixels = 100_000_000

    /// Reads a PNG or JPEG file, told apart by content, not by name, and turns it as EXIF says.
    ///
    /// Throws: `DatasetError.badImage` with the path.
    public static func decode(_ file: URL) throws -> PixelImage {
        let data: Data
        do {
            data = try Data(contentsOf: file, options: .mappedIfSafe)
        } catch {
            throw DatasetError.badImage(path: file.path, problem: .unreadable(reason: fileProblem(error)))
        }
        do {
            return try decode(data)
        } catch DatasetError.badImage(_, let problem) {
            throw DatasetError.badImage(path: file.path, problem: problem)
        }
    }

    /// Reads PNG or JPEG bytes, and turns the picture as EXIF says.
    public static func decode(_ data: Data) throws -> PixelImage { try data.withUnsafeBytes { try decode($0) } }

    /// The same of bytes that need not outlive the call.
    static func decode(_ bytes: UnsafeRawBufferPointer) throws -> PixelImage {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return try decodePNG(bytes).oriented(ImageOutline(bytes).orientation) }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return try decodeJPEG(bytes).oriented(ImageOutline(bytes).orientation) }
        if bytes.isEmpty { throw DatasetError.badImage(path: nil, problem: .empty) }
        throw DatasetError.badImage(path: nil, problem: .notAnImage(firstBytes: Array(bytes.prefix(4))))
    }
}

func checkSize(width: Int, height: Int) throws {
    let (area, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, area <= PixelImage.maximumPixels else {
        throw DatasetError.badImage(path: nil, problem: .tooLarge(width: width, height: height, limit: PixelImage.maximumPixels))
    }
}

/// A short reason for a failed read, without the path (the caller names it).
func fileProblem(_ error: any Error) -> String {
    let cocoa = error as NSError
    if let under = cocoa.userInfo[NSUnderlyingErrorKey] as? NSError, under.domain == NSPOSIXErrorDomain {
        return String(cString: strerror(Int32(under.code)))
    }
    if cocoa.code == CocoaError.fileReadNoSuchFile.rawValue { return "no such file" }
    return cocoa.localizedDescription
}
