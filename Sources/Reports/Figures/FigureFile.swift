/// A figure that was written, or why it was not.
public struct FigureFile: Sendable, Equatable {
    public enum Outcome: Sendable, Equatable {
        /// CSV, script, SVG and PNG.
        case drawn
        /// CSV and script only, because gnuplot is not installed; the hint says how to get it.
        case dataOnly(hint: String)
        /// A CSV that has no picture.
        case table
        /// Nothing, because there is nothing to show yet.
        case skipped(reason: String)
    }

    /// File name without extension.
    public var name: String
    public var title: String
    public var outcome: Outcome

    public init(name: String, title: String, outcome: Outcome) {
        self.name = name
        self.title = title
        self.outcome = outcome
    }

    /// The files of this figure in the output folder.
    public var files: [String] {
        switch outcome {
        case .drawn: ["csv", "gp", "svg", "png"].map { "\(name).\($0)" }
        case .dataOnly: ["csv", "gp"].map { "\(name).\($0)" }
        case .table: ["\(name).csv"]
        case .skipped: []
        }
    }
}

/// A figure's data and how to draw it, before anything is written.
struct Figure {
    var name: String
    var title: String
    /// Tidy CSV with a header; the script draws from nothing else.
    var csv: String
    /// gnuplot commands that read `name.csv` and end in one plot command.
    var plot: String
    /// Rows of legend below the data; the picture grows by as much.
    var legendRows = 0
}

/// Cuts a list into pages of nearly equal length, none longer than `size`.
func pages<Element>(_ elements: [Element], size: Int) -> [[Element]] {
    guard !elements.isEmpty else { return [] }
    let count = (elements.count + size - 1) / size, length = (elements.count + count - 1) / count
    return stride(from: 0, to: elements.count, by: length).map { Array(elements[$0..<min(elements.count, $0 + length)]) }
}

/// The name and title of one page of several.
func pageNames(_ name: String, _ title: String, page: Int, of count: Int) -> (name: String, title: String) {
    count == 1 ? (name, title) : ("\(name)-\(page + 1)", "\(title) (page \(page + 1) of \(count))")
}

/// What building a figure comes to.
enum PlannedFigure {
    case figure(Figure)
    case table(name: String, title: String, csv: String)
    case empty(name: String, title: String, reason: String)
}
