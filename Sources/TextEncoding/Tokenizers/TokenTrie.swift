/// Tokens as paths of bytes, for the longest token that a word begins with.
struct TokenTrie: Sendable {
    static let root: Int32 = 0

    /// Key: a node and the next byte.
    private var children: [UInt64: Int32] = [:]
    /// The number of the token that ends at a node, or -1.
    private var ends: [Int32] = [-1]

    /// Of two equal tokens the later counts.
    init(_ tokens: [(token: String, id: Int32)]) {
        for (token, id) in tokens {
            var node = Self.root
            for byte in token.utf8 {
                let key = Self.key(node, byte)
                if let child = children[key] {
                    node = child
                } else {
                    children[key] = Int32(ends.count)
                    node = Int32(ends.count)
                    ends.append(-1)
                }
            }
            ends[Int(node)] = id
        }
    }

    private static func key(_ node: Int32, _ byte: UInt8) -> UInt64 { UInt64(node) << 8 | UInt64(byte) }

    /// The node below `node` that these bytes lead to, or nil.
    func node(below node: Int32, _ bytes: some Sequence<UInt8>) -> Int32? {
        var node = node
        for byte in bytes {
            guard let child = children[Self.key(node, byte)] else { return nil }
            node = child
        }
        return node
    }

    /// The longest token below `node` that `bytes` begin with, and how many of them it takes; at least one.
    func longest(below node: Int32, _ bytes: ArraySlice<UInt8>) -> (id: Int32, count: Int)? {
        var node = node, found: (id: Int32, count: Int)?
        for (index, byte) in bytes.enumerated() {
            guard let child = children[Self.key(node, byte)] else { break }
            node = child
            if ends[Int(node)] >= 0 { found = (ends[Int(node)], index + 1) }
        }
        return found
    }
}
