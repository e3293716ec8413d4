import Foundation

/// Any bytes as a NumPy file: read whole, or refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let url = put(bytes(data, size), as: "file.npy")
    do {
        let file = try NumPyFile(url)
        let values = try file.floats()
        precondition(values.count == file.count && file.shape.reduce(1, *) == file.count)
        precondition(4 * values.count <= 2 * size)
    } catch {
        check(error)
    }
    return 0
}
