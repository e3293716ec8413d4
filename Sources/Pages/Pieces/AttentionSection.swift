import Datasets
import Platform
import Reports

/// Attention maps over the pictures they were taken on.
struct AttentionSection {
    let grid: Grid
    let seed: Int
    let looks: [AttentionLook]

    func html() throws -> HTML {
        guard !looks.isEmpty else {
            return section("attention", "Attention") { paragraph("No done job of the cells to compare has attention maps.") }
        }
        let tables = try looks.map(table)
        return section("attention", "Attention") {
            paragraph(
                "Where the network looks for each word while it draws (seed \(seed)): image patches are the brighter, "
                    + "the more of their attention "
                    + "falls on the word. Mean over heads; each row is scaled by its own largest value, which stands at its end.",
                kind: "note")
            if looks.contains(where: { $0.rows.contains { $0.picture == nil } }) {
                paragraph("Pictures of some jobs are not kept: their maps stand alone.", kind: "note")
            }
            tag("div", .kind("drawings")) { tables }
        }
    }

    private func table(_ look: AttentionLook) throws -> HTML {
        let rows = try look.rows.map { try line($0, look) }
        return tag("article") {
            tag("h3") {
                "“"
                quoted(look.caption)
                "”, timestep \(look.timestep)"
            }
            scrolling("Attention to \(look.caption)") {
                tag("table", .kind("matrix looks")) {
                    tag("thead") {
                        tag("tr") {
                            tag("th", .column, .kind("sticky")) { "cell" }
                            tag("th", .column) { "picture" }
                            look.words.map { word in tag("th", .column) { quoted(word) } }
                            tag("th", .column) { "most" }
                        }
                    }
                    tag("tbody") { rows }
                }
            }
        }
    }

    private func line(_ row: AttentionLook.Row, _ look: AttentionLook) throws -> HTML {
        let place = cellWords(row.cell, in: grid)
        let ground = row.picture ?? PixelImage(width: look.side, height: look.side, colour: [0, 0, 0])
        let picture = try row.picture.map { try pixels($0, alternative: "drawn by \(place) for “\(look.caption)”") }
        let maps = try zip(look.words, row.maps).map { word, map in
            let image = try pixels(
                ground.heated(map, side: look.side, largest: row.largest),
                alternative: "attention of \(place), \(row.block), to “\(word)”: at most \(percent(map.max() ?? 0))")
            return tag("td") { image }
        }
        return tag("tr") {
            tag("th", .row, .kind("sticky")) {
                cellWords(row.cell, in: grid)
                tag("span", .kind("small")) { row.block }
            }
            tag("td") { picture ?? HTML("not kept") }
            maps
            tag("td") { percent(row.largest) }
        }
    }

    private func percent(_ share: Float) -> String { "\(Int((share * 100).rounded())) %" }
}
