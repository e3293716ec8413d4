import Testing
@testable import Pages

@Suite("Drawings in a page")
struct DrawingTests {
    private func svg(_ inner: String, box: String = #"viewBox="0 0 9 6""#) -> String {
        """
        <?xml version="1.0"?>
        <svg width="9" height="6" \(box) xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">
        <title>Gnuplot</title><desc>Produced by GNUPLOT</desc>\(inner)</svg>
        """
    }

    @Test("ids are a drawing's own, references follow them, and the title names it")
    func ids() throws {
        let inner = #"<path id='p' d='M0'/><use xlink:href='#p'/><g id="c" filter="url(#f)"><text>a &lt; b</text></g>"#
        let html = try #require(FigureDrawing.inline(svg(inner), id: "figure-2", title: "Loss <by> point"))
        #expect(
            html.markup.filter { $0 != "\n" } == """
                <svg viewBox="0 0 9 6" role="img" aria-labelledby="figure-2-title"><title id="figure-2-title">Loss &lt;by&gt; point</title>\
                <path id='figure-2-p' d='M0'/><use href='#figure-2-p'/><g id="figure-2-c" filter="url(#figure-2-f)"><text>a &lt; b</text></g></svg>
                """)
    }

    @Test(
        "what runs or fetches something stays outside",
        arguments: [
            "<script>1</script>", "<g onload='x()'/>", "<image href='#a'/>", "<use href='http://a/b#c'/>", "<use xlink:href=\"data:x\"/>",
            "<g filter='url(http://a)'/>", "<style>*{}</style>", "<foreignObject/>", "<a href='#x'/>", "<!-- -->", "<SCRIPT/>",
        ])
    func refusals(inner: String) {
        #expect(FigureDrawing.inline(svg(inner), id: "f", title: "t") == nil)
        #expect(FigureDrawing.inline(svg("<g/>"), id: "f", title: "t") != nil)
    }

    @Test("what is no drawing is none", arguments: ["", "<svg", "text</svg><svg>", "<svg viewBox=\"javascript:1\"></svg>"])
    func others(text: String) { #expect(FigureDrawing.inline(text, id: "f", title: "t") == nil) }
}
