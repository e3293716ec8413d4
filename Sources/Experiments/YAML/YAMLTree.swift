import Yams

/// A YAML value with its place: what the rest of the module sees of YAML.
struct YAMLTree: Sendable {
    indirect enum Content: Sendable {
        case scalar(text: String, isPlain: Bool)
        case sequence([YAMLTree])
        case mapping([YAMLPair])
    }

    let content: Content
    let position: SourcePosition
}

struct YAMLPair: Sendable {
    let key: String
    let keyPosition: SourcePosition
    let value: YAMLTree
}

/// Bounds on what a spec file may hold, so that no file can exhaust time, memory or the stack.
enum YAMLLimits {
    static let bytes = 16 << 20
    /// After aliases are followed. A short file has no business with many values: where aliases multiply they are found
    /// out early.
    static func nodes(bytes: Int) -> Int { min(500_000, 1000 + 20 * bytes) }
    static let depth = 32
    /// Nesting the parser may meet before the tree's own depth is checked.
    static let openBrackets = 64
    static let indentation = 200
}

extension YAMLTree {
    /// Parses one document; returns nil (and logs why) if it is not YAML, not UTF-8-clean, too big, or uses
    /// YAML features that specs do without. An empty document is an empty mapping.
    ///
    /// With `hasLines` false every position is the file as a whole: for command-line overrides.
    static func parse(_ text: String, file: String, hasLines: Bool = true, log: DiagnosticLog) -> YAMLTree? {
        let start = SourcePosition(file: file, line: hasLines ? 1 : 0, column: hasLines ? 1 : 0)
        guard text.utf8.count <= YAMLLimits.bytes else {
            log.error("the file has \(text.utf8.count) bytes, allowed: at most \(YAMLLimits.bytes)", at: start)
            return nil
        }
        if let position = tooDeepNesting(in: text, file: file) {
            log.error("values are nested too deep, allowed: at most \(YAMLLimits.depth) levels", at: hasLines ? position : start)
            return nil
        }
        do {
            guard let root = try Yams.compose(yaml: text) else {
                return YAMLTree(content: .mapping([]), position: start)
            }
            var converter = YAMLConverter(
                file: file, hasLines: hasLines, limit: YAMLLimits.nodes(bytes: text.utf8.count), log: log)
            let tree = converter.convert(root, depth: 1)
            return converter.isWithinLimits ? tree : nil
        } catch let error as YamlError {
            let (message, mark) = describe(error)
            let position = SourcePosition(file: file, line: mark.line, column: mark.column)
            log.error("not valid YAML: \(message)", at: hasLines ? position : start)
        } catch {
            log.error("not valid YAML: \(error)", at: start)
        }
        return nil
    }

    private static func describe(_ error: YamlError) -> (message: String, mark: (line: Int, column: Int)) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let words = (context.map { $0.text + ": " } ?? "") + problem
            return (words, (mark.line, mark.column))
        case .reader(let problem, let offset, _, let yaml):
            let before = yaml.prefix(offset ?? 0)
            let line = before.split(separator: "\n", omittingEmptySubsequences: false)
            return (problem, (Swift.max(1, line.count), (line.last?.unicodeScalars.count ?? 0) + 1))
        default:
            let firstLine = "\(error)".split(separator: "\n").first.map(String.init) ?? "unknown error"
            return (firstLine, (1, 1))
        }
    }

    /// A place nested so deep that the recursive parser could run out of stack. Conservative: brackets in
    /// quoted texts count as well.
    private static func tooDeepNesting(in text: String, file: String) -> SourcePosition? {
        var (line, column, open, isPrefix) = (1, 0, 0, true)
        for scalar in text.unicodeScalars {
            column += 1
            switch scalar {
            case "\n": (line, column, isPrefix) = (line + 1, 0, true)
            case "[", "{": (open, isPrefix) = (open + 1, false)
            case "]", "}": (open, isPrefix) = (Swift.max(0, open - 1), false)
            case " ", "-", "?", ":", "\t": break
            default: isPrefix = false
            }
            if open > YAMLLimits.openBrackets || (isPrefix && column > YAMLLimits.indentation) {
                return SourcePosition(file: file, line: line, column: column)
            }
        }
        return nil
    }
}

/// Turns the parser's nodes into a tree, counting them so that aliases cannot multiply without bound.
private struct YAMLConverter {
    let file: String
    let hasLines: Bool
    let limit: Int
    let log: DiagnosticLog
    var nodes = 0
    var isWithinLimits = true

    mutating func convert(_ node: Node, depth: Int) -> YAMLTree {
        let position = SourcePosition(
            file: file, line: hasLines ? node.mark?.line ?? 1 : 0, column: hasLines ? node.mark?.column ?? 1 : 0)
        nodes += 1
        let empty = YAMLTree(content: .scalar(text: "", isPlain: true), position: position)
        guard isWithinLimits else { return empty }
        guard nodes <= limit else {
            log.error(
                "more than \(limit) values once aliases are followed, too many for a file of this size; "
                    + "use fewer aliases, or write the values out", at: position)
            isWithinLimits = false
            return empty
        }
        guard depth <= YAMLLimits.depth else {
            log.error("values are nested too deep, allowed: at most \(YAMLLimits.depth) levels", at: position)
            isWithinLimits = false
            return empty
        }
        if let scalar = node.scalar {
            return YAMLTree(content: .scalar(text: scalar.string, isPlain: isPlain(scalar, position)), position: position)
        }
        if let sequence = node.sequence {
            return YAMLTree(content: .sequence(sequence.map { convert($0, depth: depth + 1) }), position: position)
        }
        return YAMLTree(content: .mapping(pairs(node, depth: depth)), position: position)
    }

    private mutating func pairs(_ node: Node, depth: Int) -> [YAMLPair] {
        var pairs: [YAMLPair] = []
        var firstLines: [String: Int] = [:]
        guard let mapping = node.mapping else { return [] }
        for (keyNode, valueNode) in mapping {
            let key = convert(keyNode, depth: depth + 1)
            let value = convert(valueNode, depth: depth + 1)
            guard isWithinLimits else { break }
            guard case .scalar(let name, let isPlain) = key.content else {
                log.error("found a \(key.kind) as a key, allowed: a word", at: key.position)
                continue
            }
            if name == "<<", isPlain {
                log.error("merge keys (`<<`) are not supported; use `extends`, or write the values out", at: key.position)
            } else if let line = firstLines[name] {
                log.error("`\(name)` is given twice; the first is on line \(line)", at: key.position)
            } else {
                firstLines[name] = key.position.line
                pairs.append(YAMLPair(key: name, keyPosition: key.position, value: value))
            }
        }
        return pairs
    }

    private mutating func isPlain(_ scalar: Node.Scalar, _ position: SourcePosition) -> Bool {
        let isText = scalar.tag == Tag(.str)
        if !isText, scalar.tag != Tag(.implicit) {
            log.error("found the YAML tag `\(scalar.tag)`, allowed: values without tags", at: position)
        }
        return scalar.style == .plain && !isText
    }
}
