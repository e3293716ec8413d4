import Foundation

/// Files of BERT's tokenizer behind a byte that says which, and texts for those that load.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    guard size > 0 else { return 0 }
    let rest = bytes(data + 1, size - 1), text = String(decoding: rest.suffix(4096), as: UTF8.self)
    do {
        let url: URL
        switch data[0] % 3 {
        case 0: url = put(rest, as: "tokenizer.json")
        case 1: url = put(rest, as: "vocab.txt")
        default:
            // A vocabulary, a NUL, its configuration.
            let parts = rest.split(separator: 0, maxSplits: 1)
            _ = put(parts.count > 1 ? Data(parts[1]) : Data("{}".utf8), as: "tokenizer_config.json")
            url = put(parts.first.map { Data($0) } ?? Data(), as: "vocab.txt")
        }
        defer { unlink("\(scratch)/tokenizer_config.json") }
        inspect(try WordPieceTokenizer(contentsOf: url), text)
    } catch {
        check(error)
    }
    inspect(usual, text)
    return 0
}

private let usual: WordPieceTokenizer = {
    let list = put(Data("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##b\nab\n##a\n猫\n".utf8), as: "usual.txt")
    do { return try WordPieceTokenizer(contentsOf: list) } catch { fatalError("\(error)") }
}()

private func inspect(_ tokenizer: WordPieceTokenizer, _ text: String) {
    let ids = tokenizer.encode(text)
    precondition(ids.allSatisfy { $0 >= 0 && Int($0) < tokenizer.vocabularySize })
    let rows = tokenizer.tokens(text, maximumTokens: 16)
    precondition(rows.ids.count == 16 && rows.words.count == rows.count && rows.wasTruncated == (ids.count > 14))
    precondition(tokenizer.unknownWords(in: text).count <= ids.count)
}
