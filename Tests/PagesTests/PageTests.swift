import Claims
import Datasets
import Foundation
import Reports
import Results
import ResultsStore
import TestSupport
import Testing
@testable import Pages

@Suite("The report's page")
struct PageTests {
    private let folder = TemporaryFolder()

    private func matches(_ pattern: String, in text: String) -> [String] {
        let expression = try! NSRegularExpression(pattern: pattern)
        return expression.matches(in: text, range: NSRange(text.startIndex..., in: text)).map {
            String(text[Range($0.range(at: 1), in: text)!])
        }
    }

    private func everything(name: String = "made-up", probes: [String] = ["two red circles"]) throws -> PageStore {
        let claim = Claim(
            id: "better", statement: "A deeper point is better.", question: .change("fusion.point", from: .first, to: .last),
            primary: [Measure("x0_error/validation", expected: .lower)])
        return try PageStore(
            name: name, seeds: Array(1...6), claims: ClaimList(name: "own", claims: [claim]),
            leaving: { _, _ in PageStore.Leavings(probes: probes, keepsPictures: true) })
    }

    @Test("it says what was run and what it cost, in UTC, from the store")
    func header() throws {
        let page = try PageStore().page(in: folder)
        for text in [
            "<h1>made-up</h1>", "What is asked", "2 cells × 3 seeds = 6 jobs", "6 done", "18 minutes of processor time", "3.0 × 10¹² FLOPs",
            "100 MiB a process", "Made-up CPU", "0123456789", "2023-11-14 22:13 to 22:14",
        ] where !page.contains(text) { Issue.record("\(text) is missing") }
        #expect(!page.contains("Interim"))
    }

