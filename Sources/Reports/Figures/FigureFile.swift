/// A figure that was written, or why it was not.
public struct FigureFile: Sendable, Equatable {
    public enum Outcome: Sendable, Equatable {
        /// CSV, script, SVG and PNG.
        case drawn
        /// CSV and script only, because gnuplot is not installed; the hint says how to get it.
        case dataOnly(hint: String)
        /// A CSV that has no picture.
        case table
        /// Pictures that a network drew: a PNG, its captions as TXT, and a CSV.
        case sheet
        /// What it is drawn from was written, but gnuplot refused to draw it: of a contact sheet the pictures without words.
        case failed(reason: String)
        /// Nothing, because there is nothing to show yet.
        case skipped(reason: String)
    }

    /// File name without extension.
    public var name: String
    public var title: String
    public var outcome: Outcome
    /// The files of this figure in the output folder.
    public var files: [String]
}
