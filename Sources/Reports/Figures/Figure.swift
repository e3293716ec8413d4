import Platform

/// A picture of some items: curves, points, bars, rows or panels. Many items become pages that share their scale.
protocol Figure {
    associatedtype Item

    var name: String { get }
    var title: String { get }
    /// What is drawn.
    var items: [Item] { get }
    static var itemsOnPage: Int { get }
    /// Why there are no items.
    var absence: String { get }

    /// Tidy rows; the plot draws from nothing else. Numbers stand before texts: gnuplot does not understand doubled quotes.
    func data(_ items: [Item]) -> DataTable
    /// The labels of a page's legend; none where labels stand elsewhere.
    func legend(_ items: [Item]) -> [String]
    /// gnuplot commands that read the file `csv` and end in one plot command.
    func plot(_ items: [Item], csv: String) -> String
}

/// One page of a figure, before anything is written.
struct FigurePage {
    var name: String
    var title: String
    var data: DataTable
    var plot: String
    /// Rows of legend below the data; the picture grows by as much.
    var legendRows: Int

    var csv: String { CSV.text(data) }
}

/// What building a figure comes to.
enum PlannedFigure {
    case page(FigurePage)
    case table(name: String, title: String, DataTable)
    case empty(name: String, title: String, reason: String)
}

extension Figure {
    func legend(_ items: [Item]) -> [String] { [] }

    /// Of nearly equal length.
    func pages() -> [FigurePage] {
        let items = items
        guard !items.isEmpty else { return [] }
        let count = (items.count + Self.itemsOnPage - 1) / Self.itemsOnPage, length = (items.count + count - 1) / count
        return stride(from: 0, to: items.count, by: length).enumerated().map { page, first in
            let slice = Array(items[first..<min(items.count, first + length)])
            let name = count == 1 ? name : "\(name)-\(page + 1)"
            return FigurePage(
                name: name, title: count == 1 ? title : "\(title) (page \(page + 1) of \(count))", data: data(slice),
                plot: plot(slice, csv: name + ".csv"), legendRows: GnuplotScript.legend(legend(slice)).rowsBelow)
        }
    }

    /// The pages, or why there are none.
    func planned() -> [PlannedFigure] {
        let pages = pages()
        return pages.isEmpty ? [.empty(name: name, title: title, reason: absence)] : pages.map { .page($0) }
    }
}

extension Column {
    /// n, mean and the ends of its interval, which are empty for one value.
    static func estimate(_ estimate: @escaping (Row) -> MeanEstimate) -> [Column] {
        [
            Column("n") { estimate($0).count },
            Column("mean") { estimate($0).mean },
            Column("ci95_low") { row in estimate(row).halfWidth.map { estimate(row).mean - $0 } },
            Column("ci95_high") { row in estimate(row).halfWidth.map { estimate(row).mean + $0 } },
        ]
    }

    /// A label, and a column for each path that occurs.
    static func labels<Item>(
        of items: [Item], _ item: @escaping (Row) -> Item, label: @escaping (Item) -> String,
        coordinates: @escaping (Item) -> [Grid.Coordinate]
    ) -> [Column] {
        let paths = unique(items.flatMap { coordinates($0).map(\.path) })
        return [Column("label") { label(item($0)) }] + Column.coordinates(paths) { coordinates(item($0)) }
    }
}
