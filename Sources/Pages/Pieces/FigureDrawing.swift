import Foundation

/// A drawing that gnuplot wrote, as a part of a page.
enum FigureDrawing {
    /// The `<svg>` element with ids of its own, sized by the page and named by its title.
    ///
    /// - Parameter id: tells the ids of one drawing from those of another.
    /// - Returns: nil for what is no drawing, or one that runs or fetches something: it may stand beside the page, not in it.
    static func inline(_ svg: String, id: String, title: String) -> HTML? {
        guard let start = svg.range(of: "<svg"), let end = svg.range(of: "</svg>", options: .backwards),
            let headEnd = svg.range(of: ">", range: start.upperBound..<svg.endIndex), headEnd.upperBound <= end.lowerBound,
            let box = firstMatch(of: #"viewBox="([0-9. -]+)""#, in: String(svg[start.lowerBound..<headEnd.upperBound]))
        else { return nil }
        var inner = String(svg[headEnd.upperBound..<end.lowerBound])
        inner = replaced(#"<title>[^<]*</title>|<desc>[^<]*</desc>"#, in: inner, with: "")
        guard !matches(forbidden, inner) else { return nil }
        inner = replaced(#"\bid=(['"])"#, in: inner, with: "id=$1\(id)-")
        inner = replaced(#"\b(?:xlink:)?href=(['"])#"#, in: inner, with: "href=$1#\(id)-")
        inner = replaced(#"url\(#"#, in: inner, with: "url(#\(id)-")
        return tag("svg", Attribute("viewBox", box), Attribute("role", "img"), Attribute("aria-labelledby", id + "-title")) {
            tag("title", .id(id + "-title")) { title }
            HTML(trusted: inner)
        }
    }

    /// Scripts, handlers, foreign markup, styles and every reference that is not to a part of the drawing itself.
    private static let forbidden =
        #"(?i)<\s*(script|style|foreignObject|iframe|image|a|animate|set)\b|\son\w+\s*=|href\s*=\s*['"]?(?!['"]?#)|url\((?!#)|<!|<\?"#

    private static func matches(_ pattern: String, _ text: String) -> Bool { text.range(of: pattern, options: .regularExpression) != nil }

    private static func replaced(_ pattern: String, in text: String, with template: String) -> String {
        text.replacingOccurrences(of: pattern, with: template, options: .regularExpression)
    }

    private static func firstMatch(of pattern: String, in text: String) -> String? {
        guard let expression = try? NSRegularExpression(pattern: pattern),
            let found = expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)),
            let range = Range(found.range(at: 1), in: text)
        else { return nil }
        return String(text[range])
    }
}
