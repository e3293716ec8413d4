import Foundation

/// The tensors of a file that `torch.save` wrote, of a ZIP archive or of the layout before PyTorch 1.6. Nothing in it is executed.
///
/// Source: torch/serialization.py.
struct PyTorchFile {
    /// Where state dictionaries usually lie when they are not all there is.
    private static let nestings = ["state_dict", "model", "model_state_dict"]

    private let path: String
    private var machine: PickleMachine
    /// The bytes of each storage, by key.
    private var contents: [String: Data] = [:]
    /// Bytes that views may still be copied to; a small file must not fill the memory.
    private var budget: Int
    private(set) var tensors: [Tensor] = []

    static func isArchive(_ data: Data) -> Bool { data.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

    /// A pickle, and no safetensors file whose header happens to have this length.
    static func isPickle(_ data: Data) -> Bool { data.first == 0x80 && data.count > 8 && data[data.startIndex + 8] != UInt8(ascii: "{") }

    /// - Throws: `TensorFileError`, naming what in the file is wrong or not allowed.
    init(_ data: Data, path: String) throws {
        self.path = path
        budget = 4 * data.count
        let root: PickleValue
        if Self.isArchive(data) {
            let zip = try ZipArchive(data, path: path)
            let pickles = zip.names.filter { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }
            guard pickles.count == 1, let pickle = try zip.contents(pickles[0]) else {
                throw TensorFileError.archive(file: path, reason: "it holds \(pickles.count) entries data.pkl, as torch.save writes one")
            }
            let folder = String(pickles[0].dropLast("data.pkl".count))
            if let order = try zip.contents(folder + "byteorder"), !order.elementsEqual("little".utf8) {
                throw TensorFileError.archive(file: path, reason: "its numbers are big-endian; save it again on another machine")
            }
            machine = PickleMachine(pickle, file: path)
            root = try machine.next()
            for key in Set(machine.storages.map(\.key)) {
                guard let bytes = try zip.contents("\(folder)data/\(key)") else {
                    throw TensorFileError.archive(file: path, reason: "entry '\(folder)data/\(key)' is missing")
                }
                contents[key] = bytes
            }
        } else {
            machine = PickleMachine(data, file: path)
            root = try Self.legacyRoot(&machine)
            try readLegacyStorages(data)
        }
        tensors = try stateDictionary(root).map { try tensor($0, $1) }
    }

    /// Behind a magic number, a version and what machine wrote it.
    private static func legacyRoot(_ machine: inout PickleMachine) throws -> PickleValue {
        guard case .longInteger(let magic) = try machine.next(), magic == [0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19],
            try machine.next().integer == 1001, case .dictionary(let index) = try machine.next()
        else { throw machine.fault("it does not begin as a file of torch.save") }
        for (key, value) in machine.dictionaries[index] where key.text == "little_endian" {
            guard case .boolean(true) = value else { throw machine.fault("its numbers are big-endian; save it again on another machine") }
        }
        return try machine.next()
    }

    /// After the pickles: a list of keys, and for each its number of elements and their bytes.
    private mutating func readLegacyStorages(_ data: Data) throws {
        guard case .list(let index) = try machine.next() else { throw machine.fault("the list of storages is missing") }
        let widths = Dictionary(machine.storages.map { ($0.key, $0.type.byteCount) }) { one, other in max(one, other) }
        let bytes = LittleEndianBytes(data)
        var place = machine.place
        for value in machine.lists[index] {
            guard let key = value.text, let width = widths[key] else { throw machine.fault("it lists a storage that no tensor has") }
            guard let count = bytes.number(place, 8), count <= data.count / width, let part = bytes.part(place + 8, count * width) else {
                throw TensorFileError.stateDict(file: path, reason: "storage '\(key)' is cut off; is the file complete?")
            }
            contents[key] = part
            place += 8 + count * width
        }
    }

    /// Names and tensors of the value or of a dictionary in it; of equal names the last, as in Python.
    private func stateDictionary(_ root: PickleValue) throws -> [(name: String, tensor: Int)] {
        guard case .dictionary(let index) = root else {
            throw TensorFileError.stateDict(file: path, reason: "it holds no dictionary of tensors; save `model.state_dict()`")
        }
        func tensors(_ index: Int) -> [String: Int] {
            var tensors: [String: Int] = [:]
            for case (.text(let name), .tensor(let tensor)) in machine.dictionaries[index] { tensors[name] = tensor }
            return tensors
        }
        let nested = Self.nestings.compactMap { name in machine.dictionaries[index].last { $0.key.text == name }?.value }
        for case .dictionary(let index) in [root] + nested {
            let found = tensors(index)
            if !found.isEmpty { return found.sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
        }
        let keys = machine.dictionaries[index].compactMap(\.key.text).prefix(8).joined(separator: ", ")
        throw TensorFileError.stateDict(
            file: path,
            reason: "no tensors in it, nor under \(Self.nestings.joined(separator: ", ")); its keys: \(keys.isEmpty ? "none" : keys)")
    }

    private mutating func tensor(_ name: String, _ index: Int) throws -> Tensor {
        func fail(_ reason: String) -> TensorFileError { .stateDict(file: path, reason: "tensor '\(name)': \(reason)") }
        let view = machine.tensors[index], storage = machine.storages[view.storage], width = storage.type.byteCount
        func tensor(_ data: Data) -> Tensor { Tensor(name: name, dtype: storage.type, shape: view.shape, data: data) }
        guard !view.shape.contains(0) else { return tensor(Data()) }
        guard let bytes = contents[storage.key] else { throw fail("its storage '\(storage.key)' is missing") }
        guard bytes.count / width >= storage.start, bytes.count / width - storage.start >= storage.count else {
            throw fail(
                "its storage '\(storage.key)' has \(bytes.count) bytes, but needs \(storage.count) elements of \(width); "
                    + "is the file complete?")
        }
        var count = 1, isContiguous = true
        for (extent, stride) in zip(view.shape, view.strides).reversed() where extent > 1 {
            isContiguous = isContiguous && stride == count
            let (product, overflow) = count.multipliedReportingOverflow(by: extent)
            guard !overflow, product <= storage.count else {
                throw fail("it has more elements than its storage (it was expanded); save `tensor.contiguous()`")
            }
            count = product
        }
        let start = bytes.startIndex + (storage.start + view.offset) * width
        guard !isContiguous else { return tensor(bytes[start..<start + count * width]) }
        budget -= count * width
        guard budget >= 0 else { throw fail("too many views of one storage are not contiguous; save `tensor.contiguous()`") }
        return tensor(Self.gather(bytes[start...], view.shape, view.strides, width))
    }

    /// A view's elements in row-major order.
    private static func gather(_ bytes: Data, _ shape: [Int], _ strides: [Int], _ width: Int) -> Data {
        switch width {
        case 1: gather(bytes, shape, strides, of: UInt8.self)
        case 2: gather(bytes, shape, strides, of: UInt16.self)
        case 4: gather(bytes, shape, strides, of: UInt32.self)
        default: gather(bytes, shape, strides, of: UInt64.self)
        }
    }

    /// - Precondition: the view is not empty, has a dimension, and lies within `bytes`.
    private static func gather<Element: BitwiseCopyable>(
        _ bytes: Data, _ shape: [Int], _ strides: [Int], of type: Element.Type
    ) -> Data {
        let width = MemoryLayout<Element>.size, last = shape.count - 1, (extent, step) = (shape[last], strides[last] * width)
        var out = Data(count: shape.reduce(width, *)), index = [Int](repeating: 0, count: last), start = 0
        bytes.withUnsafeBytes { source in
            out.withUnsafeMutableBytes { target in
                for row in stride(from: 0, to: target.count, by: extent * width) {
                    for column in 0..<extent {
                        let element = source.loadUnaligned(fromByteOffset: start + column * step, as: type)
                        target.storeBytes(of: element, toByteOffset: row + column * width, as: type)
                    }
                    // The next row, as an odometer counts.
                    for dimension in (0..<last).reversed() {
                        index[dimension] += 1
                        start += strides[dimension] * width
                        guard index[dimension] == shape[dimension] else { break }
                        start -= shape[dimension] * strides[dimension] * width
                        index[dimension] = 0
                    }
                }
            }
        }
        return out
    }
}
