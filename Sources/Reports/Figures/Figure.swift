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
    /// How high a page is where it is 960 wide.
    func height(_ items: [Item]) -> Int
    /// gnuplot commands that read the file `csv` and end in one plot command.
    func plot(_ items: [Item], csv: String) -> String
}

/// One page of a figure, before anything is written.
struct FigurePage {
    /// The figure that it belongs to.
    var figure: String
    var name: String
    var title: String
    var data: DataTable
    var plot: String
    /// Where it is 960 wide.
    var height: Int

    var csv: String { CSV.text(data) }
}

/// What building a figure comes to.
enum PlannedFigure {
    case page(FigurePage)
    case table(name: String, title: String, DataTable)
    case sheet(ContactSheet)
    case empty(name: String, title: String, reason: String)
    /// What it would be drawn from is damaged.
    case unreadable(name: String, title: String, reason: String)

    var name: String {
        switch self {
        case .page(let page): page.name
        case .sheet(let sheet): sheet.name
        case .table(let name, _, _), .empty(let name, _, _), .unreadable(let name, _, _): name
        }
    }

    var title: String {
        switch self {
        case .page(let page): page.title
        case .sheet(let sheet): sheet.title
        case .table(_, let title, _), .empty(_, let title, _), .unreadable(_, let title, _): title
        }
    }

    /// The figure that it is a page of, or its own name.
    var figure: String { if case .page(let page) = self { page.figure } else { name } }
}

extension Figure {
    /// Of nearly equal length.
    func pages() -> [FigurePage] {
        let items = items
        guard !items.isEmpty else { return [] }
        let count = (items.count + Self.itemsOnPage - 1) / Self.itemsOnPage, length = (items.count + count - 1) / count
        return stride(from: 0, to: items.count, by: length).enumerated().map { page, first in
            let slice = Array(items[first..<min(items.count, first + length)])
            let name = count == 1 ? self.name : "\(self.name)-\(page + 1)"
            return FigurePage(
                figure: self.name, name: name, title: count == 1 ? title : "\(title) (page \(page + 1) of \(count))", data: data(slice),
                plot: plot(slice, csv: name + ".csv"), height: height(slice))
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
