import Foundation
import Platform

extension SpecReader {
    /// One option named in a mapping.
    struct Entry {
        let option: OptionDefinition
        let tree: YAMLTree
        let position: SourcePosition
    }

    /// The options of a mapping whose keys are paths (`fusion.point: 2`) or sections (`fusion: {point: 2}`).
    func entries(_ tree: YAMLTree, of what: String) -> [Entry] {
        guard let pairs = tree.pairs, !pairs.isEmpty else {
            let found = tree.pairs == nil ? tree.found : "nothing"
            log.error(
                "\(what): found \(found), allowed: a mapping from option paths such as `fusion.point`", at: tree.position,
                doubting: .everything)
            return []
        }
        var entries: [Entry] = []
        var firstLines: [OptionDefinition: Int] = [:]
        func add(_ path: String, _ pair: YAMLPair) {
            guard let option = OptionSchema.option(path) else {
                log.error(Self.unknownPath(path), at: pair.keyPosition, doubting: .unknownPath(path))
                return
            }
            if let line = firstLines[option] {
                log.error("`\(path)` is given twice; the first is on line \(line)", at: pair.keyPosition, doubting: .option(option))
                return
            }
            firstLines[option] = pair.keyPosition.line
            entries.append(Entry(option: option, tree: pair.value, position: pair.keyPosition))
        }
        for pair in pairs {
            if !OptionSchema.sections.contains(pair.key) {
                add(pair.key, pair)
            } else if let inner = pair.value.pairs {
                for option in inner { add("\(pair.key).\(option.key)", option) }
            } else {
                log.error(
                    "`\(pair.key)`: found \(pair.value.found), allowed: a mapping of the section's options "
                        + "(\(Self.options(of: pair.key)))", at: pair.value.position, doubting: .section(pair.key))
            }
        }
        return entries
    }

    /// The value in the option's type, or nil after saying what is wrong with it.
    /// - Parameter several: what to advise where several values were meant.
    func value(_ tree: YAMLTree, of option: OptionDefinition, several: SeveralValues = .none) -> LocatedValue? {
        do throws(ValueProblem) {
            guard let found = tree.value else { throw .notAllowed }
            let value = try option.checked(found)
            let path = option.kind == .path ? value.string : nil
            return LocatedValue(value: path.map { .string(absolute($0)) } ?? value, shown: value, position: tree.position)
        } catch {
            let (blamed, position) = blamed(tree, option)
            let message =
                switch error {
                case .duplicate(let item): "`\(option.path)` lists `\(item)` twice"
                case .empty: "`\(option.path)`: found an empty list, allowed: \(option.kind.allowed)"
                case .notAllowed, .notFinite:
                    "`\(option.path)`: found \(blamed.found), allowed: \(option.kind.allowed)"
                        + hint(tree, blamed, option, several)
                }
            log.error(message, at: position, doubting: .option(option))
            return nil
        }
    }

    /// The list item that is wrong, if it is just one.
    private func blamed(_ tree: YAMLTree, _ option: OptionDefinition) -> (YAMLTree, SourcePosition) {
        guard option.kind.isList, let items = tree.items else { return (tree, tree.position) }
        let wrong = items.filter { item in item.value.flatMap { option.accept(.list([$0])) } == nil }
        return wrong.isEmpty ? (tree, tree.position) : (wrong[0], wrong[0].position)
    }

    func absolute(_ path: String) -> String {
        let expanded = path == "~" || path.hasPrefix("~/") ? NSHomeDirectory() + path.dropFirst() : path
        return URL(fileURLWithPath: expanded, relativeTo: URL(fileURLWithPath: folder, isDirectory: true)).standardizedFileURL.path
    }

    // MARK: Plain sections

    func list(_ tree: YAMLTree, of key: String) -> [YAMLTree] {
        if let items = tree.items { return items }
        log.error("`\(key)`: found \(tree.found), allowed: a list", at: tree.position, doubting: .everything)
        return []
    }

    func text(_ tree: YAMLTree, key: String) -> String? {
        if let text = tree.text, !tree.isNull { return text }
        log.error("`\(key)`: found \(tree.found), allowed: a text", at: tree.position)
        return nil
    }

    func name(_ tree: YAMLTree) -> String? {
        guard let name = text(tree, key: "name") else { return nil }
        if Self.isName(name) { return name }
        log.error(
            "`name`: found \(tree.found), allowed: up to 100 letters, digits, `.`, `_` and `-`, starting with a letter or digit",
            at: tree.position)
        return nil
    }

    static func isName(_ name: String) -> Bool {
        guard let first = name.first, name.count <= 100, first.isLetter || first.isNumber else { return false }
        return name.allSatisfy { $0.isLetter || $0.isNumber || "._-".contains($0) }
    }

    func paths(_ tree: YAMLTree) -> [(path: String, position: SourcePosition)] {
        let items = tree.items ?? [tree]
        return items.compactMap { item in
            if let path = item.text, !path.isEmpty, !item.isNull { return (path, item.position) }
            log.error(
                "`extends`: found \(item.found), allowed: the path of a spec file, or a list of them", at: item.position,
                doubting: .everything)
            return nil
        }
    }

    func integer(_ tree: YAMLTree, in range: ClosedRange<Int>, of key: String) -> Int? {
        if let value = tree.value?.wholeNumber, range.contains(value) { return value }
        log.error("`\(key)`: found \(tree.found), allowed: an integer from \(range.lowerBound) to \(range.upperBound)", at: tree.position)
        return nil
    }

    // MARK: Words

    private static func options(of section: String) -> String {
        listed(OptionSchema.options(of: section).map(\.name))
    }

    static func unknownPath(_ path: String) -> String {
        if let near = nearestPath(to: path, among: OptionSchema.paths) {
            return "unknown option `\(path)`; did you mean `\(near)`?"
        }
        let section = String(path.prefix { $0 != "." })
        if path.contains("."), OptionSchema.sections.contains(section) {
            return "unknown option `\(path)`, allowed in `\(section)`: \(options(of: section))"
        }
        return "unknown option `\(path)`, allowed sections: \(listed(OptionSchema.sections))"
    }

    /// A misspelt `description` changes no cell; anything else may.
    static func doubt(ofKey key: String) -> SpecDoubts {
        let harmless: [Key] = [.name, .description, .seeds, .baseline, .claims, .slurm]
        return harmless.map(\.rawValue).contains(nearestWord(to: key, among: Key.words) ?? "") ? SpecDoubts() : .everything
    }

    static func unknownKey(_ key: String) -> String {
        if OptionSchema.sections.contains(key) || OptionSchema.option(key) != nil {
            return "unknown key `\(key)`: it is an option; put it under `base`"
        }
        if let near = nearestWord(to: key, among: Key.words) { return "unknown key `\(key)`; did you mean `\(near)`?" }
        return "unknown key `\(key)`, allowed: \(listed(Key.words))"
    }
}
