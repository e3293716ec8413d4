/// Pieces of gnuplot scripts: one look for all figures.
enum GnuplotScript {
    /// Okabe and Ito's palette without yellow: told apart by colour-blind readers too.
    static let colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#7A4B00", "#000000"]
    /// Filled circle, square, triangle, diamond, ...: told apart in black and white.
    static let pointTypes = [7, 5, 9, 13, 11, 6, 4, 8]

    /// A whole script: draws the plot twice, as SVG and as PNG.
    static func whole(_ figure: Figure) -> String {
        """
        # \(figure.title). Run `gnuplot \(figure.name).gp` in this folder to draw it again from \(figure.name).csv.
        reset
        set encoding utf8
        set datafile separator comma
        set datafile columnheaders
        set terminal svg size 960,560 font "DejaVu Sans,15" background "white" noenhanced
        set output "\(figure.name).svg"
        set border 3 linewidth 1 linecolor "#444444"
        set tics nomirror out textcolor "#222222"
        set grid linecolor "#e0e0e0" linewidth 1 linetype 1
        set title \(quoted(figure.title)) textcolor "#222222"
        set key noautotitle

        """ + figure.plot + """

        set output
        set terminal pngcairo size 1920,1120 font "DejaVu Sans,15" fontscale 2 linewidth 2 pointscale 2 background "white" noenhanced
        set output "\(figure.name).png"
        replot
        set output

        """
    }

    /// A gnuplot string: in single quotes nothing is special but the quote itself.
    static func quoted(_ text: String) -> String {
        "'" + text.replacing("'", with: "''").replacing("\n", with: " ") + "'"
    }

    /// Where the legend goes: beside the data when its entries are short, else below.
    static func legend(_ labels: [String]) -> String {
        if labels.count <= 1 { return "unset key\n" }
        let longest = labels.map(\.count).max() ?? 0
        if longest <= 26 { return "set key outside right center vertical Left reverse samplen 2 spacing 1.25\n" }
        let columns = longest <= 40 ? 2 : 1
        return "set key outside bottom center vertical Left reverse samplen 2 spacing 1.2 "
            + "maxrows \((labels.count + columns - 1) / columns)\n"
    }

    /// Only the rows of one series: the others become missing.
    static func only(_ series: Int, _ column: String) -> String {
        "(column(\"series\")==\(series) ? column(\"\(column)\") : NaN)"
    }
}
