import Foundation

/// Reads the pickles that `torch.save` writes for plain tensors, and executes nothing: it knows the instructions and the Python objects
/// of ``PickleGlobal``, builds values of its own for them, and refuses all others.
///
/// Source: CPython's pickletools (protocols 2 to 5); torch/_utils.py for what the objects mean.
struct PickleMachine {
    /// Checkpoints of the largest networks need a million.
    private static let maximumInstructions = 1 << 24

    private let file: String
    private let bytes: LittleEndianBytes
    /// The next instruction.
    private(set) var place: Int
    private var opcodePlace = 0
    private var instructions = 0
    private var stack: [PickleValue] = []
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]

    private(set) var tuples: [[PickleValue]] = []
    private(set) var lists: [[PickleValue]] = []
    private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    private(set) var storages: [PickledStorage] = []
    private(set) var tensors: [PickledTensor] = []

    init(_ data: Data, from place: Int = 0, file: String) {
        (self.file, bytes, self.place) = (file, LittleEndianBytes(data), place)
    }

    /// The value of the pickle at `place`, which moves behind it. What earlier pickles of the file built stays.
    /// - Throws: `TensorFileError.pickle`, `.pickledGlobal`.
    mutating func next() throws -> PickleValue {
        (stack, marks, memo) = ([], [], [:])
        while true {
            opcodePlace = place
            guard let opcode = bytes.number(place, 1) else { throw fault("it ends too early; is the file complete?") }
            place += 1
            instructions += 1
            guard instructions <= Self.maximumInstructions else { throw fault("more than \(Self.maximumInstructions) instructions") }
            if opcode == UInt8(ascii: ".") {
                guard stack.count == 1, marks.isEmpty else { throw fault("it stops with \(stack.count) values") }
                return stack[0]
            }
            try run(UInt8(opcode))
        }
    }

    func fault(_ reason: String) -> TensorFileError { .pickle(file: file, offset: opcodePlace, reason: reason) }

    private mutating func run(_ opcode: UInt8) throws {
        switch opcode {
        case 0x80:  // PROTO
            let version = try number(1)
            guard (2...5).contains(version) else { throw fault("protocol \(version); 2 to 5 are known") }
        case 0x95: _ = try number(8)  // FRAME: how much follows, which the end of the file says, too
        case UInt8(ascii: "("): marks.append(stack.count)
        case UInt8(ascii: "N"): stack.append(.none)
        case 0x88, 0x89: stack.append(.boolean(opcode == 0x88))
        case UInt8(ascii: "J"): stack.append(.integer(Int(Int32(truncatingIfNeeded: try number(4)))))
        case UInt8(ascii: "K"): stack.append(.integer(try number(1)))
        case UInt8(ascii: "M"): stack.append(.integer(try number(2)))
        case 0x8A: stack.append(Self.integer(try part(number(1))))  // LONG1
        case UInt8(ascii: "G"): stack.append(.number(Double(bitPattern: try part(8).reduce(0) { $0 << 8 | UInt64($1) })))
        case UInt8(ascii: "X"): stack.append(.text(try text(number(4))))
        case 0x8C, UInt8(ascii: "U"): stack.append(.text(try text(number(1))))  // SHORT_BINUNICODE, SHORT_BINSTRING
        case 0x8D: stack.append(.text(try text(number(8))))  // BINUNICODE8
        case UInt8(ascii: "T"): stack.append(.text(try text(number(4))))  // BINSTRING
        case UInt8(ascii: "q"): memo[try number(1)] = try top()
        case UInt8(ascii: "r"): memo[try number(4)] = try top()
        case 0x94: memo[memo.count] = try top()  // MEMOIZE
        case UInt8(ascii: "h"): stack.append(try remembered(number(1)))
        case UInt8(ascii: "j"): stack.append(try remembered(number(4)))
        case UInt8(ascii: "c"): stack.append(.global(try global(module: line(), name: line())))
        case 0x93:  // STACK_GLOBAL
            guard let name = try pop().text, let module = try pop().text else { throw fault("an object's name is not text") }
            stack.append(.global(try global(module: module, name: name)))
        case UInt8(ascii: "Q"): stack.append(try storage(pop()))
        case UInt8(ascii: "R"):
            let arguments = try tuple(pop())
            stack.append(try call(pop(), arguments))
        case UInt8(ascii: "b"): try build()
        default: try collect(opcode)
        }
    }

    /// Tuples, lists and dictionaries.
    private mutating func collect(_ opcode: UInt8) throws {
        switch opcode {
        case UInt8(ascii: ")"): push(tuple: [])
        case UInt8(ascii: "t"): push(tuple: try popToMark())
        case 0x85, 0x86, 0x87: push(tuple: try pop(Int(opcode) - 0x84))
        case UInt8(ascii: "]"):
            stack.append(.list(lists.count))
            lists.append([])
        case UInt8(ascii: "}"): push(dictionary: [])
        case UInt8(ascii: "a"): try append([pop()])
        case UInt8(ascii: "e"): try append(popToMark())
        case UInt8(ascii: "s"): try insert(pop(2))
        case UInt8(ascii: "u"): try insert(popToMark())
        default: throw fault("instruction 0x\(String(opcode, radix: 16)) is none that plain tensors need")
        }
    }

    // MARK: - Containers

    private mutating func push(tuple values: [PickleValue]) {
        stack.append(.tuple(tuples.count))
        tuples.append(values)
    }

    private mutating func push(dictionary entries: [(key: PickleValue, value: PickleValue)]) {
        stack.append(.dictionary(dictionaries.count))
        dictionaries.append(entries)
    }

    private mutating func append(_ values: [PickleValue]) throws {
        guard case .list(let index) = try top() else { throw fault("it appends to something that is no list") }
        lists[index].append(contentsOf: values)
    }

    private mutating func insert(_ values: [PickleValue]) throws {
        guard case .dictionary(let index) = try top(), values.count % 2 == 0 else {
            throw fault("it sets items of something that is no dictionary")
        }
        for place in stride(from: 0, to: values.count, by: 2) { dictionaries[index].append((values[place], values[place + 1])) }
    }

    func tuple(_ value: PickleValue) throws -> [PickleValue] {
        guard case .tuple(let index) = value else { throw fault("a tuple was expected") }
        return tuples[index]
    }

    private func top() throws -> PickleValue {
        guard let value = stack.last, stack.count > marks.last ?? 0 else { throw fault("its stack is empty") }
        return value
    }

    private mutating func pop() throws -> PickleValue {
        let value = try top()
        stack.removeLast()
        return value
    }

    private mutating func pop(_ count: Int) throws -> [PickleValue] {
        guard stack.count - (marks.last ?? 0) >= count else { throw fault("its stack is empty") }
        defer { stack.removeLast(count) }
        return Array(stack.suffix(count))
    }

    private mutating func popToMark() throws -> [PickleValue] {
        guard let mark = marks.popLast() else { throw fault("it has no mark") }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    private func remembered(_ index: Int) throws -> PickleValue {
        guard let value = memo[index] else { throw fault("it has not remembered value \(index)") }
        return value
    }

    // MARK: - Operands

    private mutating func number(_ length: Int) throws -> Int {
        guard let value = bytes.number(place, length) else { throw fault("a number is cut off or too large; is the file complete?") }
        place += length
        return value
    }

    private mutating func part(_ length: Int) throws -> Data {
        guard let part = bytes.part(place, length) else { throw fault("\(length) bytes are cut off; is the file complete?") }
        place += length
        return part
    }

    private mutating func text(_ length: Int) throws -> String {
        guard let text = String(validating: try part(length), as: UTF8.self) else { throw fault("a text is not UTF-8") }
        return text
    }

    /// Up to a newline, as long as names of Python objects are.
    private mutating func line() throws -> String {
        var line: [UInt8] = []
        while let byte = bytes.number(place, 1), byte != 10, line.count < 256 {
            line.append(UInt8(byte))
            place += 1
        }
        guard bytes.number(place, 1) == 10 else { throw fault("an object's name has no end") }
        place += 1
        return String(decoding: line, as: UTF8.self)
    }

    /// Two's complement, little-endian.
    private static func integer(_ bytes: Data) -> PickleValue {
        guard bytes.count <= 8 else { return .longInteger(Array(bytes)) }
        let isNegative = bytes.last.map { $0 >= 0x80 } ?? false
        return .integer(bytes.reversed().reduce(isNegative ? -1 : 0) { $0 << 8 | Int($1) })
    }

    private func global(module: String, name: String) throws -> PickleGlobal {
        guard let global = PickleGlobal(module: module, name: name) else {
            throw TensorFileError.pickledGlobal(file: file, global: "\(module).\(name)")
        }
        return global
    }
}

