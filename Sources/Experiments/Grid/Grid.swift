import Platform

/// The expanded cells in compact form: one small number per cell and swept option.
final class Grid: Sendable {
    /// The value of every option that is not swept.
    let base: JobConfiguration
    /// Swept options: axes in the order of the spec, zip groups, then what `when` and `include` change.
    let slots: [Slot]
    /// Row-major [cells, slots]: indices into a slot's values.
    let rows: [UInt32]
    let cellCount: Int

    /// One swept option and every value it takes anywhere.
    struct Slot: Sendable {
        let option: OptionDefinition
        /// The path's last component where that is unique among the slots.
        let label: String
        /// In the option's type; what the configuration gets.
        let values: [OptionValue]
        /// What coordinates show: a path as written.
        let shown: [OptionValue]

        var path: String { option.path }
    }

    /// What changes with the seed; none of it is swept.
    let variation: SeedVariation

    init(
        base: JobConfiguration, slots: [Slot], rows: [UInt32], cellCount: Int,
        variation: SeedVariation = SeedVariation(options: [], origin: 1)
    ) {
        precondition(rows.count == slots.count * cellCount)
        (self.base, self.slots, self.rows, self.cellCount) = (base, slots, rows, cellCount)
        self.variation = variation
    }

    /// The value index of a slot in a cell.
    func value(_ slot: Int, of cell: Int) -> Int { Int(rows[cell * slots.count + slot]) }

    /// With the declared values of what varies: those of the first seed.
    func configuration(of cell: Int) -> JobConfiguration { configuration(of: cell, base: base) }

    func configuration(of cell: Int, seed: Int) -> JobConfiguration {
        variation.isEmpty ? configuration(of: cell) : configuration(of: cell, base: variation.applied(to: base, seed: seed))
    }

    func configuration(of cell: Int, base: JobConfiguration) -> JobConfiguration {
        var configuration = base
        for (index, slot) in slots.enumerated() {
            slot.option.write(&configuration, slot.values[value(index, of: cell)])
        }
        return configuration
    }

    func coordinates(of cell: Int) -> [Coordinate] {
        slots.enumerated().map { Coordinate(path: $1.path, value: $1.shown[value($0, of: cell)]) }
    }

    func label(of cell: Int) -> String {
        if slots.isEmpty { return "base" }
        return slots.enumerated().map { "\($1.label)=\($1.shown[value($0, of: cell)])" }.joined(separator: " ")
    }

    /// Last components where they are unique, whole paths elsewhere.
    static func labels(of paths: [String]) -> [String] {
        let names = paths.map(lastComponent(of:))
        return names.indices.map { index in names.filter { $0 == names[index] }.count == 1 ? names[index] : paths[index] }
    }
}
