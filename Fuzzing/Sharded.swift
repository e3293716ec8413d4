import Foundation

/// An index and two shards of any bytes, parted by NULs after lengths; as one archive, or refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size >= 4 else { return 0 }
    let whole = bytes(data, size), index = min(Int(data[0]) | Int(data[1]) << 8, size - 4)
    let one = min(Int(data[2]) | Int(data[3]) << 8, size - 4 - index)
    _ = put(whole.dropFirst(4).prefix(index), as: "model.safetensors.index.json")
    _ = put(whole.dropFirst(4 + index).prefix(one), as: "1.safetensors")
    _ = put(whole.dropFirst(4 + index + one), as: "2.safetensors")
    do {
        let archive = try WeightArchive(contentsOf: URL(fileURLWithPath: scratch))
        for name in archive.names {
            guard let tensor = archive[name] else { fatalError("a listed tensor is missing") }
            precondition(tensor.floats.count == tensor.shape.reduce(1, *))
        }
        precondition(!archive.names.isEmpty)
    } catch {
        check(error)
    }
    return 0
}