// MARK: - What the objects would do

extension PickleMachine {
    /// A persistent id: ('storage', type, key, location, elements), in old files with a view at the end.
    private mutating func storage(_ id: PickleValue) throws -> PickleValue {
        let parts = try tuple(id)
        guard parts.count >= 5, parts[0].text == "storage", case .global(.storage(let type)) = parts[1], let key = parts[2].text,
            let count = parts[4].integer, count >= 0
        else { throw fault("a storage is not named as PyTorch names them") }
        var start = 0, size = count
        if parts.count > 5, case .tuple(let index) = parts[5] {
            let view = tuples[index]
            guard view.count == 3, let offset = view[1].integer, let length = view[2].integer, offset >= 0, length >= 0, offset <= count,
                length <= count - offset
            else { throw fault("a view of storage '\(key)' lies outside it") }
            (start, size) = (offset, length)
        }
        storages.append(PickledStorage(type: type, key: key, start: start, count: size))
        return .storage(storages.count - 1)
    }

    private mutating func call(_ function: PickleValue, _ arguments: [PickleValue]) throws -> PickleValue {
        guard case .global(let global) = function else { throw fault("it calls something that is no known object") }
        switch global {
        case .orderedDictionary:
            var entries: [(key: PickleValue, value: PickleValue)] = []
            // Old Pythons give the items as one list of pairs.
            if case .list(let index)? = arguments.first {
                for item in lists[index] {
                    guard case .list(let pair) = item, lists[pair].count == 2 else { throw fault("an OrderedDict's item is no pair") }
                    entries.append((lists[pair][0], lists[pair][1]))
                }
            }
            dictionaries.append(entries)
            return .dictionary(dictionaries.count - 1)
        case .rebuildTensor: return try tensor(arguments)
        case .rebuildParameter:
            guard case .tensor? = arguments.first else { throw fault("a parameter holds no tensor") }
            return arguments[0]
        case .size:
            guard arguments.count == 1, case .tuple = arguments[0] else { throw fault("a torch.Size is no tuple") }
            return arguments[0]
        case .storage, .elementType: throw fault("it calls a type")
        }
    }