    @Test("the same store gives the same bytes, and everything that it links to is there")
    func bytes() throws {
        let made = try everything(), other = TemporaryFolder()
        let source = PictureSource(read: PageStore.reader)
        let page = try made.page(pictures: source, gnuplot: .found(), in: folder)
        #expect(try made.page(pictures: source, gnuplot: .found(), in: other) == page)
        let links = matches(#"href="\./([^"]*)""#, in: page)
        #expect(links.contains("data/table.csv") && links.contains("data/compare.csv") && links.contains("data/claims.csv"))
        #expect(links.contains { $0.hasPrefix("data/figures/curve-") } == false)
        #expect(links.contains("data/figures/x0-error-validation-by-fusion-point.csv"))
        for link in links {
            #expect(FileManager.default.fileExists(atPath: folder.url.appendingPathComponent(link).path), "\(link) is not there")
        }
        // Written again in its place.
        #expect(try made.page(pictures: source, gnuplot: .found(), in: folder) == page)
    }

    @Test("nothing comes from elsewhere and nothing runs, whatever names, captions and reasons say")
    func hostile() throws {
        let evil = "</title><script>alert(1)</script><img src=http://evil.example/x onerror=alert(1)>\"'><svg/onload=x>"
        let made = try PageStore(
            name: evil, points: ["0", evil], conditionings: ["concat", "</td>" + evil],
            ending: { cell, seed in cell == 1 && seed == 2 ? .error : .done },
            leaving: { _, _ in PageStore.Leavings(captions: [evil, "a"], probes: [evil]) })
        let read: PictureReader = { _, pictures, _ in pictures.map { _ in (false, evil) } }
        let page = try made.page(
            made.study(description: evil, specText: "name: " + evil), pictures: PictureSource(read: read), gnuplot: .found(), in: folder)
        #expect(page.contains("alert(1)"), "it is shown as text")
        let tags = Set(matches(#"<([a-zA-Z][a-zA-Z0-9]*)"#, in: page))
        let known: Set = [
            "a", "article", "bdi", "body", "caption", "circle", "code", "dd", "defs", "details", "div", "dl", "dt", "feComposite",
            "feFlood",
            "figcaption",
            "figure", "filter", "footer", "g", "h1", "h2", "h3", "head", "header", "html", "img", "li", "main", "meta", "nav", "p", "path",
            "polygon", "pre", "rect", "section", "span", "style", "summary", "svg", "table", "tbody", "td", "text", "tfoot", "th", "thead",
            "title", "tr", "tspan", "ul", "use",
        ]
        #expect(tags.subtracting(known) == [])
        // Attributes begin behind a space and hold no quote of their own.
        for address in matches(#"<[^<>]*\s(?:src|href)=["']([^"']*)["']"#, in: page) {
            #expect(["data:image/png;base64,", "#", "./"].contains { address.hasPrefix($0) }, "\(address.prefix(60))")
        }
        let bare = page.replacing(try Regex(#""[^"]*""#), with: "")
        #expect(matches(#"<[^<>]*\s(on\w+)\s*="#, in: bare) == [])
        #expect(matches(#"(@import|url\(\s*['"]?(?!#)[a-z])"#, in: page) == [])
    }

    @Test("verdicts stand in plain words with effect, interval, what could be seen and seeds, the decided first")
    func verdicts() throws {
        let made = try everything(), page = try made.page(in: folder)
        #expect(page.contains("supported"))
        #expect(page.contains("A deeper point is better.") && page.contains("95 % interval"))
        #expect(page.contains("6 of 6 seeds"))
        let order = VerdictsSection(report: try ClaimsReport(grid: made.grid, store: made.store)).groups.map(\.verdict)
        #expect(order == [.supported])
    }

    @Test("attention lies over the picture that it was taken on, for the earliest and the latest fusion")
    func attention() throws {
        let made = try everything(probes: ["two red circles", "a blue square"])
        let looks = try AttentionLook.all(
            grid: made.grid, seed: 1, store: made.store, isDone: { _ in true }, pictures: PictureSource())
        #expect(looks.map(\.caption) == ["two red circles", "a blue square"])
        let look = try #require(looks.last)
        #expect(look.timestep == 500 && look.side == 2 && look.words == ["a", "blue", "square"])
        #expect(
            look.rows.map { made.grid.label(of: $0.cell) } == Array(repeating: "point=0 conditioning=concat", count: 3)
                + Array(repeating: "point=2 conditioning=concat", count: 3))
        #expect(look.rows.map(\.picture) == [0, 0, 0, 1, 1, 1].map { PageStore.picture($0, 1, 21) })
        // The brightest patch of block b is number b + 1 (modulo 4), for the first word alone.
        for (row, block) in zip(look.rows, [0, 1, 2, 0, 1, 2]) {
            #expect(row.maps.count == 3 && row.largest == 0.75)
            #expect(row.maps[0].firstIndex(of: 0.75) == (block + 1) % 4 && row.maps[1] == [0.125, 0.125, 0.125, 0.125])
        }
    }

    @Test("a picture that is not kept beside the maps is the sheet's of the same place and caption, else drawn again, else not there")
    func attentionPictures() throws {
        let made = try PageStore(leaving: { _, _ in PageStore.Leavings(probes: ["two red circles", "three green circles"]) })
        func pictures(_ source: PictureSource) throws -> [PixelImage?] {
            try AttentionLook.all(grid: made.grid, seed: 1, store: made.store, isDone: { _ in true }, pictures: source)
                .map { $0.rows[0].picture }
        }
        let again = PixelImage(width: 8, height: 8, colour: [1, 2, 3])
        #expect(try pictures(PictureSource()) == [PageStore.picture(0, 1, 0), nil])
        #expect(try pictures(PictureSource(draw: { _, captions, _ in captions.map { _ in again } })) == [PageStore.picture(0, 1, 0), again])
        #expect(try made.page(in: folder).contains("Pictures of some jobs are not kept"))
    }

    // MARK: With less

    @Test("without gnuplot the page stands, says so, and has the data")
    func noGnuplot() throws {
        let page = try everything().page(in: folder)
        #expect(page.contains("gnuplot is not installed") && !page.contains("<svg"))
        #expect(page.contains("href=\"./data/figures/x0-error-validation-by-fusion-point.csv\""))
    }

    @Test("without an oracle pictures stand without verdicts; without pictures that is said")
    func noOracle() throws {
        let page = try PageStore().page(in: folder)
        #expect(page.contains("No oracle knows the truth") && !page.contains("class=\"verdict\""))
        #expect(page.contains("class=\"pixels\""))
        let bare = try PageStore(leaving: { _, _ in PageStore.Leavings(captions: nil) }).page(in: folder)
        #expect(bare.contains("No done job has drawn pictures yet") && !bare.contains("<img"))
    }

    @Test("one cell without coordinates makes a page, without comparison")
    func oneCell() throws {
        let page = try PageStore(points: ["0"], seeds: [1]).page(in: folder)
        #expect(page.contains("1 cell × 1 seed = 1 job") && page.contains("<th scope=\"row\">base</th>"))
        #expect(!page.contains("compare.csv"))
    }

    @Test("jobs that failed, diverged or wait are told as that; the numbers are of the others")
    func failures() throws {
        let made = try PageStore(ending: { cell, seed in cell == 0 ? .done : seed == 1 ? .diverged : seed == 2 ? .error : nil })
        let page = try made.page(in: folder)
        #expect(page.contains("Interim: 1 of 6 jobs have no result yet.") && page.contains("2 of 6 jobs ended without a result"))
        #expect(page.contains("3 done, 1 diverged, 1 error") || page.contains("1 pending, 3 done, 1 diverged, 1 error"))
        for text in ["1 diverged", "1 failed", "1 waiting", "0 of 3", "no value", "it &lt;b&gt;ended&lt;/b&gt;"] where !page.contains(text)
        {
            Issue.record("\(text) is missing")
        }
    }

    @Test("before anything ran there is a page that says so")
    func nothing() throws {
        let page = try PageStore(ending: { _, _ in nil }).page(in: folder)
        #expect(page.contains("nothing has run yet") && page.contains("Interim: 6 of 6 jobs"))
    }
}
