import Foundation

/// Any bytes as a PyTorch file, of either layout, and as the pickle inside one: plain tensors, or refused.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let whole = bytes(data, size)
    do {
        let file = try PyTorchFile(whole, path: "file.pt")
        var total = 0
        for tensor in file.tensors {
            precondition(tensor.floats.count == tensor.shape.reduce(1, *) && tensor.floats.count == tensor.count)
            total += tensor.data.count
        }
        precondition(Set(file.tensors.map(\.name)).count == file.tensors.count)
    } catch {
        check(error)
    }
    do {
        var machine = PickleMachine(whole, file: "data.pkl")
        _ = try machine.next()
        for tensor in machine.tensors { precondition(machine.storages.indices.contains(tensor.storage)) }
    } catch {
        check(error)
    }
    return 0
}
