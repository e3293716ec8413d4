import Reports

extension Study {
    /// What `compare` says of the default metrics; nil, with the reason, where there is nothing to compare.
    func comparisonsTable() throws -> (table: ExportTable?, problem: String?) {
        guard grid.baseline != nil else { return (nil, "the spec names no baseline") }
        guard grid.cells.count > 1 else { return (nil, "the grid has one cell") }
        let data = try Comparison(grid: grid, store: store).data
        return (
            table(
                "comparisons", "One row a metric and cell: its seed-paired difference from the baseline.", data, ReportColumns.comparisons),
            nil
        )
    }

    /// What `claims` says.
    func claimsTable() throws -> ExportTable {
        table(
            "claims", "One row a question of the spec's claims, or of the paper's: what the seeds say.",
            try ClaimsReport(grid: grid, store: store).data, ReportColumns.claims)
    }

    /// A report's rows, its coordinates typed as the jobs' options are.
    private func table(_ name: String, _ about: String, _ data: DataTable, _ known: [ReportColumns.Entry]) -> ExportTable {
        let (columns, rows) = data.tidy, options = optionValues
        return ExportTable(
            name, about,
            columns.enumerated().map { index, column in
                let values = rows.map { $0[index] }
                if let entry = known.first(where: { $0.name == column }) {
                    // Reports say "" where there is nothing to say.
                    let texts = values.map { $0 == .text("") || $0 == .list([]) ? .null : $0 }
                    return ExportColumn(column, entry.meaning, ColumnValues(texts, expecting: entry.kind))
                }
                let typed = values.map { value in value == .absent ? .null : options[column]?[value.exactText] ?? .text("?") }
                let fits = !typed.contains(.text("?"))
                return ExportColumn(column, "option, swept", ColumnValues(fits ? typed : values))
            })
    }
}

/// The columns of reports, whose types do not hang on what a report happens to hold.
enum ReportColumns {
    typealias Entry = (name: String, kind: ColumnKind, meaning: String)

    static let comparisons: [Entry] = [
        ("metric", .texts, "metric name and split"), ("unit", .texts, "of the values"), ("better", .texts, "higher or lower"),
        ("baseline", .texts, "label of the baseline"), ("planned", .integers, "seeds of the spec"),
        ("pairs", .integers, "seeds that both cells have"), ("baseline_mean", .numbers, "over those seeds"),
        ("mean", .numbers, "over those seeds"), ("difference", .numbers, "mean of cell minus baseline, seed by seed"),
        ("percent_change", .numbers, "the difference in per cent of the baseline's mean"),
        ("ci95_low", .numbers, "95 % interval of the difference"), ("ci95_high", .numbers, "its upper end"),
        ("interval_method", .texts, "exact, student or bootstrap-t"), ("p", .numbers, "sign-flip test, two-sided, by itself"),
        ("p_standard_error", .numbers, "of a p that was sampled"), ("p_holm", .numbers, "after Holm's adjustment over the cells"),
        ("smallest_p", .numbers, "the least p that so many pairs can reach"), ("finding", .texts, "by the interval and Holm's p"),
        ("reason", .texts, "why there is no finding"), ("p_max_t", .numbers, "adjusted over the cells, step-down max-T"),
        ("ci90_low", .numbers, "90 % interval: what must lie within the margin"), ("ci90_high", .numbers, "its upper end"),
        ("margin", .numbers, "differences no larger than this count as none"),
        ("p_equivalence", .numbers, "of a difference beyond the margin"),
        ("smallest_effect", .numbers, "what these seeds would have found in 80 of 100 cases"),
        ("verdict", .texts, "better, worse, higher, lower, equivalent or undecided"), ("verdict_reason", .texts, "why it is undecided"),
        ("left_out", .texts, "seeds without a pair, as a JSON list"),
    ]

    static let claims: [Entry] = [
        ("claim", .texts, "the claim's id"), ("statement", .texts, "what is claimed"), ("compared", .texts, "the cells, in words"),
        ("metric", .texts, "metric name and split"), ("role", .texts, "primary: decides; shown: is only told"),
        ("declared", .texts, "before, after or never: when the claim was declared against these jobs"),
        ("verdict", .texts, "supported, contradicted, equivalent, undecided, measured or unasked"),
        ("reason", .texts, "why it is undecided or not asked"), ("effect", .numbers, "in the unit"),
        ("unit", .texts, "of the effect and its intervals"), ("ci95_low", .numbers, "95 % interval of the effect"),
        ("ci95_high", .numbers, "its upper end"), ("ci90_low", .numbers, "90 % interval: what must lie within the margin"),
        ("ci90_high", .numbers, "its upper end"), ("interval_method", .texts, "exact, student or bootstrap-t"),
        ("p", .numbers, "sign-flip test, two-sided, by itself"), ("p_max_t", .numbers, "adjusted over all questions, step-down max-T"),
        ("margin", .numbers, "effects no larger than this count as none"),
        ("p_equivalence", .numbers, "of an effect beyond the margin"),
        ("smallest_effect", .numbers, "what these seeds would have found in 80 of 100 cases"),
        ("seeds_for_margin", .integers, "seeds that find an effect of the margin in 80 of 100 cases"),
        ("seeds", .integers, "seeds that every compared cell has"), ("planned", .integers, "seeds of the spec"),
        ("remarks", .texts, "what else differs between the sides, as a JSON list"),
    ]
}
