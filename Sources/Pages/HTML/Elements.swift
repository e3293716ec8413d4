import Datasets

/// What pages are put together from.

/// A part of a page with its heading, reachable by its id.
public func section(_ id: String, _ heading: String, @HTMLBuilder content: () -> HTML) -> HTML {
    tag("section", .id(id), Attribute("aria-labelledby", id + "-heading")) {
        tag("h2", .id(id + "-heading")) { heading }
        content()
    }
}

/// Something that is folded away.
public func folded(_ summary: String, isOpen: Bool = false, @HTMLBuilder content: () -> HTML) -> HTML {
    let inner = HTML([tag("summary") { summary }, content()])
    return isOpen ? tag("details", Attribute("open", nil)) { inner } : tag("details") { inner }
}

/// A table that scrolls sideways in itself where it is wider than the screen, also by keyboard.
public func scrolling(_ name: String, @HTMLBuilder content: () -> HTML) -> HTML {
    tag("div", .kind("scroll"), Attribute("tabindex", "0"), Attribute("role", "region"), .label(name)) { content() }
}

public func paragraph(_ text: String, kind: String? = nil) -> HTML {
    kind.map { tag("p", .kind($0)) { text } } ?? tag("p") { text }
}

/// Words that somebody else chose, kept from turning the direction of what stands around them.
public func quoted(_ text: String) -> HTML { tag("bdi") { text } }

public func link(file path: String, _ text: String) -> HTML { tag("a", .file(path)) { text } }

/// Terms with what they mean.
public func facts(_ rows: [(term: String, meaning: HTML)]) -> HTML {
    tag("dl", .kind("facts")) {
        rows.map { row in
            tag("div") {
                tag("dt") { row.term }
                tag("dd") { row.meaning }
            }
        }
    }
}

/// A small picture, drawn large with its pixels seen.
/// - Parameter alternative: what those hear who do not see it.
public func pixels(_ picture: PixelImage, alternative: String) throws -> HTML {
    void(
        "img", .kind("pixels"), .picture(png: try picture.encodePNG()), Attribute("width", "\(picture.width)"),
        Attribute("height", "\(picture.height)"), Attribute("alt", alternative))
}

/// A mark that also says in a word what it means.
public func mark(_ symbol: String, _ word: String, kind: String) -> HTML {
    tag("span", .kind("mark " + kind)) {
        tag("span", Attribute("aria-hidden", "true")) { symbol }
        " " + word
    }
}
