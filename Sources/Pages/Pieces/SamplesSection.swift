import Platform
import Reports
import ResultsStore

/// Pictures of the same captions from the same noise, cell by cell.
public struct SamplesSection {
    let grid: Grid
    /// One a seed; the first is shown, the others are folded away.
    let matrices: [SampleMatrix]
    /// Cells that are not shown.
    let hidden: Int
    /// Of pictures that were drawn for this page.
    let guidance: Double?

    /// - Throws: errors of the store, of damaged pictures and of the reader.
    init(grid: Grid, store: ResultsDatabase, results: GridResults, pictures: PictureSource) throws {
        let choice = SampleChoice(grid: grid) { results.state($0) == .done }
        try self.init(grid: grid, store: store, results: results, pictures: pictures, choice: choice)
    }

    /// - Parameters:
    ///   - step: of training, after which the pictures were drawn; nil for the last.
    ///   - rows: captions to show; nil for as many as a page has room for.
    ///   - guidance: to draw them again with, by the weights that are kept; nil shows what the jobs drew.
    /// - Throws: errors of the store, of damaged pictures and of the reader.
    public init(
        grid: Grid, store: ResultsDatabase, results: GridResults, pictures: PictureSource, choice: SampleChoice, step: Int? = nil,
        rows: Int? = nil, guidance: Double? = nil
    ) throws {
        let cells = choice.cells.map { grid.cells[$0] }
        var sheets = try choice.seeds.map { seed in
            try inParallel(cells) { cell -> ContactSheet? in
                guard let job = cell.jobs.first(where: { $0.seed == seed }), step != nil || results.state(job.key) == .done else {
                    return nil
                }
                return try ContactSheet(job: job.key, store: store, step: step, read: pictures.read)
            }
        }
        let pixels = sheets.joined().compactMap { $0?.pictures.first.map { $0.width * $0.height } }.max() ?? 1
        let rows = rows ?? SampleChoice.captions(cells: cells.count, seeds: choice.seeds.count, pixels: pixels)
        if let guidance { sheets = try sheets.map { try $0.map { try $0?.drawnAgain(guidance, most: rows, by: pictures) } } }
        (self.grid, self.guidance) = (grid, guidance)
        matrices = zip(choice.seeds, sheets).compactMap { SampleMatrix(seed: $0, cells: cells, sheets: $1, mostRows: rows) }
        hidden = grid.cells.count - cells.count
    }

    public func html() throws -> HTML {
        guard let first = matrices.first else {
            return section("samples", "Samples") {
                paragraph(
                    guidance == nil
                        ? "No done job has drawn pictures yet."
                        : "These jobs cannot draw again: their weights or data are not here any more, or a mini-clip would be trained."
                )
            }
        }
        let open = try html(first)
        let others = try matrices.dropFirst().map { matrix in
            let inner = try html(matrix)
            return folded("The same with seed \(matrix.seed)") { inner }
        }
        return section("samples", "Samples") {
            paragraph(
                "What each cell drew for the same caption"
                    + (first.isSameNoise ? ", all pictures of a row from the same noise" : "; noise is the same where nothing else is said")
                    + ". Captions are test captions, chosen by their words and not by their pictures.", kind: "note")
            if let guidance { paragraph("Drawn now with a guidance of \(plain(guidance)), from the weights that are kept.", kind: "note") }
            paragraph(
                first.hasReadings
                    ? "Under each picture is what the oracle sees in it: right when that is what the caption asks for."
                    : "No oracle knows the truth of these pictures.", kind: "note")
            if hidden > 0 { paragraph("\(counted(hidden, "more cell")) are not shown here.", kind: "note") }
            tag("h3") { "Seed \(first.seed)" }
            open
            others
        }
    }

    private func html(_ matrix: SampleMatrix) throws -> HTML {
        let rows = try matrix.rows.map { try line($0, matrix) }
        return scrolling("Samples of seed \(matrix.seed)") {
            tag("table", .kind("matrix")) {
                tag("thead") {
                    tag("tr") {
                        tag("th", .column, .kind("sticky")) { "caption" }
                        matrix.columns.map { column in tag("th", .column) { heading(of: column.cell, in: grid) } }
                    }
                }
                tag("tbody") { rows }
                if matrix.hasReadings { totals(matrix) }
            }
        }
    }

    private func totals(_ matrix: SampleMatrix) -> HTML {
        tag("tfoot") {
            tag("tr") {
                tag("th", .row, .kind("sticky")) { "right, of all kept" }
                matrix.columns.map { column in tag("td") { column.right.map { "\($0.right) of \($0.of)" } ?? "–" } }
            }
        }
    }

    private func line(_ row: SampleMatrix.Row, _ matrix: SampleMatrix) throws -> HTML {
        let cells = try zip(row.pictures, matrix.columns).map { picture, column in
            guard let picture else { return tag("td") { "–" } }
            let place = cellWords(column.cell, in: grid)
            let seen = picture.reading.map { ", the oracle sees \($0.seen)" } ?? ""
            let image = try pixels(picture.image, alternative: "\(place) asked for “\(row.caption)”\(seen)")
            return tag("td") {
                image
                if let reading = picture.reading { verdict(reading) }
                if !picture.isSameNoise { tag("span", .kind("small")) { "other noise" } }
            }
        }
        return tag("tr") {
            tag("th", .row, .kind("sticky")) { quoted(row.caption) }
            cells
        }
    }

    private func verdict(_ reading: PictureReading) -> HTML {
        tag("span", .kind("verdict")) {
            if reading.isRight {
                mark("✓", "right", kind: "good")
            } else {
                mark("✗", "wrong", kind: "bad")
                ": \(reading.seen)"
            }
        }
    }
}

/// A cell's coordinates, each on a line of its own.
public func heading(of cell: Grid.Cell, in grid: Grid) -> HTML {
    cell.coordinates.isEmpty
        ? HTML("base") : HTML(cell.coordinates.map { coordinate in tag("span") { coordinateWords(coordinate, in: grid) } })
}
