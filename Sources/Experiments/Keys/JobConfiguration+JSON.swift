/// The JSON form has the YAML paths as nested keys: `{"data": {"image_size": 32, ...}, ...}`.
extension JobConfiguration: Codable {
    /// Options missing from the JSON take their defaults (they were added after it was written).
    /// - Throws: `DecodingError` for an unknown option or a value outside the option's limits.
    public init(from decoder: any Decoder) throws {
        self.init()
        let root = try decoder.container(keyedBy: OptionKey.self)
        for section in root.allKeys {
            let options = try root.nestedContainer(keyedBy: OptionKey.self, forKey: section)
            for name in options.allKeys {
                let path = "\(section.stringValue).\(name.stringValue)"
                guard let option = OptionSchema.option(path) else {
                    throw DecodingError.dataCorruptedError(forKey: name, in: options, debugDescription: "unknown option `\(path)`")
                }
                let found = try options.decode(OptionValue.self, forKey: name)
                guard let value = option.accept(found) else {
                    throw DecodingError.dataCorruptedError(
                        forKey: name, in: options,
                        debugDescription: "`\(path)`: found `\(found)`, allowed: \(option.kind.allowed)")
                }
                option.write(&self, value)
            }
        }
    }

    /// Writes every option, defaults too.
    public func encode(to encoder: any Encoder) throws {
        var root = encoder.container(keyedBy: OptionKey.self)
        for section in OptionSchema.sections {
            var container = root.nestedContainer(keyedBy: OptionKey.self, forKey: OptionKey(section))
            for option in OptionSchema.options(of: section) {
                try container.encode(option.read(self), forKey: OptionKey(option.name))
            }
        }
    }

    /// Every option on one line of JSON, in the order of the documentation: the form the results store keeps.
    public var resolvedJSON: String {
        JSONText.object(
            OptionSchema.sections.map { section in
                (section, .object(OptionSchema.options(of: section).map { ($0.name, JSONText($0.read(self))) }))
            }
        ).render(indented: false)
    }

    /// Every option's path and value, in the order of the documentation.
    public var options: [(path: String, value: OptionValue)] {
        OptionSchema.options.map { ($0.path, $0.read(self)) }
    }

    /// The value of one option by its YAML path, or nil if there is no such option.
    public subscript(path: String) -> OptionValue? { OptionSchema.option(path)?.read(self) }
}

private struct OptionKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
