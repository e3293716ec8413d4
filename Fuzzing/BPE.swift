import Foundation

/// Files of CLIP's tokenizer behind a byte that says which, and texts for those that load.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size > 0 else { return 0 }
    let rest = bytes(data + 1, size - 1), text = String(decoding: rest.suffix(4096), as: UTF8.self)
    do {
        let url: URL
        switch data[0] % 4 {
        case 0: url = put(rest, as: "tokenizer.json")
        case 1: url = put(rest, as: "list.txt")
        case 2: url = put(rest, as: "list.txt.gz")
        default:
            // A vocabulary, a NUL, merges.
            let parts = rest.split(separator: 0, maxSplits: 1)
            _ = put(parts.count > 1 ? Data(parts[1]) : Data(), as: "merges.txt")
            url = put(parts.first.map { Data($0) } ?? Data(), as: "vocab.json")
        }
        let tokenizer = try BytePairTokenizer(contentsOf: url)
        inspect(tokenizer, text)
    } catch {
        check(error)
    }
    inspect(usual, text)
    return 0
}

/// Two merges, so that texts have something to join.
private let usual: BytePairTokenizer = {
    let list = put(Data("#version\na b\nab c</w>\n".utf8), as: "usual.txt")
    do { return try BytePairTokenizer(contentsOf: list) } catch { fatalError("\(error)") }
}()

private func inspect(_ tokenizer: BytePairTokenizer, _ text: String) {
    let ids = tokenizer.encode(text)
    precondition(ids.allSatisfy { $0 >= 0 && Int($0) < tokenizer.vocabularySize })
    let rows = tokenizer.tokens(text, maximumTokens: 16)
    precondition(rows.ids.count == 16 && rows.words.count == rows.count && rows.wasTruncated == (ids.count > 14))
    precondition(tokenizer.encode(text) == ids)
}
