import Foundation

/// Reads one spec file's tree into a `SpecDocument`, logging everything that is wrong with it.
struct SpecReader {
    let file: String
    /// Folder that relative data paths start from.
    let folder: String
    let log: DiagnosticLog

    enum Key: String, CaseIterable {
        case name, description, extends, base, axes, zip, when, exclude, include, seeds, baseline, claims, slurm

        static let words = allCases.map(\.rawValue)
    }

    func read(_ tree: YAMLTree) -> SpecDocument {
        var document = SpecDocument(file: file)
        // A document that was begun and holds nothing.
        if tree.isNull { return document }
        guard let pairs = tree.pairs else {
            log.error("found a \(tree.kind), allowed: a mapping with the keys \(listed(Key.words))", at: tree.position)
            return document
        }
        for pair in pairs {
            if let key = Key(rawValue: pair.key) {
                read(key, pair.value, at: pair.keyPosition, into: &document)
            } else {
                log.error(Self.unknownKey(pair.key), at: pair.keyPosition, doubting: Self.doubt(ofKey: pair.key))
            }
        }
        checkAxesAreDistinct(document)
        return document
    }

    func read(_ key: Key, _ tree: YAMLTree, at position: SourcePosition, into document: inout SpecDocument) {
        switch key {
        case .name: document.name = name(tree)
        case .description: document.description = text(tree, key: "description")
        case .extends: document.extends = paths(tree)
        case .base:
            for entry in entries(tree, of: "base") {
                if let value = value(entry.tree, of: entry.option, several: .underAxes) { document.base[entry.option] = value }
            }
        case .axes: document.axes = entries(tree, of: "axes").compactMap { axis($0) }
        case .zip: document.zips = list(tree, of: "zip").compactMap { zip($0) }
        case .when: document.whens = list(tree, of: "when").compactMap { when($0) }
        case .exclude:
            document.excludes = list(tree, of: "exclude").compactMap { item in
                conditions(item, of: "an exclude rule").map { SpecRule(conditions: $0, position: item.position) }
            }
        case .include:
            document.includes = list(tree, of: "include").map {
                SpecInclude(assignments: assignments($0, of: "an include entry"), position: $0.position)
            }
        case .seeds: document.seeds = seeds(tree)
        case .slurm: document.slurm = [tree]
        case .claims: document.claims = SpecClaims(tree: tree, position: position, file: file)
        case .baseline:
            let found = assignments(tree, of: "baseline")
            document.baseline = SpecRule(
                conditions: found.map { SpecCondition(option: $0.option, values: [$0.value]) }, position: position)
        }
    }

    // MARK: Grid sections

    func axis(_ entry: Entry) -> SpecAxis? {
        let path = entry.option.path
        guard let items = entry.tree.items, !items.isEmpty else {
            let found = entry.tree.items == nil ? entry.tree.found : "an empty list"
            log.error(
                "axis `\(path)`: found \(found), allowed: a list of one or more values" + axisHint(entry.tree, entry.option),
                at: entry.tree.position,
                doubting: .option(entry.option))
            return nil
        }
        var values: [LocatedValue] = []
        var firstLines: [OptionValue: Int] = [:]
        for item in items {
            guard let value = value(item, of: entry.option) else { continue }
            if firstLines.updateValue(item.position.line, forKey: value.value) != nil {
                log.error("axis `\(path)` lists `\(value.shown)` twice", at: item.position)
            } else {
                values.append(value)
            }
        }
        return values.isEmpty ? nil : SpecAxis(option: entry.option, values: values, position: entry.position)
    }

    private func zip(_ tree: YAMLTree) -> SpecZip? {
        var axes: [SpecAxis] = []
        var isComplete = true
        for entry in entries(tree, of: "a zip group") {
            guard let items = entry.tree.items, !items.isEmpty else {
                isComplete = axis(entry) != nil
                continue
            }
            let values = items.compactMap { value($0, of: entry.option) }
            if values.count < items.count { isComplete = false }
            axes.append(SpecAxis(option: entry.option, values: values, position: entry.position))
        }
        guard isComplete, let first = axes.first else { return nil }
        if let other = axes.first(where: { $0.values.count != first.values.count }) {
            log.error(
                "zip group: `\(first.option.path)` has \(first.values.count) values and `\(other.option.path)` has "
                    + "\(other.values.count), allowed: the same number", at: other.position, doubting: .everything)
            return nil
        }
        return SpecZip(axes: axes, position: tree.position)
    }

    private func when(_ tree: YAMLTree) -> SpecRule? {
        guard let pairs = tree.pairs else {
            log.error(
                "a when rule: found \(tree.found), allowed: `{if: {path: value}, set: {path: value}}`", at: tree.position,
                doubting: .everything)
            return nil
        }
        for pair in pairs where pair.key != "if" && pair.key != "set" {
            log.error("a when rule: unknown key `\(pair.key)`, allowed: `if`, `set`", at: pair.keyPosition, doubting: .everything)
        }
        guard let condition = pairs.first(where: { $0.key == "if" }), let set = pairs.first(where: { $0.key == "set" }) else {
            log.error("a when rule needs both `if` and `set`", at: tree.position, doubting: .everything)
            return nil
        }
        let assignments = assignments(set.value, of: "`set` of a when rule")
        guard let conditions = conditions(condition.value, of: "`if` of a when rule") else { return nil }
        return SpecRule(conditions: conditions, assignments: assignments, position: tree.position)
    }

    /// Nil when some condition could not be read: the rule must not then match more cells than was meant.
    private func conditions(_ tree: YAMLTree, of rule: String) -> [SpecCondition]? {
        let errorsBefore = log.errors.count
        var conditions: [SpecCondition] = []
        for entry in entries(tree, of: rule) {
            conditions.append(SpecCondition(option: entry.option, values: anyOf(entry.tree, option: entry.option)))
        }
        guard log.errors.count == errorsBefore else {
            log.doubt(.everything)
            return nil
        }
        return conditions
    }

    /// One value of the option, or each of a list of them.
    func anyOf(_ tree: YAMLTree, option: OptionDefinition) -> [LocatedValue] {
        let items = tree.items ?? []
        let isListOption = option.kind.isList
        let isSeveral = !items.isEmpty && (!isListOption || items.allSatisfy { $0.items != nil })
        return (isSeveral ? items : [tree]).compactMap { value($0, of: option, several: isSeveral ? .none : .list) }
    }

    func assignments(_ tree: YAMLTree, of rule: String) -> [SpecAssignment] {
        entries(tree, of: rule).compactMap { entry in
            value(entry.tree, of: entry.option).map { SpecAssignment(option: entry.option, value: $0) }
        }
    }

    private func checkAxesAreDistinct(_ document: SpecDocument) {
        var firstLines: [OptionDefinition: Int] = [:]
        for axis in document.axes + document.zips.flatMap(\.axes) {
            if let line = firstLines[axis.option] {
                log.error(
                    "`\(axis.option.path)` is swept twice; the first is on line \(line)", at: axis.position,
                    doubting: .everything)
            } else {
                firstLines[axis.option] = axis.position.line
            }
        }
    }
}
