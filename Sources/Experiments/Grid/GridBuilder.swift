/// Expands a merged spec: the axes' product, included cells, `when` rules, `exclude` rules; then the checks
/// that need the whole grid.
struct GridBuilder {
    /// Bounds on a grid; a sweep near them is a mistake in the spec.
    #if FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
    static let cellLimit = 10_000  // a large grid tells a fuzzer nothing that a small one does not
    #else
    static let cellLimit = 1_000_000
    #endif
    static let jobLimit = 5_000_000

    let document: SpecDocument
    var log: DiagnosticLog
    var slots: [SlotBuilder] = []
    /// Slot by option.
    var slotOf: [OptionDefinition: Int] = [:]
    var rows: [UInt32] = []
    /// Where each cell comes from: -1 for the product, else the index of its include entry.
    var origins: [Int32] = []
    /// The last `when` rule that set something in each cell, or -1.
    var lastWhen: [Int32] = []

    /// A swept option with its distinct values, numbered as they come.
    struct SlotBuilder {
        let option: OptionDefinition
        private(set) var values: [LocatedValue] = []
        private var numbers: [OptionValue: UInt32] = [:]

        init(option: OptionDefinition) { self.option = option }

        mutating func number(_ value: LocatedValue) -> UInt32 {
            if let number = numbers[value.value] { return number }
            let number = UInt32(values.count)
            numbers[value.value] = number
            values.append(value)
            return number
        }
    }

    init(document: SpecDocument, log: DiagnosticLog) {
        self.document = document
        self.log = log
    }

    var seeds: [Int] { document.seeds?.values ?? [1] }
    var cellCount: Int { origins.count }

    /// The grid and the baseline's cell, or nil if the log holds errors.
    mutating func build() -> (grid: Grid, baseline: Int?)? {
        makeSlots()
        checkVariation()
        guard expandProduct() else { return nil }
        addIncludes()
        applyWhens()
        applyExcludes()
        if cellCount == 0 {
            log.error("no cell is left: the exclude rules remove the whole grid", at: document.excludes.first?.position ?? top)
        }
        if log.hasErrors { return nil }
        let grid = removingDuplicates()
        checkRules(grid)
        let baseline = baselineCell(grid)
        return log.hasErrors ? nil : (grid, baseline)
    }

    var top: SourcePosition { SourcePosition(file: document.file, line: 1, column: 1) }

    /// What the spec's base gives an option.
    func baseValue(_ option: OptionDefinition) -> LocatedValue {
        document.base[option] ?? LocatedValue(value: option.defaultValue, shown: option.defaultValue, position: top)
    }

    mutating func makeSlots() {
        let sweeping = document.axes.map(\.option) + document.zips.flatMap { $0.axes.map(\.option) }
        let changing =
            document.whens.flatMap { $0.assignments.map(\.option) }
            + document.includes.flatMap { $0.assignments.map(\.option) }
        for option in sweeping + changing.filter({ !document.forced.contains($0) }) where slotOf[option] == nil {
            slotOf[option] = slots.count
            slots.append(SlotBuilder(option: option))
            _ = slots[slots.count - 1].number(baseValue(option))
        }
    }

    // MARK: Cells

    /// A set of slots that advance together, with their value numbers: [steps][slots].
    private struct Group {
        let slots: [Int]
        let numbers: [[UInt32]]
    }

    private mutating func groups() -> [Group] {
        let members = document.axes.map { [$0] } + document.zips.map(\.axes)
        return members.map { axes in
            let indices = axes.map { slotOf[$0.option]! }
            let numbers = axes[0].values.indices.map { step in
                axes.indices.map { slots[indices[$0]].number(axes[$0].values[step]) }
            }
            return Group(slots: indices, numbers: numbers)
        }
    }

