import Platform

/// A table in lines of a terminal's width.
///
/// In this order, until all fits: names wrap over up to three lines; what is the same in all rows is said once; words wrap within cells;
/// columns that may be missing are left out, the least first; what names the rows moves to lines above them; each row becomes a list of
/// names and values.
struct FittedTable {
    private(set) var lines: [String] = []
    /// "pairs 9/9": said once.
    private(set) var lifted: [String] = []
    /// Columns by what to ask for.
    private(set) var leftOut: [String] = []
    private(set) var kept: [String] = []

    private let table: DataTable
    private let width: Int
    private let cells: [[String]]
    private let alignments: [Alignment]

    /// Which columns stand where.
    private struct Places {
        var inline: [Int]
        var headings: [Int]
        var below: [Int]
        /// Whether the headings are named: what moved there from the row needs its name.
        var namesHeadings = false
        var lifted: [Int] = []
        var indent: Int { headings.isEmpty ? 0 : 2 }
    }

    init(_ table: DataTable, width: Int) {
        self.table = table
        self.width = width
        cells = table.cells(marked: { "* \($0)" })
        alignments = table.alignments
        let (places, widths) = places()
        lines = widths.map { rendered(places, $0) } ?? records()
        lifted = places.lifted.map { "\(name($0)) \(cells.first?[$0] ?? "")" }
        let shown = widths == nil ? Array(table.heads.indices) : places.inline + places.headings + places.below + places.lifted
        let identifiers = table.heads.map { $0.id ?? $0.name }
        kept = shown.map { identifiers[$0] }
        leftOut = unique(table.heads.indices.filter { !shown.contains($0) }.map { identifiers[$0] }).filter { !kept.contains($0) }
    }

    private func name(_ column: Int) -> String { table.heads[column].short ?? table.heads[column].name }

    // MARK: Choosing

    /// Where the columns stand and how wide those of the rows are; no widths when only a list of names and values fits.
    private func places() -> (Places, [Int]?) {
        func columns(_ room: ColumnRoom) -> [Int] { table.heads.indices.filter { table.heads[$0].room == room } }
        let headings = columns(.heading), below = columns(.below)
        var places = Places(
            inline: table.heads.indices.filter { !headings.contains($0) && !below.contains($0) }, headings: headings, below: below)
        for lines in 1...3 {
            if let widths = widths(places, headLines: lines, wrapping: false) { return (places, widths) }
        }
        // What rows agree on costs a column for nothing.
        for column in places.inline.reversed() where table.heads[column].liftsConstant && isConstant(column) {
            places.inline.removeAll { $0 == column }
            places.lifted.insert(column, at: 0)
            for lines in 1...3 {
                if let widths = widths(places, headLines: lines, wrapping: false) { return (places, widths) }
            }
        }
        let mayYield = places.inline.filter { rank($0) != nil }
        let empty = mayYield.filter { column in cells.allSatisfy { $0[column] == "-" } }
        if empty.count < mayYield.count { places.inline.removeAll(where: empty.contains) }
        let whole = places
        if let widths = yielding(&places, downTo: table.fewestRanks) { return (places, widths) }
        places = whole
        let labels = columns(.label)
        guard !labels.isEmpty else {
            let widths = yielding(&places, downTo: 1)
            return (places, widths)
        }
        places.headings += labels
        places.inline.removeAll(where: labels.contains)
        places.namesHeadings = true
        let widths = yielding(&places, downTo: 1)
        return (places, widths)
    }

    private func isConstant(_ column: Int) -> Bool { cells.count > 1 && cells.allSatisfy { $0[column] == cells[0][column] } }

    /// Leaves out rank after rank, the greatest first, until the rest fits.
    private func yielding(_ places: inout Places, downTo fewest: Int) -> [Int]? {
        while true {
            if let widths = widths(places, headLines: 3, wrapping: true) { return widths }
            let ranks = unique(places.inline.compactMap(rank)).sorted()
            guard ranks.count > fewest, let last = ranks.last else { return nil }
            places.inline.removeAll { rank($0) == last }
        }
    }

    private func rank(_ column: Int) -> Int? {
        if case .yielding(let rank) = table.heads[column].room { rank } else { nil }
    }

