import Foundation

/// Any bytes as an archive of NumPy arrays: read whole, or refused; what is read is written and read again.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let url = put(bytes(data, size), as: "file.npz")
    do {
        let archive = try NumPyArchive(contentsOf: url)
        var arrays: [(name: String, shape: [Int], values: [Double])] = []
        for name in archive.names {
            do {
                let array = try archive.array(name)
                precondition(array.doubles.count == array.shape.reduce(1, *))
                arrays.append((name, array.shape, array.doubles))
            } catch {
                check(error)
            }
        }
        guard !arrays.isEmpty, arrays.reduce(0, { $0 + $1.values.count }) < 10_000 else { return 0 }
        let copy = URL(fileURLWithPath: "\(scratch)/copy.npz")
        try NumPyArchive.write(to: copy, arrays: arrays, isPacked: size % 2 == 0)
        let again = try NumPyArchive(contentsOf: copy)
        for (name, shape, values) in arrays {
            let array = try again.array(name)
            precondition(array.shape == shape && array.doubles.map(\.bitPattern) == values.map(\.bitPattern))
        }
    } catch {
        check(error)
    }
    return 0
}
