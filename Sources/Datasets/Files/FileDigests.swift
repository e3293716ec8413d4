import Platform

/// Hex SHA-256 of files' bytes, in order. Large ones are read once and then known by their stamps ("FactsCache").
/// - Parameter folder: that the files belong to.
/// - Throws: `FileError` of the first that cannot be read.
public func fileDigests(_ paths: [String], in folder: String) throws -> [String] {
    let answer = FactsCache.user.facts(of: paths, in: folder, kind: "digest 1") { _, bytes in FileFacts(of: bytes, detail: 0) }
    return try zip(paths, answer.facts).map { path, facts in
        do {
            return hexText(try facts.get().digestBytes)
        } catch DatasetError.badImage(_, .unreadable(let reason)) {
            throw FileError.unreadable(file: path, reason: reason)
        }
    }
}

private func hexText(_ bytes: some Sequence<UInt8>) -> String {
    bytes.reduce(into: "") { text, byte in
        text += String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }
}