    /// Widths of the columns of the rows; nil when they do not fit.
    private func widths(_ places: Places, headLines: Int, wrapping: Bool) -> [Int]? {
        guard !places.inline.isEmpty else { return nil }
        let natural = places.inline.map { column in cells.map { $0[column].count }.max() ?? 0 }
        var widths = places.inline.indices.map { place -> Int in
            let column = places.inline[place], head = table.heads[column]
            let mayWrap = wrapping && (head.wraps || alignments[column] == .left)
            let cell = mayWrap ? cells.map { longestPiece($0[column]) }.max() ?? 0 : natural[place]
            return max(cell, leastWidth(name(column), lines: headLines))
        }
        for (span, members) in spans(places) {
            let own = members.reduce(0) { $0 + widths[$1] } + 2 * (members.count - 1)
            widths[members[members.count - 1]] += max(0, span.count + 6 - own)
        }
        var left = width - places.indent - widths.reduce(0, +) - 2 * (widths.count - 1)
        guard left >= 0 else { return nil }
        // What wraps most gets the room that is left.
        while left > 0,
            let place = widths.indices.filter({ widths[$0] < natural[$0] }).max(by: { a, b in
                natural[a] * widths[b] < natural[b] * widths[a]
            })
        {
            widths[place] += 1
            left -= 1
        }
        return widths
    }

    /// Neighbours with the same span, by their places among the columns of the rows.
    private func spans(_ places: Places) -> [(span: String, members: [Int])] {
        var spans: [(span: String, members: [Int])] = []
        for (place, column) in places.inline.enumerated() {
            guard let span = table.heads[column].span else { continue }
            if spans.last?.span == span, spans.last?.members.last == place - 1 {
                spans[spans.count - 1].members.append(place)
            } else {
                spans.append((span, [place]))
            }
        }
        return spans
    }

    // MARK: Writing

    private func rendered(_ places: Places, _ widths: [Int]) -> [String] {
        let margin = String(repeating: " ", count: places.indent)
        func row(_ texts: [[String]], fromBelow: Bool = false) -> [String] {
            let height = texts.map(\.count).max() ?? 0
            let lines = (0..<height).map { line in
                texts.map { text in
                    let index = fromBelow ? line - (height - text.count) : line
                    return text.indices.contains(index) ? text[index] : ""
                }
            }
            return lines.map { margin + paddedLine($0, widths, places.inline.map { alignments[$0] }) }.map(withoutTrailingBlanks)
        }
        var lines = row(zip(places.inline, widths).map { wrapped(name($0), width: $1) }, fromBelow: true)
        if let spans = spanLine(places, widths) { lines.insert(withoutTrailingBlanks(margin + spans), at: 0) }
        lines.append(margin + widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "))
        var last: String?
        for cells in cells {
            let heading = places.headings.map {
                places.namesHeadings && table.heads[$0].room == .label ? "\(name($0))=\(cells[$0])" : cells[$0]
            }
            .joined(separator: " ")
            if !places.headings.isEmpty, heading != last { lines += wrapped(heading, width: width, indent: 1) }
            last = heading
            lines += row(zip(places.inline, widths).map { wrapped(cells[$0], width: $1) })
            for column in places.below where !cells[column].isEmpty {
                lines += wrapped(margin + "  " + cells[column], width: width, indent: places.indent + 4)
            }
        }
        return lines
    }

    private func spanLine(_ places: Places, _ widths: [Int]) -> String? {
        let spans = spans(places)
        guard !spans.isEmpty else { return nil }
        var parts: [String] = [], place = 0
        while place < widths.count {
            if let (span, members) = spans.first(where: { $0.members[0] == place }) {
                let own = members.reduce(0) { $0 + widths[$1] } + 2 * (members.count - 1)
                parts.append("-- \(span) " + String(repeating: "-", count: max(0, own - span.count - 4)))
                place += members.count
            } else {
                parts.append(String(repeating: " ", count: widths[place]))
                place += 1
            }
        }
        return parts.joined(separator: "  ")
    }

    /// A list of names and values for each row.
    private func records() -> [String] {
        let names = table.heads.indices.map(name), column = min(names.map(\.count).max() ?? 0, width / 3)
        return cells.enumerated().flatMap { index, row -> [String] in
            ["row \(index + 1) of \(cells.count)"]
                + zip(names, row).flatMap { name, cell -> [String] in
                    let name = wrapped(name, width: column), value = wrapped(cell, width: width - column - 4)
                    return (0..<max(name.count, value.count)).map { line in
                        let texts = [name, value].map { $0.indices.contains(line) ? $0[line] : "" }
                        return withoutTrailingBlanks("  " + paddedLine(texts, [column, 0], [.left, .left]))
                    }
                }
        }
    }
}
