import Datasets
import Foundation
import Results

/// Pictures that a network drew, enlarged, each over its caption and what an oracle says of it.
///
/// The pictures are laid out here, pixel by pixel; gnuplot sets the words, on a sheet of the same size that is laid over them.
struct ContactSheet {
    struct Entry {
        var picture: PixelImage
        var caption: String
        /// nil where no oracle knows.
        var reading: PictureReading?
    }

    /// A line of words and where it begins, in pixels.
    private struct Line {
        var text: String
        var x: Int
        var y: Int
        var colour = GnuplotScript.ink
        var size = 9
    }

    var name: String
    var title: String
    var entries: [Entry]

    static let leastTile = 112
    private static let gap = 20
    private static let lineHeight = 16
    private static let header = 44
    /// Lines of a caption under a picture; the whole stands beside the sheet.
    private static let captionLines = 6

    private var scale: Int { (Self.leastTile + side - 1) / side }
    private var side: Int { entries.map { max($0.picture.width, $0.picture.height) }.max() ?? 1 }
    private var tile: Int { side * scale }
    private var columns: Int { min(SampleRecord.gridColumns, entries.count) }
    /// Letters of the text's size that a picture is wide, with a part of the gap.
    private var letters: Int { (tile + 12) * 10 / 67 }

    /// All captions in reading order, a line each.
    var captions: String { entries.map { $0.caption + "\n" }.joined() }

    var data: DataTable {
        DataTable(entries.enumerated()) {
            Column("picture") { $0.offset + 1 }
            Column("right") { $0.element.reading.map { $0.isRight } }
            Column("seen") { $0.element.reading?.seen }
            Column("caption") { $0.element.caption }
        }
    }

    // MARK: Words

    private func words(_ entry: Entry) -> [(text: String, colour: String)] {
        let caption = TextLines.wrapped(entry.caption, width: letters, most: Self.captionLines)
        var verdict: [String] = []
        if let reading = entry.reading {
            verdict = reading.isRight ? ["✓ right"] : TextLines.wrapped("✗ seen: \(reading.seen)", width: letters, most: 4)
        }
        let colour = GnuplotScript.colours[entry.reading?.isRight == true ? 0 : 1]
        return caption.map { ($0, GnuplotScript.ink) } + verdict.map { ($0, colour) }
    }

    /// Each row of pictures, and where it begins.
    private func rows() -> (rows: [(y: Int, entries: [Entry])], height: Int) {
        var rows: [(y: Int, entries: [Entry])] = [], y = Self.header
        for first in stride(from: 0, to: entries.count, by: columns) {
            let row = Array(entries[first..<min(first + columns, entries.count)])
            rows.append((y, row))
            y += tile + (row.map { words($0).count }.max() ?? 0) * Self.lineHeight + Self.gap
        }
        return (rows, y)
    }

    private var width: Int { max(columns * (tile + Self.gap) + Self.gap, 480) }

    private func left(_ column: Int) -> Int { Self.gap + column * (tile + Self.gap) }

    private var lines: [Line] {
        var lines = [Line(text: heading, x: Self.gap, y: Self.header / 2, size: 11)]
        for row in rows().rows {
            for (column, entry) in row.entries.enumerated() {
                for (number, words) in words(entry).enumerated() {
                    let y = row.y + tile + 4 + number * Self.lineHeight + Self.lineHeight / 2
                    lines.append(Line(text: words.text, x: left(column), y: y, colour: words.colour))
                }
            }
        }
        return lines
    }

    private var heading: String {
        let known = entries.compactMap(\.reading)
        let tally = known.isEmpty ? "" : ": \(known.count { $0.isRight }) of \(known.count) right"
        return TextLines.wrapped(title + tally, width: (width - 2 * Self.gap) * 10 / 80, most: 1)[0]
    }

    /// Where ``textScript`` draws to.
    var textFile: String { name + ".text.png" }

    /// Draws the words alone on white. gnuplot keeps a terminal's scales from one script to the next: they are set again.
    var textScript: String {
        let height = rows().height
        let labels = lines.map {
            "set label \(GnuplotScript.quoted($0.text)) at \($0.x),\($0.y) left font \",\($0.size)\" textcolor \"\($0.colour)\"\n"
        }
        return """
            reset
            set encoding utf8
            set terminal pngcairo size \(width),\(height) font "DejaVu Sans,9" \
              fontscale 1 linewidth 1 pointscale 1 background "white" noenhanced
            set output "\(textFile)"
            unset border
            unset tics
            unset key
            set lmargin at screen 0
            set rmargin at screen 1
            set bmargin at screen 0
            set tmargin at screen 1
            set xrange [0:\(width)]
            set yrange [\(height):0]

            """ + labels.joined() + "plot NaN notitle\nset output\n"
    }

    // MARK: Pixels

    /// The enlarged pictures without words, as close as they were.
    var pictures: PixelImage {
        PixelImage.grid(entries.map { $0.picture.asRGB().enlarged(by: scale) }, columns: columns, padding: 2 * scale)
    }

    /// - Parameter text: what ``textScript`` drew.
    /// - Throws: `DatasetError` when that is no picture of the sheet's size.
    func image(text: Data) throws -> PixelImage {
        let (rows, height) = rows()
        var sheet = try PixelImage.decodePNG(text).asRGB()
        guard sheet.width == width, sheet.height == height else {
            throw DatasetError.encodingFailed(
                reason: "gnuplot drew \(sheet.width) x \(sheet.height) pixels instead of \(width) x \(height)")
        }
        for row in rows {
            for (column, entry) in row.entries.enumerated() {
                sheet.paste(entry.picture.asRGB().enlarged(by: scale), x: left(column), y: row.y)
            }
        }
        return sheet
    }
}
