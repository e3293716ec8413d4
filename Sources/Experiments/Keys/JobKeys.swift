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
    static func line(_ option: OptionDefinition, _ value: OptionValue) -> String {
        option.affectsKey && value != option.defaultValue ? "\(option.path)=\(value)\n" : ""
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

extension JobConfiguration {
    /// The sorted `path=value` lines of all values that differ from the defaults, each ended by a newline.
    ///
    /// Leaves out `data.path` (the data's fingerprint stands for it) and `train.checkpoint_every` (it changes
    /// no result). Doubles are their shortest decimals that read back as the same number.
    public var canonicalText: String { canonicalText(sections: Set(OptionSchema.sections)) }

    private func canonicalText(sections: Set<String>) -> String {
        JobKeys.canonicalOrder.filter { sections.contains($0.section) }.map { JobKeys.line($0, $0.read(self)) }.joined()
    }

    /// The identity of the job's results: 64 hexadecimal digits.
    public func key(seed: Int, dataFingerprint: String) -> String {
        let ending = JobKeys.ending(seed: seed, dataFingerprint: dataFingerprint, format: JobKeys.jobFormat)
        return Array((canonicalText + ending).utf8).withUnsafeBytes(JobKeys.hash)
    }

    /// The identity of the trained weights: the same over `data`, `model`, `fusion`, `text` and `train` only.
    public func trainingKey(seed: Int, dataFingerprint: String) -> String {
        let ending = JobKeys.ending(seed: seed, dataFingerprint: dataFingerprint, format: JobKeys.trainingFormat)
        let text = canonicalText(sections: OptionSchema.trainingSections) + ending
        return Array(text.utf8).withUnsafeBytes(JobKeys.hash)
    }
}
