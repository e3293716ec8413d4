import Platform

/// A condition on one option of jobs as people write it: `fusion.point=0`, `point=0,2`, `!conditioning=concat`.
public struct OptionCondition: Sendable {
    public let path: String
    /// Any of these; in the option's type, in the order given.
    public let values: [OptionValue]
    /// Whether none of them may be instead.
    public let isNegated: Bool
    private let accepted: Set<OptionValue>

    /// Reads conditions.
    ///
    /// - Parameters:
    ///   - texts: `path=value` each, the value in YAML; several values with commas between them, or as a list. `!` before the path
    ///     turns it round.
    ///   - shortNames: what labels of cells call the swept options. Otherwise the last component of a path will do if only one has it.
    /// - Throws: `SpecFailure` naming every condition that cannot be read.
    public static func read(_ texts: [String], shortNames: [String: String] = [:]) throws(SpecFailure) -> [OptionCondition] {
        let log = DiagnosticLog()
        let conditions = texts.compactMap { OptionCondition($0, shortNames, log) }
        if log.hasErrors { throw log.failure() }
        return conditions
    }

    private init?(_ text: String, _ shortNames: [String: String], _ log: DiagnosticLog) {
        let position = SourcePosition(file: "condition '\(text)'", line: 0, column: 0)
        log.nameFile(position.file)
        guard let equals = text.firstIndex(of: "=") else {
            log.error("found no `=`, allowed: path=value, such as `fusion.point=0`", at: position)
            return nil
        }
        let left = text[..<equals].filter { $0 != " " }
        isNegated = left.hasPrefix("!")
        guard let option = Self.option(isNegated ? String(left.dropFirst()) : left, shortNames, at: position, log) else { return nil }
        let right = String(text[text.index(after: equals)...])
        let list = commaParts(right).count > 1 ? "[\(right)]" : right
        guard let tree = YAMLTree.parse(list, file: position.file, hasLines: false, log: log) else { return nil }
        let reader = SpecReader(file: position.file, folder: ".", log: log)
        let value = tree.pairs?.isEmpty == true ? YAMLTree(content: .scalar(text: "", isPlain: true), position: position) : tree
        path = option.path
        values = unique(reader.anyOf(value, option: option).map(\.value))
        accepted = Set(values)
    }

    private static func option(
        _ name: String, _ shortNames: [String: String], at position: SourcePosition, _ log: DiagnosticLog
    ) -> OptionDefinition? {
        if let option = OptionSchema.option(shortNames[name] ?? name) { return option }
        let meant = OptionSchema.options.filter { $0.name == name }
        if meant.count == 1 { return meant[0] }
        let paths = meant.map { "`\($0.path)`" }.joined(separator: ", ")
        log.error(
            meant.isEmpty ? SpecReader.unknownPath(name) : "`\(name)` is short for several options: \(paths); write the one you mean",
            at: position)
        return nil
    }

    /// Whether it holds for a job with this value of the option.
    public func holds(for value: OptionValue) -> Bool { accepted.contains(value) != isNegated }

    /// What a job has that was stored before the option existed.
    public var defaultText: String { OptionSchema.option(path)?.defaultValue.plainText ?? "" }
}

/// Cut at the commas outside of brackets and quotes.
public func commaParts(_ text: String) -> [String] {
    var parts = [""], depth = 0, quote: Character?
    for character in text {
        if let open = quote {
            if character == open { quote = nil }
        } else if character == "'" || character == "\"" {
            quote = character
        } else if "[{".contains(character) {
            depth += 1
        } else if "]}".contains(character) {
            depth -= 1
        } else if character == ",", depth == 0 {
            parts.append("")
            continue
        }
        parts[parts.count - 1].append(character)
    }
    return parts
}
