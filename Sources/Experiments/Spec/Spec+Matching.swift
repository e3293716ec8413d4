extension Spec {
    /// The cells in which every condition holds, in order.
    ///
    /// - Parameter conditions: `path=value` each, the value in YAML, or a list of values for any of them. A swept
    ///   path may be shortened to the name it has in labels: `point=0`.
    /// - Throws: `SpecFailure` naming every condition that cannot be read.
    public func cellIndices(where conditions: [String]) throws(SpecFailure) -> [Int] {
        let log = DiagnosticLog()
        var wanted: [(option: OptionDefinition, values: Set<OptionValue>)] = []
        for condition in conditions {
            let position = SourcePosition(file: "condition '\(condition)'", line: 0, column: 0)
            log.nameFile(position.file)
            let parts = condition.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2 else {
                log.error("found no `=`, allowed: path=value, such as `fusion.point=0`", at: position)
                continue
            }
            let name = parts[0].filter { $0 != " " }
            let path = grid.slots.first { $0.label == name }?.path ?? name
            guard let option = OptionSchema.option(path) else {
                log.error(SpecReader.unknownPath(path), at: position)
                continue
            }
            guard let tree = YAMLTree.parse(String(parts[1]), file: position.file, hasLines: false, log: log) else { continue }
            let reader = SpecReader(file: position.file, folder: ".", log: log)
            let value = tree.pairs?.isEmpty == true ? YAMLTree(content: .scalar(text: "", isPlain: true), position: position) : tree
            wanted.append((option, Set(reader.anyOf(value, option: option).map(\.value))))
        }
        if log.hasErrors { throw log.failure() }
        return (0..<cellCount).filter { cell in wanted.allSatisfy { $0.values.contains(grid.optionValue($0.option, of: cell)) } }
    }
}

extension Grid {
    /// The value of any option in a cell, swept or not.
    func optionValue(_ option: OptionDefinition, of cell: Int) -> OptionValue {
        guard let slot = slots.firstIndex(where: { $0.option == option }) else { return option.read(base) }
        return slots[slot].values[value(slot, of: cell)]
    }
}
