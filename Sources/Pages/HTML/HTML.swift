/// Markup made of elements and text, never of strings that already are markup: whatever comes from specs, captions and stores is text, and
/// text is escaped here and nowhere else.
public struct HTML: Sendable, Equatable {
    public let markup: String

    /// Text as people shall read it.
    public init(_ text: String) { markup = HTML.escaped(text) }

    /// Markup that this program wrote itself: the style sheet, checked drawings.
    init(trusted markup: String) { self.markup = markup }

    public static let nothing = HTML(trusted: "")

    /// One after the other.
    public init(_ parts: [HTML]) { markup = parts.map(\.markup).joined() }

    public var isEmpty: Bool { markup.isEmpty }

    /// For text and for attributes in double quotes. Characters that no document may hold become the replacement character.
    static func escaped(_ text: String) -> String {
        var result = ""
        result.reserveCapacity(text.utf8.count)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\t", "\n": result.unicodeScalars.append(scalar)
            case let other where other.value < 0x20 || (0x7F...0x9F).contains(other.value): result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

/// Elements in a row; strings are text.
@resultBuilder public enum HTMLBuilder {
    public static func buildExpression(_ text: String) -> HTML { HTML(text) }
    public static func buildExpression(_ html: HTML) -> HTML { html }
    public static func buildExpression(_ parts: [HTML]) -> HTML { HTML(parts) }
    public static func buildBlock(_ parts: HTML...) -> HTML { HTML(parts) }
    public static func buildOptional(_ html: HTML?) -> HTML { html ?? .nothing }
    public static func buildEither(first: HTML) -> HTML { first }
    public static func buildEither(second: HTML) -> HTML { second }
    public static func buildArray(_ parts: [HTML]) -> HTML { HTML(parts) }
}

/// `<name attributes>content</name>`. Names are written in this program, never computed.
public func tag(_ name: StaticString, _ attributes: Attribute..., @HTMLBuilder content: () -> HTML) -> HTML {
    let inner = content().markup
    let isBlock = blocks.contains("\(name)")
    return HTML(trusted: "<\(name)\(attributes.markup)>\(inner)</\(name)>\(isBlock ? "\n" : "")")
}

/// An element without content.
public func void(_ name: StaticString, _ attributes: Attribute...) -> HTML { HTML(trusted: "<\(name)\(attributes.markup)>") }

/// A new line behind these makes pages that people can read and compare.
private let blocks: Set<String> = [
    "article", "caption", "details", "dd", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "head", "header", "html", "body",
    "li", "main", "nav", "ol", "p", "pre", "section", "style", "summary", "table", "tbody", "thead", "tfoot", "title", "tr", "ul", "div",
]

/// A part of a drawing without content.
public func shape(_ name: StaticString, _ attributes: Attribute...) -> HTML {
    HTML(trusted: "<\(name)\(attributes.markup)></\(name)>")
}
