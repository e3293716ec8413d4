/// Checks of the whole grid: rules that match nothing, cells that are the same job, options that do not fit
/// together, the baseline.
extension GridBuilder {
    /// An error, or a warning where an override or an extending file took away what the rule was about.
    func reportUnmatched(_ name: String, _ rule: SpecRule) {
        let isForgiven = rule.isInherited || rule.conditions.contains { document.overridden.contains($0.option) }
        log.tell("\(name) matches no cell: " + reason(rule.conditions), at: rule.position, isForgiven: isForgiven)
    }

    private func reason(_ conditions: [SpecCondition]) -> String {
        for condition in conditions {
            let path = condition.option.path
            let wanted = condition.values.map { "`\($0.shown)`" }.joined(separator: " or ")
            let present = presentValues(condition.option)
            if !condition.values.contains(where: { present.map(\.value).contains($0.value) }) {
                let listed = present.prefix(12).map { "`\($0.shown)`" }.joined(separator: ", ")
                return "`\(path)` is never \(wanted), its values here: \(listed)\(present.count > 12 ? ", ..." : "")"
            }
        }
        let combination = conditions.map { condition in
            "`\(condition.option.path)` " + condition.values.map { "`\($0.shown)`" }.joined(separator: " or ")
        }
        return "no cell has \(combination.joined(separator: " and "))"
    }

    /// The values an option takes in the cells.
    private func presentValues(_ option: OptionDefinition) -> [LocatedValue] {
        guard let slot = slotOf[option] else { return [baseValue(option)] }
        var isPresent = Array(repeating: false, count: slots[slot].values.count)
        for cell in 0..<cellCount { isPresent[Int(rows[cell * slots.count + slot])] = true }
        return isPresent.indices.filter { isPresent[$0] }.map { slots[slot].values[$0] }
    }

    // MARK: Duplicates

    /// The grid, after reporting cells that are the same job. Where the command line made them the same,
    /// the later ones are dropped with a warning.
    mutating func removingDuplicates() -> Grid {
        var grid = makeGrid()
        let twins = duplicates()
        if twins.isEmpty { return grid }
        let isForgiven = !document.overridden.isEmpty
        for (cell, first) in twins.prefix(20) {
            let message = "cell \(grid.label(of: cell)) is the same job as an earlier cell\(description(of: first))"
            log.tell(message + (isForgiven ? "; it runs once" : ""), at: position(ofOrigin: cell), isForgiven: isForgiven)
        }
        if twins.count > 20 {
            log.tell("\(twins.count - 20) more cells are the same jobs as earlier ones", at: top, isForgiven: isForgiven)
        }
        if isForgiven {
            var isKept = Array(repeating: true, count: cellCount)
            for (cell, _) in twins { isKept[cell] = false }
            keepCells(isKept)
            grid = makeGrid()
        }
        return grid
    }

    private func description(of first: Int) -> String {
        if origins[first] >= 0 {
            let place = document.includes[Int(origins[first])].position
            return place.line > 0 ? " (the include entry on line \(place.line))" : ""
        }
        return lastWhen[first] >= 0 ? " (changed by a when rule)" : ""
    }

    private func position(ofOrigin cell: Int) -> SourcePosition {
        if origins[cell] >= 0 { return document.includes[Int(origins[cell])].position }
        if lastWhen[cell] >= 0 { return document.whens[Int(lastWhen[cell])].position }
        return document.zips.first?.position ?? document.axes.first?.position ?? top
    }

    /// Later cells with the same value numbers as an earlier one. Numbers are equal exactly where values are.
    private func duplicates() -> [(cell: Int, first: Int)] {
        let width = slots.count
        var chains: [Int: [Int]] = Dictionary(minimumCapacity: cellCount)
        var found: [(cell: Int, first: Int)] = []
        for cell in 0..<cellCount {
            var hasher = Hasher()
            for slot in 0..<width { hasher.combine(rows[cell * width + slot]) }
            let hash = hasher.finalize()
            let twin = chains[hash]?.first { other in
                (0..<width).allSatisfy { rows[other * width + $0] == rows[cell * width + $0] }
            }
            if let twin { found.append((cell, twin)) } else { chains[hash, default: []].append(cell) }
        }
        return found
    }

    private func makeGrid() -> Grid {
        var base = JobConfiguration()
        for (option, value) in document.base { option.write(&base, value.value) }
        let labels = Grid.labels(of: slots.map(\.option.path))
        let finished = zip(slots, labels).map { slot, label in
            Grid.Slot(option: slot.option, label: label, values: slot.values.map(\.value), shown: slot.values.map(\.shown))
        }
        return Grid(base: base, slots: finished, rows: rows, cellCount: cellCount, variation: variation)
    }

    // MARK: What varies with the seed

    private var variation: SeedVariation {
        let seeds = document.seeds
        return SeedVariation(options: (seeds?.varied ?? []).map(\.option), origin: seeds?.origin ?? 1)
    }

