import Foundation

/// A folder in memory for readers that take a path; one for each fuzzing process.
let scratch: String = {
    let base = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    let path = "\(base)/fusiongrid-fuzz-\(getpid())"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return path
}()

func bytes(_ data: UnsafePointer<UInt8>, _ size: Int) -> Data { Data(bytes: data, count: size) }

/// Replaces a file in the scratch folder.
func put(_ data: Data, as name: String) -> URL {
    let path = "\(scratch)/\(name)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    data.withUnsafeBytes { bytes in
        var done = 0
        while done < bytes.count {
            let count = write(descriptor, bytes.baseAddress! + done, bytes.count - done)
            guard count > 0 else { abort() }
            done += count
        }
    }
    close(descriptor)
    return URL(fileURLWithPath: path)
}

/// A refusal must say something.
func check(_ error: any Error) {
    if "\(error)".isEmpty { fatalError("an error without words") }
}
