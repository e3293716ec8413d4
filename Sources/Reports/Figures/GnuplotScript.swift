import Foundation

/// Pieces of gnuplot scripts: one look for all figures.
enum GnuplotScript {
    /// Okabe and Ito's palette without yellow: told apart by colour-blind readers too.
    static let colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A4B00", "#000000"]
    /// Filled circle, square, triangle, diamond, ...: told apart in black and white.
    static let pointTypes = [7, 5, 9, 13, 11, 6, 4, 8]

    static let ink = "#222222"
    /// What is said beside the data.
    static let pale = "#6a6a6a"
    static let width = 960

    /// A whole script: draws the plot twice, as SVG and, of twice the size, as PNG.
    static func whole(_ figure: FigurePage) -> String {
        let title = TextLines.wrapped(figure.title, width: 90)
        return """
            # \(figure.title). Run `gnuplot \(figure.name).gp` in this folder to draw it again from \(figure.name).csv.
            reset
            set encoding utf8
            set decimalsign
            set datafile separator comma
            set datafile columnheaders
            set terminal svg size \(width),\(figure.height) font "DejaVu Sans,15" background "white" noenhanced
            set output "\(figure.name).svg"
            set border 3 linewidth 1 linecolor "#444444"
            set format "%h"
            set tics nomirror out textcolor "\(ink)"
            set grid linecolor "#e0e0e0" linewidth 1 linetype 1
            set title \(quoted(title)) offset 0,0.8 textcolor "\(ink)"
            set tmargin \(short(3.2 + Double(title.count)))
            set bmargin 4
            set key noautotitle

            """ + figure.plot + """

                set output
                set terminal pngcairo size \(2 * width),\(2 * figure.height) font "DejaVu Sans,15" fontscale 1.5 \
                  linewidth 2 pointscale 2 background "white" noenhanced
                set output "\(figure.name).png"
                replot
                set output

                """
    }

    /// A gnuplot string: in single quotes nothing is special but the quote itself.
    static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "''").replacing("\n", with: " ") + "'"
    }

    /// The same of several lines.
    static func quoted(_ lines: [String]) -> String { lines.map(quoted).joined(separator: ".\"\\n\".") }

    /// " * 100" where a metric is shown in another unit than it is stored in, for expressions.
    static func scale(_ metric: MetricDefinition) -> String { metric.scale == 1 ? "" : "*\(shortest(metric.scale))" }

    // MARK: Rows

    /// The lines of a row's label: long ones would leave no room for the data.
    static func rowLines(_ label: String) -> [String] { TextLines.wrapped(label: label, width: 38) }

    /// How high a page is that holds a row for each label.
    static func height(rows labels: [String]) -> Int {
        let lines = labels.map { rowLines($0).count }.max() ?? 1
        return 170 + labels.count * (13 + 19 * lines)
    }

    /// A row for each label, the first on top, on a y axis without ticks.
    static func rows(_ labels: [String]) -> String {
        // A tick label is a number format.
        let ticks = labels.enumerated().map { "\(quoted(rowLines($1.replacing("%", with: "%%")))) \($0 + 1)" }
        return "set yrange [\(labels.count).6:0.4]\nset ytics scale 0 (\(ticks.joined(separator: ", ")))\n"
    }

    /// The one plot command at the end.
    static func plot(_ elements: [String]) -> String {
        "set datafile missing NaN\nplot \\\n  " + elements.joined(separator: ", \\\n  ")
    }

    /// A range that holds all values with a margin, the same for all pages of a figure.
    ///
    /// - Parameter bounds: where the values end by their nature; Student's interval does not know, the axis does.
    static func range(_ values: [Double], logarithmic: Bool, within bounds: ClosedRange<Double>? = nil) -> String {
        guard let least = values.min(), let greatest = values.max() else { return "[*:*]" }
        let low = max(least, bounds?.lowerBound ?? least), high = min(greatest, bounds?.upperBound ?? greatest)
        // gnuplot refuses an empty range, and six digits tell no closer values apart.
        guard high - low > 1e-4 * max(abs(low), abs(high)) else {
            let margin = low == 0 && high == 0 ? 1 : 0.1 * max(abs(low), abs(high))
            // Nothing but zeros of what cannot be negative lies on the axis.
            let end = bounds?.lowerBound == low ? low : low - margin
            return "[\(short(end)):\(short(high + margin))]"
        }
        if logarithmic, low > 0 { return "[\(short(low / 1.1)):\(short(high * 1.1))]" }
        let margin = 0.05 * (high - low)
        return "[\(short(low - margin)):\(short(high + margin))]"
    }

    // MARK: Bars of estimates

    /// An end of an estimate's bar in a `using` expression: that of its 95 % interval, or of two values the value itself,
    /// since their interval, Student's quantile times as long, would dwarf everything else.
    static func barEnd(_ column: String) -> String { "reach(column(\"n\"), column(\"mean\"), column(\"\(column)\"))" }

    /// What ``barEnd(_:)`` needs, and a word above the plot that says what bars are, where there are any.
    static func bars(_ estimates: [MeanEstimate], called name: String = "bars") -> String {
        let definition = "reach(n, mean, end) = n == 2 ? mean + (end - mean) / \(pairQuantile) : end\n"
        let counts = Set(estimates.filter { $0.halfWidth ?? 0 > 0 }.map(\.count))
        guard !counts.isEmpty else { return definition }
        let text =
            counts == [2]
            ? "\(name): both seeds"
            : counts.contains(2) ? "\(name): 95 % intervals (two seeds: both)" : "\(name): 95 % intervals"
        return definition + note(text)
    }

    /// A word between title and data, at the right.
    static func note(_ text: String) -> String {
        "set label \(quoted(text)) at graph 1, graph 1 offset 0,0.7 right font \",13\" textcolor \"\(pale)\"\n"
    }

    /// Student's 97.5 % quantile with one degree of freedom.
    private static let pairQuantile = 12.706204736432095

    /// A round distance (1, 2 or 5 times a power of ten) that cuts a span into at most `count` parts.
    static func step(_ span: Double, count: Int) -> Double {
        guard span > 0, span.isFinite else { return 1 }
        let least = span / Double(count), power = pow(10, log10(least).rounded(.down))
        return ([1, 2, 5].map { $0 * power }.first { $0 >= least * (1 - 1e-9) }) ?? 10 * power
    }

    /// A logarithmic y axis with ticks at 1, 2 and 5 times powers of ten around the (positive) values.
    static func logarithmicY(_ values: [Double]) -> String {
        guard let low = values.min(), let high = values.max(), low > 0 else { return "" }
        let ticks = (Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))).flatMap { power in
            [1, 2, 5].map { "\($0)e\(power)" }
        }
        return "set logscale y\nset ytics (\(ticks.map { "'\(short(Double($0) ?? 0))' \($0)" }.joined(separator: ", ")))\n"
    }

    /// Six digits are plenty for placing things.
    static func short(_ value: Double) -> String { shortest(Double(String(format: "%.6g", value)) ?? value) }
}
