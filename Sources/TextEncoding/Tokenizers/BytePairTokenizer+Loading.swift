import Foundation

extension BytePairTokenizer {
    /// Reads a folder or a file: Hugging Face's `tokenizer.json`, or `vocab.json` beside `merges.txt`, or OpenAI's
    /// `bpe_simple_vocab_16e6.txt`, packed with gzip or not.
    /// - Throws: `TokenizerError`, naming the file and what is wrong in it.
    public init(contentsOf url: URL) throws { try self.init(BytePairFiles(url)) }
}
