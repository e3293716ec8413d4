import Platform

/// The legend of a page: which line or mark is which.
struct Legend {
    /// Letters to a line below the data.
    private static let lineWidth = 100

    private let lines: [[String]]
    private let place: Place

    private enum Place {
        case nowhere, beside
        case below(columns: Int)
    }

    /// One entry needs no legend; short ones stand beside the data, others below it, the longest in several lines.
    init(_ labels: [String]) {
        let longest = labels.map { $0.displayColumns }.max() ?? 0
        place = labels.count <= 1 ? .nowhere : longest <= 26 ? .beside : .below(columns: longest <= 40 ? 2 : 1)
        lines = labels.map { longest <= Self.lineWidth ? [$0] : TextLines.wrapped(label: $0, width: Self.lineWidth) }
    }

    private var rowsBelow: Int {
        guard case .below(let columns) = place else { return 0 }
        return (lines.map(\.count).reduce(0, +) + columns - 1) / columns
    }

    /// How high a page with it is.
    var height: Int { 560 + 24 * rowsBelow }

    var commands: String {
        switch place {
        case .nowhere: "unset key\n"
        case .beside: "set key outside right center vertical Left reverse samplen 2 spacing 1.25\n"
        case .below:
            "set bmargin \(GnuplotScript.short(4.6 + 1.2 * Double(rowsBelow)))\n"
                + "set key at screen 0.5,0.02 bottom center vertical Left reverse samplen 2 spacing 1.2 maxrows \(rowsBelow)\n"
        }
    }

    /// Plot elements for entry `number`, from 0: `element` under its label, then what is left of a label of several lines.
    func entries(_ element: String, number: Int) -> [String] {
        ["\(element) title \(GnuplotScript.quoted(lines[number][0]))"]
            + lines[number].dropFirst().map {
                "NaN with points pointtype -1 linecolor \"white\" title \(GnuplotScript.quoted("    " + $0))"
            }
    }
}