    /// What varies with the seed must not be swept as well, and stays within its limits for all seeds.
    func checkVariation() {
        for varied in document.seeds?.varied ?? [] {
            let option = varied.option, declared = baseValue(option).value.int ?? 0
            if slotOf[option] != nil {
                log.error(
                    "`seeds.vary` names `\(option.path)`, which the grid sets cell by cell (`axes`, `zip`, `when` or `include`), "
                        + "allowed: options with one value in all cells", at: varied.position)
            } else if let seed = seeds.first(where: { !OptionSchema.seedRange.contains(declared + variation.offset(of: $0)) }) {
                log.error(
                    "`seeds.vary`: `\(option.path)` is \(declared), with seed \(seed) it would be "
                        + "\(declared + variation.offset(of: seed)), allowed: \(option.kind.allowed)", at: varied.position)
            }
        }
    }

    // MARK: Options that do not fit together

    /// What does not fit together in a document that has other errors, as far as these leave no doubt.
    static func misfits(_ document: SpecDocument, sparing doubts: SpecDoubts) -> [SpecDiagnostic] {
        guard doubts != .everything else { return [] }
        var builder = GridBuilder(document: document, log: DiagnosticLog())
        builder.makeSlots()
        guard builder.expandProduct() else { return [] }
        builder.addIncludes()
        builder.applyWhens()
        builder.applyExcludes()
        guard builder.cellCount > 0 else { return [] }
        // A rule that matches nothing may be about a value that was not read.
        builder.log = DiagnosticLog()
        builder.checkRules(builder.makeGrid(), sparing: doubts)
        return builder.log.errors
    }

    /// One error for each combination of the values a rule reads, with the first cell that has it.
    func checkRules(_ grid: Grid, sparing doubts: SpecDoubts = SpecDoubts()) {
        for rule in ConfigurationRule.all where doubts.spares(rule) {
            let read = rule.options.compactMap { slotOf[$0] }
            var cells: [UInt64: (first: Int, count: Int)] = [:]
            for cell in 0..<grid.cellCount {
                // A value number is below the number of cells plus the nodes of a file: 21 bits hold it.
                let combination = read.reduce(UInt64(0)) { $0 << 21 | UInt64(grid.value($1, of: cell)) }
                cells[combination, default: (cell, 0)].count += 1
                if read.isEmpty { break }
            }
            for (first, count) in cells.values.sorted(by: { $0.first < $1.first }) {
                guard let (problem, seed) = problem(rule, of: first, in: grid) else { continue }
                let total = read.isEmpty ? grid.cellCount : count
                log.error(
                    problem + place(of: first, total, in: grid) + (seed.map { " (with seed \($0))" } ?? ""),
                    at: position(of: rule, first, in: grid))
            }
        }
    }

    /// What is wrong with a cell as declared, or else with the first seed whose world does not fit.
    private func problem(_ rule: ConfigurationRule, of cell: Int, in grid: Grid) -> (problem: String, seed: Int?)? {
        if let problem = rule.problem(grid.configuration(of: cell)) { return (problem, nil) }
        guard grid.variation.options.contains(where: rule.options.contains) else { return nil }
        for seed in seeds {
            if let problem = rule.problem(grid.configuration(of: cell, seed: seed)) { return (problem, seed) }
        }
        return nil
    }

    private func place(of first: Int, _ count: Int, in grid: Grid) -> String {
        if grid.slots.isEmpty { return "" }
        if count == grid.cellCount, count > 1 { return " (in every cell)" }
        return " (in cell \(grid.label(of: first))" + (count > 1 ? " and \(count - 1) more)" : ")")
    }

    /// The swept value that is to blame, or the base's.
    private func position(of rule: ConfigurationRule, _ cell: Int, in grid: Grid) -> SourcePosition {
        let written = rule.options.compactMap { option -> SourcePosition? in
            guard let slot = slotOf[option] else { return nil }
            let position = slots[slot].values[grid.value(slot, of: cell)].position
            return position == top ? nil : position
        }
        return written.first ?? rule.options.compactMap { document.base[$0]?.position }.first ?? top
    }

    // MARK: Baseline

    func baselineCell(_ grid: Grid) -> Int? {
        guard let baseline = document.baseline else { return nil }
        let matcher = matcher(baseline.conditions)
        let cells = (0..<grid.cellCount).filter { matcher?.matches(grid.rows, at: $0 * grid.slots.count) ?? false }
        if cells.count == 1 { return cells[0] }
        if cells.isEmpty {
            reportUnmatched("baseline", baseline)
            return nil
        }
        let named = Set(baseline.conditions.map(\.option))
        let open = slots.indices.filter { slot in
            !named.contains(slots[slot].option) && Set(cells.map { grid.value(slot, of: $0) }).count > 1
        }
        let paths = open.map { "`\(grid.slots[$0].path)`" }.joined(separator: ", ")
        log.error("baseline names \(cells.count) cells, allowed: exactly one; name \(paths) as well", at: baseline.position)
        return nil
    }
}
