import Platform

/// For narrow terminals: a block for each claim, its measures in rows and its verdict in words.
extension ClaimsReport {
    public var brief: ShownReport {
        let rows = answers.filter { $0.verdict != .unasked }
        var table = DataTable(rows) {
            Column.left("claim") { $0.name(grid) }.room(.heading)
            Column.left("measured by") { $0.metric.shortName + ($0.measure.expected.map { " \($0.arrow)" } ?? "") }
            Column.right("seeds") { $0.isExact ? "exact" : "\($0.seeds)/\($0.planned)" }.room(.yielding(2), liftsConstant: true)
            Column.right("effect") { $0.effect.map($0.effectText) ?? "-" }.room(.kept, wraps: true)
            Column.right("95 % interval") { $0.isExact ? "-" : intervalText($0.interval, $0.plainText) }
            Column.right("sees") { $0.smallestEffect.map($0.size) ?? "-" }.room(.yielding(3))
            Column.right("p") { ($0.adjustedP ?? $0.p).map(pText) ?? "-" }.room(.yielding(1))
            Column.left("verdict") { $0.verdictText }.room(.below)
        }
        table.fewestRanks = 1
        return ShownReport(tables: rows.isEmpty ? [] : [table], notes: legend + notes)
    }
}
