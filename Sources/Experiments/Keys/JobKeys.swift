import Platform

/// The content of a job in bytes: what its key is a hash of.
///
/// A job's text is the configuration's canonical text followed by `seed=`, `data=` and `format=` lines, each
/// ended by a newline; the key is the SHA-256 of its UTF-8 bytes in lower-case hexadecimal.
enum JobKeys {
    /// Named in every key. Changing what the text holds, or how a value is spelt, needs another name.
    static let jobFormat = "job-1"
    static let trainingFormat = "training-1"

    static func ending(seed: Int, dataFingerprint: String, format: String) -> String {
        "seed=\(seed)\ndata=\(dataFingerprint)\nformat=\(format)\n"
    }

    /// `path=value` and a newline; empty for a value that keys leave out.
    static func line(_ option: OptionDefinition, _ value: OptionValue, _ contents: PathContents) -> String {
        guard option.affectsKey, value != option.defaultValue else { return "" }
        return option.isContent ? "\(option.path)=\(contents[value.string!])\n" : "\(option.path)=\(value)\n"
    }

    /// Options in the order of canonical texts: by the code units of their paths.
    static let canonicalOrder: [OptionDefinition] = OptionSchema.options.sorted {
        $0.path.utf8.lexicographicallyPrecedes($1.path.utf8)
    }

    static func hash(_ bytes: UnsafeRawBufferPointer) -> String {
        var function = SHA256()
        function.update(bytes)
        return function.hex
    }
}

/// The fingerprints of files and folders that options name.
public struct PathContents: Sendable {
    private var known: [String: String] = [:]

    public init(_ known: [String: String] = [:]) { self.known = known }

    /// - Precondition: `learn` was called with the path.
    subscript(path: String) -> String {
        guard let content = known[path] else { preconditionFailure("nobody asked what \(path) holds") }
        return content
    }

    mutating func learn(_ path: String, _ fingerprint: (String) throws -> String) rethrows {
        if known[path] == nil { known[path] = try fingerprint(path) }
    }
}

extension JobConfiguration {
    /// Files and folders whose content is part of the key, by the options that name them.
    public var contentPaths: [(option: String, path: String)] {
        JobKeys.canonicalOrder.filter(\.isContent).compactMap { option in option.read(self).string.map { (option.path, $0) } }
    }

    /// Lets an option of `contentPaths` name another place.
    public mutating func write(_ option: String, path: String) {
        guard let option = OptionSchema.option(option), option.isContent else { preconditionFailure("\(option) names no files") }
        option.write(&self, .string(path))
    }

    /// The sorted `path=value` lines of all values that differ from the defaults, each ended by a newline.
    ///
    /// Leaves out `data.path` (the data's fingerprint stands for it) and `train.checkpoint_every` (it changes
    /// no result). Other paths are spelt as the fingerprints of what they name. Doubles are their shortest decimals that read back as the
    /// same number.
    /// - Precondition: `contents` knows all of `contentPaths`.
    public func canonicalText(_ contents: PathContents = PathContents()) -> String {
        canonicalText(contents, sections: Set(OptionSchema.sections))
    }

    private func canonicalText(_ contents: PathContents, sections: Set<String>) -> String {
        JobKeys.canonicalOrder.filter { sections.contains($0.section) }.map { JobKeys.line($0, $0.read(self), contents) }.joined()
    }

    /// The identity of the job's results: 64 hexadecimal digits.
    /// - Precondition: `contents` knows all of `contentPaths`.
    public func key(seed: Int, dataFingerprint: String, contents: PathContents = PathContents()) -> String {
        let ending = JobKeys.ending(seed: seed, dataFingerprint: dataFingerprint, format: JobKeys.jobFormat)
        return Array((canonicalText(contents) + ending).utf8).withUnsafeBytes(JobKeys.hash)
    }

    /// The identity of the trained weights: the same over `data`, `model`, `fusion`, `text` and `train` only.
    public func trainingKey(seed: Int, dataFingerprint: String, contents: PathContents = PathContents()) -> String {
        let ending = JobKeys.ending(seed: seed, dataFingerprint: dataFingerprint, format: JobKeys.trainingFormat)
        let text = canonicalText(contents, sections: OptionSchema.trainingSections) + ending
        return Array(text.utf8).withUnsafeBytes(JobKeys.hash)
    }
}
