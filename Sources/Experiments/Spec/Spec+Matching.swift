extension Spec {
    /// The cells in which every condition holds, in order.
    ///
    /// - Parameter conditions: see ``OptionCondition``; a swept path may be shortened to the name that it has in labels: `point=0`.
    /// - Throws: `SpecFailure` naming every condition that cannot be read.
    public func cellIndices(where conditions: [String]) throws(SpecFailure) -> [Int] {
        let wanted = try OptionCondition.read(conditions, shortNames: shortNames).map { (OptionSchema.option($0.path)!, $0) }
        return (0..<cellCount).filter { cell in wanted.allSatisfy { $1.holds(for: grid.optionValue($0, of: cell)) } }
    }

    /// What labels call the swept options: name -> path.
    public var shortNames: [String: String] {
        Dictionary(grid.slots.map { ($0.label, $0.path) }, uniquingKeysWith: { first, _ in first })
    }
}

extension Job {
    /// The value of an option, with what this seed gives to it; nil when there is no such option.
    public func value(of path: String) -> OptionValue? {
        guard let option = OptionSchema.option(path) else { return nil }
        return grid.variation.options.contains(option) ? configuration[path] : grid.optionValue(option, of: cellIndex)
    }
}

extension Grid {
    /// The value of any option in a cell, swept or not.
    func optionValue(_ option: OptionDefinition, of cell: Int) -> OptionValue {
        guard let slot = slots.firstIndex(where: { $0.option == option }) else { return option.read(base) }
        return slots[slot].values[value(slot, of: cell)]
    }
}
