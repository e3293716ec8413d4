import Reports

/// What became of a cell's jobs without result, in words.
public enum CellStates {
    public static func html(_ summary: CellSummary) -> HTML {
        let kinds = [
            (summary.diverged, "diverged", "bad"), (summary.failed, "failed", "bad"), (summary.running, "running", "open"),
            (summary.pending, "waiting", "open"),
        ]
        return HTML(
            kinds.filter { $0.0 > 0 }.map { count, word, kind in
                tag("span", .kind("small")) { mark(kind == "bad" ? "✗" : "…", "\(count) \(word)", kind: kind) }
            })
    }
}
