import Foundation

/// The data behind the page, and the spec.
struct FilesSection {
    /// From the page.
    let files: [String]
    let specText: String

    var html: HTML {
        let tables = files.filter { !$0.contains("/figures/") }, figures = files.filter { $0.contains("/figures/") }
        return section("files", "Data and spec") {
            tag("ul", .kind("files")) { tables.map(item) }
            if !figures.isEmpty {
                folded("Data of \(counted(figures.count, "figure"))") { tag("ul", .kind("files")) { figures.map(item) } }
            }
            folded("The spec as written") { tag("pre") { tag("code") { specText } } }
        }
    }

    private func item(_ path: String) -> HTML { tag("li") { link(file: path, String(path.split(separator: "/").last ?? "")) } }
}
