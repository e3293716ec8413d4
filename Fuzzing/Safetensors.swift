import Foundation

/// Any bytes as a safetensors file: read whole, or refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let url = put(bytes(data, size), as: "file.safetensors")
    do {
        _ = try SafetensorsFile.metadata(of: url)
        let file = try SafetensorsFile(contentsOf: url)
        for name in file.names {
            guard let tensor = file[name] else { fatalError("a listed tensor is missing") }
            precondition(tensor.floats.count == tensor.count && tensor.doubles.count == tensor.count)
            precondition(tensor.shape.reduce(1, *) == tensor.count)
        }
    } catch {
        check(error)
    }
    return 0
}
