import Claims
import Platform

/// Finds the cells that a claim compares: one row for each combination of the options that it is asked for one by one.
struct QuestionRows {
    let grid: Grid
    let claim: Claim

    typealias Row = (place: [Grid.Coordinate], question: AskedQuestion)

    func rows() -> [Row] {
        let eligible = grid.cells.indices.filter { index in claim.conditions.allSatisfy { holds($0, index) } }
        let each = claim.each.filter(grid.paths.contains)
        let places = unique(eligible.map { index in each.compactMap { coordinate($0, index) } })
        if places.isEmpty { return [([], .absent("the grid has no cells with \(words(claim.conditions))"))] }
        return places.map { place in
            let cells = eligible.filter { index in place.allSatisfy { grid.cells[index].value(of: $0.path) == $0.value } }
            return (place, ask(cells))
        }
    }

    private func ask(_ cells: [Int]) -> AskedQuestion {
        switch claim.question {
        case .change(let option, let from, let to): change(option, from, to, cells)
        case .slope(let option): slope(option, cells)
        case .interaction(let first, let second): interaction(first, second, cells)
        case .cells(let these, let those): kinds(these, those, cells)
        case .level: level(cells)
        }
    }

    // MARK: Questions

    private func change(_ option: String, _ from: Level, _ to: Level, _ cells: [Int]) -> AskedQuestion {
        guard let start = value(from, of: option), let end = value(to, of: option), start != end else { return unvaried(option) }
        return compare(
            cells, without: [option], these: [Condition(option, [.value(end)])], those: [Condition(option, [.value(start)])],
            text: "\(words([(option, end)])) against \(words([(option, start)]))")
    }

    private func kinds(_ these: [Condition], _ those: [Condition], _ cells: [Int]) -> AskedQuestion {
        // The last of what does not vary is not what the claim means.
        let fixed = (these + those).filter { condition in
            condition.levels.contains { ($0 == .first || $0 == .last) && ends(condition.option) == nil }
        }.map(\.option)
        guard fixed.isEmpty else { return unvaried(listed(unique(fixed))) }
        if Set(cells.filter { matches(these, $0) }) == Set(cells.filter { matches(those, $0) }) {
            return unvaried(listed(unique(these.map(\.option))))
        }
        return compare(
            cells, without: unique((these + those).map(\.option)), these: these, those: those,
            text: "\(words(these)) against \(words(those))")
    }

    /// Means of cells of one kind minus those of another, over groups of cells that are equal in all other swept options.
    private func compare(
        _ cells: [Int], without paths: [String], these: [Condition], those: [Condition], text: String
    ) -> AskedQuestion {
        var missing: [String] = [], pairs: [(these: [Int], those: [Int])] = []
        for group in groups(cells, without: paths) {
            let pair = (these: group.cells.filter { matches(these, $0) }, those: group.cells.filter { matches(those, $0) })
            switch (pair.these.isEmpty, pair.those.isEmpty) {
            case (false, false): pairs.append(pair)
            case (true, true): break
            case (true, false): missing.append(label(group.key, these))
            case (false, true): missing.append(label(group.key, those))
            }
        }
        guard missing.isEmpty else { return incomplete(missing) }
        guard !pairs.isEmpty else { return .absent("the grid has no cells, otherwise equal, with \(text)") }
        var contrast = CellContrast()
        for pair in pairs {
            for cell in pair.these { contrast.add(1 / Double(pairs.count * pair.these.count), cell) }
            for cell in pair.those { contrast.add(-1 / Double(pairs.count * pair.those.count), cell) }
        }
        contrast.text = text + over(pairs.count)
        return .asked(contrast)
    }

    private func slope(_ option: String, _ cells: [Int]) -> AskedQuestion {
        let found = groups(cells, without: [option])
        let levels = unique(cells.compactMap { grid.cells[$0].option(option) }).compactMap { text in Double(text).map { (text, $0) } }
            .sorted { $0.1 < $1.1 }
        guard levels.count > 1, let first = levels.first, let last = levels.last else { return unvaried(option) }
        var contrast = CellContrast(), ends = CellContrast(), missing: [String] = []
        let middle = levels.reduce(0) { $0 + $1.1 } / Double(levels.count)
        let squares = levels.reduce(0) { $0 + ($1.1 - middle) * ($1.1 - middle) }
        for group in found {
            for level in levels {
                guard let cell = group.cells.first(where: { grid.cells[$0].option(option) == level.0 }) else {
                    missing.append(label(group.key, [(option, level.0)]))
                    continue
                }
                contrast.add((level.1 - middle) / squares / Double(found.count), cell)
                if level.0 == last.0 { ends.add(1 / Double(found.count), cell) }
                if level.0 == first.0 { ends.add(-1 / Double(found.count), cell) }
            }
        }
        guard missing.isEmpty else { return incomplete(missing) }
        ends.text = "\(words([(option, last.0)])) against \(words([(option, first.0)]))"
        contrast.text = "one more of \(grid.shortName(of: option)) (\(levels.map(\.0).joined(separator: ", ")))" + over(found.count)
        contrast.unit = "per block"
        contrast.check = [ends]
        return .asked(contrast)
    }