    /// (storage, offset, shape, strides, ...): the view must lie in its storage.
    private mutating func tensor(_ arguments: [PickleValue]) throws -> PickleValue {
        guard arguments.count >= 4, case .storage(let index) = arguments[0], let offset = arguments[1].integer else {
            throw fault("a tensor is not built as PyTorch builds them")
        }
        let shape = try tuple(arguments[2]).map(\.integer), strides = try tuple(arguments[3]).map(\.integer)
        guard shape.count == strides.count, shape.count <= NumPyHeader.maximumDimensions, offset >= 0 else {
            throw fault("a tensor's shape and strides disagree")
        }
        var extents: [Int] = [], steps: [Int] = [], last = offset, isEmpty = false
        for case (let extent?, let step?) in zip(shape, strides) where extent >= 0 && step >= 0 {
            extents.append(extent)
            steps.append(step)
            isEmpty = isEmpty || extent == 0
            let (reach, overflow) = max(extent - 1, 0).multipliedReportingOverflow(by: step)
            let (end, carry) = last.addingReportingOverflow(reach)
            guard !overflow, !carry else { throw fault("a tensor reaches beyond its storage") }
            last = end
        }
        guard extents.count == shape.count else { throw fault("a tensor has negative or odd extents or strides") }
        guard isEmpty || last < storages[index].count else {
            throw fault("a tensor reaches beyond its storage of \(storages[index].count) elements")
        }
        tensors.append(PickledTensor(storage: index, offset: offset, shape: extents, strides: steps))
        return .tensor(tensors.count - 1)
    }

    /// State is set on dictionaries only (a module's `_metadata`), and dropped.
    private mutating func build() throws {
        _ = try pop()
        guard case .dictionary = try top() else { throw fault("it sets the state of something that is no dictionary") }
    }
}
