/// What a pickle of plain tensors consists of. Containers are numbers of the machine's arena: a file can neither nest values
/// deeper than the stack, nor tie them into rings that nobody frees.
enum PickleValue {
    case none
    case boolean(Bool)
    case integer(Int)
    /// Beyond 64 bits, little-endian: the magic number of old files.
    case longInteger([UInt8])
    case number(Double)
    case text(String)
    case tuple(Int)
    case list(Int)
    case dictionary(Int)
    case global(PickleGlobal)
    case storage(Int)
    case tensor(Int)

    var integer: Int? { if case .integer(let value) = self { value } else { nil } }
    var text: String? { if case .text(let value) = self { value } else { nil } }
}

/// The Python objects that may be named: nothing else is, and none of them is run.
enum PickleGlobal: Equatable {
    case orderedDictionary, rebuildTensor, rebuildParameter, size
    case storage(TensorType)
    /// A constant such as `torch.float32`.
    case elementType

    init?(module: String, name: String) {
        switch (module, name) {
        case ("collections", "OrderedDict"): self = .orderedDictionary
        case ("torch._utils", "_rebuild_tensor_v2"), ("torch._utils", "_rebuild_tensor"): self = .rebuildTensor
        case ("torch._utils", "_rebuild_parameter"): self = .rebuildParameter
        case ("torch", "Size"): self = .size
        case ("torch", _):
            if let type = Self.storages[name] {
                self = .storage(type)
            } else if Self.elementTypes.contains(name) {
                self = .elementType
            } else {
                return nil
            }
        default: return nil
        }
    }

    private static let storages: [String: TensorType] = [
        "FloatStorage": .f32, "DoubleStorage": .f64, "HalfStorage": .f16, "BFloat16Storage": .bf16, "LongStorage": .i64, "IntStorage": .i32,
        "ShortStorage": .i16, "CharStorage": .i8, "ByteStorage": .u8, "BoolStorage": .bool,
    ]
    private static let elementTypes: Set<String> = [
        "float32", "float64", "float16", "bfloat16", "int64", "int32", "int16", "int8", "uint8", "bool",
    ]
}

/// A piece of memory that tensors lie in.
struct PickledStorage {
    let type: TensorType
    /// The name of its bytes in the file.
    let key: String
    /// In elements; where it begins in those bytes, for views of old files.
    let start: Int
    let count: Int
}

/// A view of a storage, in elements.
struct PickledTensor {
    let storage: Int
    let offset: Int
    let shape: [Int]
    let strides: [Int]
}