    /// False (and an error) if the grid is too big.
    mutating func expandProduct() -> Bool {
        let groups = groups()
        var count = 1
        for group in groups {
            let (product, overflow) = count.multipliedReportingOverflow(by: group.numbers.count)
            count = overflow ? Int.max : product
        }
        let position = document.axes.first?.position ?? document.zips.first?.position ?? top
        let total = count.addingReportingOverflow(document.includes.count)
        guard !total.overflow, total.partialValue <= Self.cellLimit else {
            log.error(
                "the axes expand to \(count == Int.max ? "far too many" : String(count)) cells, allowed: at most \(Self.cellLimit)",
                at: position)
            return false
        }
        guard total.partialValue * seeds.count <= Self.jobLimit else {
            log.error(
                "\(total.partialValue) cells with \(seeds.count) seeds each make \(total.partialValue * seeds.count) jobs, "
                    + "allowed: at most \(Self.jobLimit)",
                at: document.seeds?.position ?? position)
            return false
        }
        rows = Array(repeating: 0, count: count * slots.count)
        origins = Array(repeating: -1, count: count)
        var repeats = count
        for group in groups {
            repeats /= group.numbers.count
            for cell in 0..<count {
                let numbers = group.numbers[(cell / repeats) % group.numbers.count]
                for (slot, number) in zip(group.slots, numbers) { rows[cell * slots.count + slot] = number }
            }
        }
        return true
    }

    mutating func addIncludes() {
        for (index, include) in document.includes.enumerated() {
            var row = Array(repeating: UInt32(0), count: slots.count)
            for assignment in include.assignments where !document.forced.contains(assignment.option) {
                let slot = slotOf[assignment.option]!
                row[slot] = slots[slot].number(assignment.value)
            }
            rows += row
            origins.append(Int32(index))
        }
    }

    // MARK: Rules

    /// A rule's conditions over slots; nil when an option that is not swept already rules every cell out.
    struct Matcher {
        var slots: [(slot: Int, isMatch: [Bool])] = []

        func matches(_ rows: [UInt32], at start: Int) -> Bool {
            slots.allSatisfy { $0.isMatch[Int(rows[start + $0.slot])] }
        }
    }

    func matcher(_ conditions: [SpecCondition]) -> Matcher? {
        var matcher = Matcher()
        for condition in conditions {
            let wanted = Set(condition.values.map(\.value))
            if let slot = slotOf[condition.option] {
                matcher.slots.append((slot, slots[slot].values.map { wanted.contains($0.value) }))
            } else if !wanted.contains(baseValue(condition.option).value) {
                return nil
            }
        }
        return matcher
    }

    /// An included cell keeps what its own entry says; the command line's values always hold.
    mutating func applyWhens() {
        lastWhen = Array(repeating: -1, count: cellCount)
        let includedOptions = document.includes.map { Set($0.assignments.map(\.option)) }
        for (index, rule) in document.whens.enumerated() {
            let changes = rule.assignments.filter { !document.forced.contains($0.option) }.map { assignment in
                let slot = slotOf[assignment.option]!
                return (option: assignment.option, slot: slot, number: slots[slot].number(assignment.value))
            }
            var matched = false
            if let matcher = matcher(rule.conditions) {
                for cell in 0..<cellCount where matcher.matches(rows, at: cell * slots.count) {
                    matched = true
                    for change in changes {
                        if origins[cell] >= 0, includedOptions[Int(origins[cell])].contains(change.option) { continue }
                        rows[cell * slots.count + change.slot] = change.number
                        lastWhen[cell] = Int32(index)
                    }
                }
            }
            if !matched { reportUnmatched("when rule", rule) }
        }
    }

    /// Included cells stay whatever the rules say.
    mutating func applyExcludes() {
        if document.excludes.isEmpty { return }
        var isKept = Array(repeating: true, count: cellCount)
        for rule in document.excludes {
            var matched = false
            if let matcher = matcher(rule.conditions) {
                for cell in 0..<cellCount where origins[cell] < 0 && matcher.matches(rows, at: cell * slots.count) {
                    (matched, isKept[cell]) = (true, false)
                }
            }
            if !matched { reportUnmatched("exclude rule", rule) }
        }
        keepCells(isKept)
    }

    mutating func keepCells(_ isKept: [Bool]) {
        let kept = isKept.indices.filter { isKept[$0] }
        let width = slots.count
        var compact: [UInt32] = []
        compact.reserveCapacity(kept.count * width)
        for cell in kept { compact += rows[(cell * width)..<((cell + 1) * width)] }
        rows = compact
        origins = kept.map { origins[$0] }
        lastWhen = kept.map { lastWhen[$0] }
    }
}
