/// A whole page: nothing in it is fetched from anywhere, and nothing in it runs.
public struct Document: Sendable {
    public struct Part: Sendable {
        public var id: String
        /// In the list of contents.
        public var title: String
        public var body: HTML

        public init(id: String, title: String, body: HTML) { (self.id, self.title, self.body) = (id, title, body) }
    }

    public var title: String
    public var header: HTML
    public var parts: [Part]
    public var footer: HTML

    public init(title: String, header: HTML, parts: [Part], footer: HTML = .nothing) {
        (self.title, self.header, self.parts, self.footer) = (title, header, parts, footer)
    }

    /// The file's text. The same parts give the same bytes.
    public var text: String {
        let head = tag("head") {
            void("meta", Attribute("charset", "utf-8"))
            void("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1"))
            // Should markup slip in after all, it can neither run nor fetch.
            void(
                "meta", Attribute("http-equiv", "Content-Security-Policy"),
                Attribute("content", "default-src 'none'; img-src data:; style-src 'unsafe-inline'"))
            void("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark"))
            tag("title") { title }
            tag("style") { HTML(trusted: StyleSheet.text) }
        }
        let body = tag("body") {
            tag("header") { header }
            tag("nav", .label("Contents")) {
                tag("ul") { parts.map { part in tag("li") { tag("a", .place(part.id)) { part.title } } } }
            }
            tag("main") { parts.map(\.body) }
            if !footer.isEmpty { tag("footer") { footer } }
        }
        return "<!DOCTYPE html>\n" + tag("html", Attribute("lang", "en")) { [head, body] }.markup
    }
}
