import Foundation
import Pages

/// What is around every page: the way to the others, and nothing that has to run for the page to be read.
struct Shell {
    var title: String
    /// Where the page stands among the others; nil for one that is none of them.
    var place: String?
    /// The spec that it speaks of.
    var spec: String?
    var specs: [String] = []
    /// Whether it is made anew when the store changes.
    var isLive = true
    var body: HTML

    /// Path, name, and whether it speaks of one spec.
    static let places: [(path: String, name: String, isOfSpec: Bool)] = [
        ("/", "Store", false), ("/grid", "Grid", true), ("/samples", "Samples", true), ("/compare", "Compare", true),
        ("/claims", "Claims", true), ("/curves", "Curves", true), ("/attention", "Attention", true), ("/people", "People", true),
        ("/query", "Query", false),
    ]

    var response: Response { .text(text, type: "text/html; charset=utf-8") }

    var text: String {
        let head = tag("head") {
            void("meta", Attribute("charset", "utf-8"))
            void("meta", Attribute("name", "viewport"), Attribute("content", "width=device-width, initial-scale=1"))
            void("meta", Attribute("name", "color-scheme"), Attribute("content", "light dark"))
            tag("title") { "\(title) – fusiongrid" }
            void("link", Attribute("rel", "icon"), Attribute("href", "data:,"))
            void("link", Attribute("rel", "stylesheet"), Attribute("href", "/style.css"))
            tag("script", Attribute("src", "/page.js"), Attribute("defer", nil)) {}
        }
        let shown = tag("body", Attribute("data-live", isLive ? "yes" : "no")) {
            tag("a", .kind("skip"), .place("main")) { "Skip to the page" }
            tag("header", .kind("top")) {
                tag("nav", .label("Pages")) { tag("ul") { Self.places.map(entry) } }
                if specs.count > 1 { picker }
            }
            tag("main", .id("main")) { body }
            tag("p", .kind("status"), .id("status"), Attribute("role", "status")) {}
        }
        return "<!DOCTYPE html>\n" + tag("html", Attribute("lang", "en")) { HTML([head, shown]) }.markup
    }

    private func entry(_ entry: (path: String, name: String, isOfSpec: Bool)) -> HTML {
        let target = Target(path: entry.path, values: entry.isOfSpec ? spec.map { [.init("spec", $0)] } ?? [] : [])
        return tag("li") {
            entry.path == place
                ? tag("a", .link(target), Attribute("aria-current", "page")) { entry.name } : tag("a", .link(target)) { entry.name }
        }
    }

    private var picker: HTML {
        let place = Self.places.first { $0.path == self.place && $0.isOfSpec }?.path ?? "/grid"
        return Form(to: Target(path: place), label: "Spec").html {
            Form.choice("spec", "Spec", specs.map { .init($0, $0) }, chosen: spec)
        }
    }
}

extension Attribute {
    /// A place on this server.
    static func link(_ target: Target) -> Attribute { Attribute("href", target.link) }
}

/// What goes wrong is a page, too.
struct ProblemPage {
    let status: Response.Status
    let text: String

    init(_ problem: PageProblem) { (status, text) = (problem.status, problem.description) }

    var response: Response {
        var response = Shell(
            title: "Not shown", isLive: false,
            body: HTML([tag("h1") { "Not shown" }, tag("p", .kind("warning problem")) { text }])
        ).response
        response.status = status
        return response
    }
}
