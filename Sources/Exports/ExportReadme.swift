import Reports

/// What lies in an exported folder, in words.
struct ExportReadme {
    let study: Study
    let notes: [String]

    private var head: String {
        "# \(study.grid.name)\n\nWritten by \(study.tool) from the results of the spec in [spec.yaml](spec.yaml) "
            + "(SHA-256 `\(study.specHash)`): \(study.grid.cells.count) cells, \(study.jobs.count) jobs.\n\n"
            + notes.map { "- \($0)\n" }.joined() + (notes.isEmpty ? "" : "\n")
    }

    /// For tables.
    func text(_ tables: [TableSummary], _ format: ExportFormat) throws -> String {
        let types =
            switch format {
            case .csv:
                "An empty field is a missing value. Numbers are the shortest decimals that read back as the same double; "
                    + "`nan`, `inf` and `-inf` are values."
            case .parquet, .tensorboard: "Missing values are nulls; NaN and infinities are values."
            }
        let sections = try tables.map { table in
            let columns = DataTable(table.columns) {
                Column("column") { "`\($0.name)`" }
                Column("type") { $0.type }
                Column("meaning") { $0.meaning }
            }
            return "## \(table.name).\(format.rawValue)\n\n\(table.about) \(table.rowCount) rows.\n\n\(try columns.rendered(.markdown))"
        }
        return head + "`job` joins the tables. Lists are JSON. \(types)\n\n" + sections.joined(separator: "\n")
    }

    /// For runs.
    var eventText: String {
        head + """
            `tensorboard --logdir .` shows it.

            - `seeds/CELL/seed-N`: one run a job, with everything it recorded as `metric/split` by training step (but for the many parts of
              other metrics), measurements of the machine as `machine/NAME` at its last step, and its swept options for the HPARAMS page,
              where the seeds of a cell are one group.
            - `cells/CELL/mean`, `low`, `high`: mean over the done seeds of a cell and its 95 % Student interval; of two seeds both values.
              One seed has its mean alone. TensorBoard does not group runs, so these three stand for the band.

            Values are single precision, as TensorBoard keeps them; `--format parquet` has them exact.

            """
    }
}
