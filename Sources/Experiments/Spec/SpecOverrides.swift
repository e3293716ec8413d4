import Foundation
import Platform

/// Command-line overrides, `key=value` with the value in YAML: `train.steps=100`, `axes.fusion.point=[0, 2]`,
/// `seeds=[1, 2]`, `exclude=[]`. Of two overrides of one key the later one holds.
enum SpecOverrides {
    /// Applies the overrides to a merged spec.
    static func apply(_ overrides: [String], to document: inout SpecDocument, folder: String, log: DiagnosticLog) {
        for override in overrides {
            let position = SourcePosition(file: "override '\(override)'", line: 0, column: 0)
            log.nameFile(position.file)
            guard let equals = override.firstIndex(of: "=") else {
                log.error("found no `=`, allowed: key=value, such as `train.steps=100`", at: position, doubting: .everything)
                continue
            }
            let key = override[..<equals].trimmingCharacters(in: .whitespaces)
            let text = String(override[override.index(after: equals)...])
            guard let tree = YAMLTree.parse(text, file: position.file, hasLines: false, log: log) else { continue }
            let value = text.allSatisfy(\.isWhitespace) ? YAMLTree(content: .scalar(text: "", isPlain: true), position: position) : tree
            let reader = SpecReader(file: position.file, folder: folder, log: log)
            apply(key, value, at: position, to: &document, reader: reader)
        }
    }

    private static func apply(
        _ key: String, _ tree: YAMLTree, at position: SourcePosition, to document: inout SpecDocument,
        reader: SpecReader
    ) {
        if let section = SpecReader.Key(rawValue: key) {
            return replace(section, tree, at: position, in: &document, reader: reader)
        }
        let isAxis = key.hasPrefix("axes.")
        let path = isAxis ? String(key.dropFirst("axes.".count)) : key
        guard let option = OptionSchema.option(path) else {
            reader.log.error(unknown(path, isAxis: isAxis), at: position, doubting: .unknownPath(path))
            return
        }
        if isAxis {
            let entry = SpecReader.Entry(option: option, tree: tree, position: position)
            if let axis = reader.axis(entry) { document.sweep(axis) }
            document.forced.remove(option)
        } else if let value = reader.value(tree, of: option, several: .axesOverride) {
            document.fix(option, to: value)
        }
        document.overridden.insert(option)
    }

    private static func replace(
        _ section: SpecReader.Key, _ tree: YAMLTree, at position: SourcePosition, in document: inout SpecDocument,
        reader: SpecReader
    ) {
        func refuse(_ example: String) {
            reader.log.error(
                "`\(section.rawValue)` cannot be overridden as a whole, allowed: one option, such as \(example)", at: position)
        }
        let isNothing = tree.isNull || tree.items?.isEmpty == true
        switch section {
        case .extends, .base: refuse("`train.steps=100`")
        case .axes: refuse("`axes.fusion.point=[0, 2]`")
        case .zip where !isNothing:
            reader.log.error("`zip` can only be emptied from the command line (`zip=[]`); use `axes.PATH=[...]`", at: position)
        case .baseline where isNothing: document.baseline = nil
        case .claims where isNothing: document.claims = nil
        case .slurm where isNothing: document.slurm = []
        case .seeds:
            let declared = document.seeds
            reader.read(section, tree, at: position, into: &document)
            document.seeds = document.seeds?.picked(from: declared)
        case .name, .description, .zip, .when, .exclude, .include, .baseline, .claims, .slurm:
            reader.read(section, tree, at: position, into: &document)
        }
    }

    private static func unknown(_ path: String, isAxis: Bool) -> String {
        let keys = SpecReader.Key.words.filter { $0 != "base" && $0 != "axes" && $0 != "extends" }
        let names = OptionSchema.options.map(\.name)
        if !isAxis, let near = nearestWord(to: path, among: names + keys), keys.contains(near), !names.contains(near) {
            return "unknown key `\(path)`; did you mean `\(near)`?"
        }
        return SpecReader.unknownPath(path)
    }
}

extension SpecDocument {
    /// Sweeps an option over other values, in the axis's place if there is one.
    fileprivate mutating func sweep(_ axis: SpecAxis) {
        if let index = axes.firstIndex(where: { $0.option == axis.option }) {
            axes[index] = axis
        } else {
            removeAxis(axis.option)
            axes.append(axis)
        }
    }

    /// Gives an option one value in every cell; an option that was swept stays an axis, of that value.
    fileprivate mutating func fix(_ option: OptionDefinition, to value: LocatedValue) {
        let isSwept = axes.contains { $0.option == option } || zips.contains { $0.axes.contains { $0.option == option } }
        if isSwept { sweep(SpecAxis(option: option, values: [value], position: value.position)) }
        base[option] = value
        forced.insert(option)
    }
}