    private func interaction(_ first: String, _ second: String, _ cells: [Int]) -> AskedQuestion {
        guard let a = ends(first), let b = ends(second) else {
            return unvaried(listed([first, second].filter { ends($0) == nil }))
        }
        let corners: [(levels: [(String, String)], sign: Double)] = [
            ([(first, a.last), (second, b.last)], 1), ([(first, a.last), (second, b.first)], -1),
            ([(first, a.first), (second, b.last)], -1), ([(first, a.first), (second, b.first)], 1),
        ]
        var contrast = CellContrast(), missing: [String] = []
        let found = groups(cells, without: [first, second]).filter { group in
            corners.contains { corner in group.cells.contains { matches(corner.levels, $0) } }
        }
        for group in found {
            for corner in corners {
                guard let cell = group.cells.first(where: { matches(corner.levels, $0) }) else {
                    missing.append(label(group.key, corner.levels))
                    continue
                }
                contrast.add(corner.sign / Double(found.count), cell)
            }
        }
        guard missing.isEmpty else { return incomplete(missing) }
        guard !found.isEmpty else { return unvaried(listed([first, second])) }
        contrast.text =
            "what \(words([(first, a.last), (second, b.last)])) do together beyond what each does alone" + over(found.count)
        return .asked(contrast)
    }

    private func level(_ cells: [Int]) -> AskedQuestion {
        var contrast = CellContrast()
        for cell in cells { contrast.add(1 / Double(cells.count), cell) }
        contrast.text =
            (claim.conditions.isEmpty ? "all cells" : words(claim.conditions)) + " (\(cells.count) \(cells.count == 1 ? "cell" : "cells"))"
        return .asked(contrast)
    }

    // MARK: Cells

    /// Cells that are equal in all swept options but these, in the grid's order.
    private func groups(_ cells: [Int], without paths: [String]) -> [(key: [Grid.Coordinate], cells: [Int])] {
        let keys = cells.map { cell in grid.cells[cell].coordinates.filter { !paths.contains($0.path) } }
        let members = Dictionary(grouping: cells.indices, by: { keys[$0] })
        return unique(keys).map { key in (key, (members[key] ?? []).map { cells[$0] }) }
    }

    private func matches(_ levels: [(String, String)], _ cell: Int) -> Bool {
        levels.allSatisfy { isSame(grid.cells[cell].option($0.0), $0.1) }
    }

    private func matches(_ conditions: [Condition], _ cell: Int) -> Bool { conditions.allSatisfy { holds($0, cell) } }

    private func holds(_ condition: Condition, _ cell: Int) -> Bool {
        condition.levels.contains { level in
            value(level, of: condition.option).map { isSame(grid.cells[cell].option(condition.option), $0) } ?? false
        }
    }

    private func coordinate(_ path: String, _ cell: Int) -> Grid.Coordinate? {
        grid.cells[cell].value(of: path).map { Grid.Coordinate(path: path, value: $0) }
    }

    /// 0.5 and .5 are one number, however they were written.
    private func isSame(_ a: String?, _ b: String) -> Bool {
        guard let a else { return false }
        if a == b { return true }
        guard let x = Double(a), let y = Double(b) else { return false }
        return x == y
    }

    private func value(_ level: Level, of option: String) -> String? {
        switch level {
        case .value(let text): text
        case .first: ends(option)?.first ?? fixedValue(option)
        case .last: ends(option)?.last ?? fixedValue(option)
        }
    }

    /// Of an option that the grid does not vary.
    private func fixedValue(_ option: String) -> String? {
        let values = unique(grid.cells.compactMap { $0.option(option) })
        return values.count == 1 ? values[0] : nil
    }

    /// The least and the greatest number, or the first and the last word; nil for an option that does not vary.
    private func ends(_ option: String) -> (first: String, last: String)? {
        let values = unique(grid.cells.compactMap { $0.option(option) })
        guard values.count > 1 else { return nil }
        let numbers = values.compactMap { text in Double(text).map { (text, $0) } }
        guard numbers.count == values.count, let least = numbers.min(by: { $0.1 < $1.1 }),
            let greatest = numbers.max(by: { $0.1 < $1.1 })
        else { return (values[0], values[values.count - 1]) }
        return (least.0, greatest.0)
    }

    // MARK: Words

    private func unvaried(_ options: String) -> AskedQuestion { .absent("the grid does not vary \(options)") }

    private func incomplete(_ missing: [String]) -> AskedQuestion {
        let seeds = grid.cells.map(\.jobs.count).max() ?? 0
        let missing = unique(missing)
        return .incomplete(missing: missing, jobs: missing.count * seeds)
    }

    private func label(_ key: [Grid.Coordinate], _ conditions: [Condition]) -> String {
        label(
            key,
            conditions.map { condition in
                (condition.option, condition.levels.map { value($0, of: condition.option) ?? $0.text }.joined(separator: "|"))
            })
    }

    private func label(_ key: [Grid.Coordinate], _ levels: [(String, String)]) -> String {
        let all = levels.map { Grid.Coordinate(path: $0.0, value: $0.1) } + key
        return all.sorted { (grid.paths.firstIndex(of: $0.path) ?? 0) < (grid.paths.firstIndex(of: $1.path) ?? 0) }.map {
            "\(grid.shortName(of: $0.path))=\($0.value)"
        }.joined(separator: " ")
    }

    private func over(_ groups: Int) -> String { groups == 1 ? "" : ", over \(groups) otherwise equal pairs" }

    private func words(_ levels: [(String, String)]) -> String {
        levels.map { "\(grid.shortName(of: $0.0))=\($0.1)" }.joined(separator: " ")
    }

    private func words(_ conditions: [Condition]) -> String {
        conditions.map { condition in
            let values = condition.levels.map { value($0, of: condition.option) ?? $0.text }
            return "\(grid.shortName(of: condition.option))=\(values.joined(separator: "|"))"
        }.joined(separator: " ")
    }

    private func listed(_ options: [String]) -> String { options.joined(separator: " and ") }
}
