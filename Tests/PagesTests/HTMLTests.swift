import Foundation
import Testing
@testable import Pages

@Suite("HTML from data")
struct HTMLTests {
    @Test("text is text wherever it stands, and control characters are not in it")
    func escaping() {
        let hostile = "<script>alert('x')</script> & \"q\"\u{0}\u{1B}[31m\ttab\nline\u{85}"
        let shown = "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;q&quot;\u{FFFD}\u{FFFD}[31m\ttab\nline\u{FFFD}"
        #expect(HTML(hostile).markup == shown)
        #expect(tag("b", .label(hostile)) { hostile }.markup == "<b aria-label=\"\(shown)\">\(shown)</b>")
        #expect(void("img", Attribute("alt", hostile)).markup == "<img alt=\"\(shown)\">")
        #expect(quoted("a\u{202E}b").markup == "<bdi>a\u{202E}b</bdi>")
    }

    @Test("elements nest, and conditions and lists are part of them")
    func building() {
        func list(_ items: [String], isNumbered: Bool) -> HTML {
            tag("div") {
                if isNumbered { "numbered: " } else { "plain: " }
                for item in items { tag("i") { item } }
                if items.isEmpty { "nothing" }
            }
        }
        #expect(list(["a", "<"], isNumbered: true).markup == "<div>numbered: <i>a</i><i>&lt;</i></div>\n")
        #expect(list([], isNumbered: false).markup == "<div>plain: nothing</div>\n")
        #expect(tag("details", Attribute("open", nil)) { "" }.markup == "<details open></details>\n")
    }

    @Test(
        "a link to a file stays a link to a file",
        arguments: [
            ("data/a b.csv", "./data/a%20b.csv"), ("javascript:alert(1)", "./javascript%3Aalert%281%29"), ("//host/x", "./host/x"),
            ("a?b#c\"", "./a%3Fb%23c%22"), ("späße.csv", "./sp%C3%A4%C3%9Fe.csv"),
        ])
    func files(path: String, expected: String) {
        #expect(link(file: path, "x").markup == "<a href=\"\(expected)\">x</a>")
    }

    @Test("a document names its language, its parts and what it may load, which is nothing from elsewhere")
    func document() throws {
        let page = Document(
            title: "a < b", header: HTML("top"),
            parts: [.init(id: "one", title: "One", body: section("one", "One & only") { paragraph("text") })]
        ).text
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\"><head>"))
        #expect(page.contains("<title>a &lt; b</title>") && page.contains("<a href=\"#one\">One</a>"))
        #expect(page.contains("<section id=\"one\" aria-labelledby=\"one-heading\"><h2 id=\"one-heading\">One &amp; only</h2>"))
        #expect(page.contains("default-src &#39;none&#39;; img-src data:; style-src &#39;unsafe-inline&#39;"))
        #expect(!page.contains("<script"))
    }

    @Test("text colours keep a contrast of 4.5 to 1 on the grounds they stand on, light and dark")
    func contrast() throws {
        let blocks = StyleSheet.text.components(separatedBy: "@media (prefers-color-scheme: dark)")
        for block in blocks.prefix(2) {
            func colour(_ name: String) throws -> Double {
                let found = try #require(block.range(of: "--\(name): #"))
                let digits = block[found.upperBound...].prefix(6)
                let parts = stride(from: 0, to: 6, by: 2).map { start -> Double in
                    let first = digits.index(digits.startIndex, offsetBy: start)
                    let value = Double(Int(digits[first..<digits.index(first, offsetBy: 2)], radix: 16) ?? 0) / 255
                    return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
                }
                return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
            }
            func ratio(_ a: String, _ b: String) throws -> Double {
                let pair = [try colour(a), try colour(b)].sorted()
                return (pair[1] + 0.05) / (pair[0] + 0.05)
            }
            let grounds = ["ground", "raised", "good-ground", "bad-ground", "even-ground"]
            for (ink, behind) in [
                ("ink", grounds), ("soft", grounds), ("link", ["ground", "raised"]), ("good", ["ground", "good-ground"]),
                ("bad", ["ground", "bad-ground"]), ("even", ["ground", "even-ground"]), ("open", ["ground"]),
                ("warn", ["warn-ground", "ground"]),
            ] {
                for ground in behind { #expect(try ratio(ink, ground) >= 4.5, "\(ink) on \(ground)") }
            }
        }
    }
}
