import Results
import ResultsStore
import Testing
@testable import Reports

@Suite("Tables for papers")
struct PaperTests {
    private func table(_ request: TableRequest = TableRequest()) throws -> ComparisonTable {
        let made = try FabricatedStore(points: [0, 2], depths: [0])
        return try ComparisonTable(grid: made.grid, store: made.store, request: request)
    }

    @Test(
        "LaTeX: a float with caption and label, metrics below who measured them, one spread, units that a column shares")
    func latex() throws {
        let text = try table(TableRequest(metrics: ["loss", "oracle_all"])).rendered(.latex, style: .paper)
        #expect(text.hasPrefix("% needs \\usepackage{booktabs}\n"))
        #expect(
            text.contains(
                "\n\\begin{table*}[t]\n\\centering\n\\caption{fabricated: Validation loss, All correct. Mean $\\pm$ half the width of the 95 \\% "
                    + "interval (Student t) over n = 3 seeds."))
        #expect(text.contains("}\n\\label{tab:fabricated}\n\\small\n"))
        #expect(
            text.contains(
                " &  &  & \\multicolumn{1}{c}{Validation} & \\multicolumn{1}{c}{Oracle} \\\\\n\\cmidrule(lr){4-4} \\cmidrule(lr){5-5}\n"))
        #expect(text.contains("[10$^{-3}$]") && text.contains("[\\%] $\\uparrow$") && text.contains(" &  & text & "))
        #expect(text.contains(" $\\pm$ ") && !text.contains("3/3"))
        #expect(text.hasSuffix("\\bottomrule\n\\end{tabular}\n\\end{table*}\n"))
    }

    @Test("Options as columns stand above the metrics; with one metric it stands above the options")
    func columns() throws {
        let several = try table(TableRequest(columns: ["conditioning"], metrics: ["loss", "oracle_all"])).rendered(.latex, style: .paper)
        #expect(
            several.contains(
                "\\multicolumn{2}{c}{concat} & \\multicolumn{2}{c}{cross-attention} \\\\\n\\cmidrule(lr){3-4} \\cmidrule(lr){5-6}\n"))
        let one = try table(TableRequest(columns: ["conditioning"], metrics: ["loss"])).rendered(.latex, style: .paper)
        #expect(one.contains("\\multicolumn{2}{c}{Validation loss [10$^{-3}$] $\\downarrow$} \\\\\n\\cmidrule(lr){3-4}\n"))
        #expect(one.contains("\\begin{table}[t]"))
        let markdown = try table(TableRequest(columns: ["conditioning"], metrics: ["loss"])).rendered(.markdown, style: .paper)
        #expect(markdown.hasPrefix("**fabricated: Validation loss. Mean ± half the width"))
        #expect(markdown.contains("| point | text depth | Validation loss [10⁻³] ↓: concat | Validation loss [10⁻³] ↓: cross-attention |"))
    }

    @Test("Nobody named metrics: three; named: at most four; formats that print nothing have no such style")
    func choice() throws {
        let text = try table().rendered(.markdown, style: .paper)
        #expect(text.split(separator: "\n")[1].split(separator: "|").count == 3 + PaperTable.usualMetrics)
        #expect(throws: PaperError.tooManyMetrics(5)) {
            try table(TableRequest(metrics: ["loss", "oracle_all", "oracle_count", "oracle_colour", "oracle_shape"]))
                .rendered(.latex, style: .paper)
        }
        #expect(throws: PaperError.format(.csv)) { try table().rendered(.csv, style: .paper) }
        #expect(throws: PaperError.noPaperStyle) { try QueryResult(columns: ["a"], rows: []).rendered(.latex, style: .paper) }
        #expect(throws: PaperError.self) {
            try table(TableRequest(columns: ["conditioning", "point"], metrics: ["loss", "oracle_all", "oracle_count", "oracle_colour"]))
                .rendered(.latex, style: .paper)
        }
    }

    @Test("Bold is what the mark of the best is, and the caption says so only then")
    func best() throws {
        let made = try FabricatedStore(points: [0], depths: [0], seeds: [1, 2, 3], results: false)
        for (index, cell) in made.grid.cells.enumerated() {
            for (seed, job) in cell.jobs.enumerated() {
                try FabricatedStore.end(made.store, job.key, .done) {
                    try $0.record(metrics: [
                        Metric.loss.value(
                            0.05 + 0.01 * Double(index) + 0.001 * Double((seed * (index + 1)) % 3), on: .validation, step: 10),
                        Metric.textUseGap.value(0.01 + 0.001 * Double((seed * (index + 1)) % 3), on: .validation, step: 10),
                    ])
                }
            }
        }
        func latex(_ metric: String) throws -> String {
            try ComparisonTable(grid: made.grid, store: made.store, request: TableRequest(metrics: [metric])).rendered(
                .latex, style: .paper)
        }
        #expect(try latex("loss").contains("\\textbf{51.0 $\\pm$ 2.5}") && latex("loss").contains("Bold: the best"))
        #expect(try !latex("text_use_gap").contains("textbf") && !latex("text_use_gap").contains("Bold"))
    }

    @Test("Few seeds are told: both values, or how many of those planned")
    func seeds() throws {
        #expect(PaperTable.seeds([9, 9], of: 9) == "n = 9 seeds" && PaperTable.seeds([3, 5], of: 9) == "n = 3 to 5 of 9 seeds")
        #expect(PaperTable.seeds([4], of: 9) == "n = 4 of 9 seeds" && PaperTable.seeds([], of: 9) == "no seeds")
        let made = try FabricatedStore(points: [0], depths: [0], seeds: [1, 2])
        let text = try ComparisonTable(grid: made.grid, store: made.store, request: TableRequest(metrics: ["loss"])).rendered(
            .latex, style: .paper)
        #expect(text.contains("\\ldots{}") && text.contains("Of two seeds both values."))
    }

    @Test(
        "Differences and what an oracle counted have the style, too; two names make one label")
    func others() throws {
        let made = try FabricatedStore()
        let differences = try Comparison(grid: made.grid, store: made.store, metrics: ["loss"]).rendered(.latex, style: .paper)
        #expect(differences.contains("\\multicolumn{2}{c}{Validation loss [10$^{-3}$] $\\downarrow$}") && differences.contains("$-$"))
        #expect(differences.contains("\\label{tab:fabricated-differences}"))
        let oracle = try OracleReport(grid: made.grid, store: made.store)
        #expect(try oracle.accuracies.rendered(.latex, style: .paper).contains("95 \\% Wilson interval over n = 300 pictures"))
        #expect(throws: PaperError.noPaperStyle) { try oracle.confusion.rendered(.latex, style: .paper) }
        #expect(PaperTable(DataTable([Int]()) {}, caption: "", spec: "a_b & é", kind: "x").label == "tab:a-b-----x")
    }

    @Test("Small raised numbers are math; a comment stays on its line")
    func markup() {
        #expect(escapeLatex("10⁻³ x²_1…") == "10$^{-3}$ x$^{2}$\\_1\\ldots{}")
        #expect(latexComment("one\ntwo\r\n\\input{x}") == "one two \\input{x}")
        #expect(latexRow(["[a", "b"]) == "{}[a & b \\\\\n" && latexRow(["", "*b"]) == " & *b \\\\\n")
    }
}
