import Foundation
import Reports

/// Figures, drawn in the page.
struct FiguresSection {
    struct Drawing {
        var file: FigureFile
        /// nil where it was not drawn.
        var picture: HTML?
    }

    let drawings: [Drawing]
    /// Why nothing is drawn; nil when something is.
    let hint: String?
    /// The folder of the files, from the page.
    let folder: String

    /// - Parameters:
    ///   - files: the chosen figures as written, page by page.
    ///   - place: the folder that they were written to.
    init(_ files: [FigureFile], in place: URL, folder: String) {
        self.folder = folder
        drawings = files.enumerated().compactMap { number, file in
            switch file.outcome {
            case .drawn:
                let svg = try? String(contentsOf: place.appendingPathComponent(file.name + ".svg"), encoding: .utf8)
                return Drawing(file: file, picture: svg.flatMap { FigureDrawing.inline($0, id: "figure-\(number + 1)", title: file.title) })
            case .dataOnly, .failed: return Drawing(file: file)
            case .table, .sheet, .skipped: return nil
            }
        }
        hint = files.lazy.compactMap { if case .dataOnly(let hint) = $0.outcome { hint } else { nil } }.first
    }

    var html: HTML {
        section("figures", "Figures") {
            if let hint { paragraph("Not drawn: \(hint).", kind: "warning") }
            if drawings.isEmpty { paragraph("No figure has data yet.") }
            tag("div", .kind("drawings")) { drawings.map(figure) }
        }
    }

    private func figure(_ drawing: Drawing) -> HTML {
        let file = drawing.file, own = Set(file.files)
        return tag("figure", .kind("drawing")) {
            if let picture = drawing.picture { scrolling(file.title) { picture } }
            tag("figcaption") {
                if drawing.picture == nil { failure(file) }
                ["csv", "svg", "png"].filter { own.contains("\(file.name).\($0)") }.map { ending in
                    link(file: "\(folder)/\(file.name).\(ending)", ending.uppercased()) + HTML(" ")
                }
                file.title
            }
        }
    }

    private func failure(_ file: FigureFile) -> HTML {
        if case .failed(let reason) = file.outcome { return paragraph("Not drawn: \(reason)") }
        return .nothing
    }
}
