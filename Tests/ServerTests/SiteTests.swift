import Datasets
import Foundation
import Reports
import Testing
@testable import Server

@Suite("The site")
struct SiteTests {
    static let pages = [
        "/", "/grid", "/grid?columns=point", "/cell?cell=fusion.point%3D0%2Cfusion.conditioning%3Dconcat", "/samples",
        "/samples?step=0&seed=2", "/samples?guidance=2.5",
        "/compare", "/compare?other=fusion.point%3D2%2Cfusion.conditioning%3Dconcat", "/claims", "/curves",
        "/curves?metric=x0_error&axis=log&cut=none",
        "/attention", "/attention?head=0&word=1&time=0&block=1", "/people", "/job?key=0c1", "/query",
        "/query?sql=SELECT+text+FROM+captions",
    ]

    @Test("every page is shown, whole, with nothing inline that runs", arguments: pages)
    func shown(_ page: String) throws {
        let response = try ServedStore().site().get(page)
        #expect(response.status == .ok, "\(response.text)")
        #expect(response.text.hasPrefix("<!DOCTYPE html>") && response.text.hasSuffix("</html>\n"))
        #expect(response.headers["Content-Security-Policy"]?.hasPrefix("default-src 'self';") == true)
        #expect(!response.text.contains(" style=") && !response.text.contains("<style"))
    }

    @Test("hostile captions, names, logs, notes and requests are text", arguments: pages)
    func hostile(_ page: String) throws {
        let served = try ServedStore(name: "a\(ServedStore.hostile)", caption: ServedStore.hostile)
        try served.store.note(ServedStore.hostile, on: "0c1")
        _ = try served.store.tag(["0c1"], ServedStore.hostile)
        let site = try served.site(), evil = "%3Cscript%3Ealert(9)%3C/script%3E%22%27"
        for text in [
            page, page + (page.contains("?") ? "&" : "?") + "spec=\(evil)&metric=\(evil)&seed=\(evil)&sql=\(evil)&key=\(evil)&cell=\(evil)",
        ] {
            let response = site.get(text), body = response.text
            #expect(!body.contains("<script>") && !body.contains("onerror=alert(2)>&\"") && !body.contains("<img src=x"), "\(text)")
            #expect(!body.contains("<b>") && [200, 400, 404].contains(response.status.rawValue))
        }
    }

    @Test(
        "what is not there says so, and in what way",
        arguments: [
            ("/nothing", 404), ("/grid?spec=other", 404), ("/job?key=zz", 404), ("/job", 400), ("/grid?metric=nonsense", 400),
            ("/grid?columns=nonsense", 400),
            ("/grid?at=never", 400), ("/samples?seed=99", 404), ("/samples?seed=x", 400), ("/samples?guidance=x", 400), ("/samples?guidance=-1", 400), ("/compare?baseline=x", 404),
            ("/table?format=exe", 400),
            ("/job/file?key=0c1&kind=..%2F..", 404), ("/job/file?key=..%2F..%2Fetc&kind=logs", 404),
            ("/job/samples.png?key=0c1&step=7", 404),
        ])
    func absent(_ page: String, _ status: Int) throws {
        let response = try ServedStore().site().get(page)
        #expect(response.status.rawValue == status, "\(response.text)")
        #expect(response.text.contains("Not shown"))
    }

    @Test("another guidance draws again, and says so")
    func guidance() throws {
        let site = try ServedStore().site(), kept = site.get("/samples").text, drawn = site.get("/samples?guidance=2.5").text
        let red = try PixelImage(width: 8, height: 8, colour: [2, 1, 2]).encodePNG().base64EncodedString()
        #expect(!kept.contains(red) && drawn.components(separatedBy: red).count > 8)
        #expect(drawn.contains("guidance of 2.5") && drawn.contains("value=\"2.5\" selected") && !drawn.contains("ArrowLeft"))
    }

    @Test("nothing can be changed")
    func readOnly() throws {
        let site = try ServedStore().site(), own = ["origin": "http://127.0.0.1:8642"]
        for page in ["/", "/grid", "/query"] { #expect(site.post(page, "sql=DELETE+FROM+jobs", own).status == .methodNotAllowed) }
        for sql in [
            "DELETE FROM jobs", "PRAGMA query_only=0", "ATTACH 'x' AS y", "WITH a AS (SELECT 1) DELETE FROM jobs",
            "SELECT 1; DROP TABLE jobs",
        ] {
            let text = site.get(Target(path: "/query", values: [.init("sql", sql)]).link).text
            #expect(text.contains("role=\"alert\""), "\(sql)")
        }
        #expect(site.get("/query?sql=SELECT+count(*)+AS+n+FROM+jobs").text.contains(">12</td>"))
    }

    @Test("a query without end is ended")
    func slowQuery() throws {
        let sql = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        let text = try ServedStore().site().get(Target(path: "/query", values: [.init("sql", sql)]).link).text
        #expect(text.contains("takes longer than 5 s"))
    }

    @Test("a downloaded table is what the report writes, byte by byte")
    func downloads() throws {
        let served = try ServedStore(), site = try served.site()
        let request = TableRequest(columns: ["fusion.point"], metrics: ["x0_error"], at: .common)
        let table = try ComparisonTable(grid: served.grid, store: served.store, request: request)
        let response = site.get("/table?columns=fusion.point&metric=x0_error&at=common&format=csv")
        #expect(response.text == (try table.rendered(.csv)))
        #expect(response.headers["Content-Disposition"] == "attachment; filename=\"made-up-table.csv\"")
        #expect(site.get("/compare-table?format=latex").text == (try Comparison(grid: served.grid, store: served.store).rendered(.latex)))
        #expect(
            site.get("/claims-table?format=markdown").text == (try ClaimsReport(grid: served.grid, store: served.store).rendered(.markdown))
        )
        let paper = try ComparisonTable(grid: served.grid, store: served.store).rendered(.latex, style: .paper)
        #expect(site.get("/table?format=latex&style=paper").text == paper)
    }

    @Test("a pivot has a cell of the grid in each place, and every axis somewhere")
    func pivots() throws {
        let site = try ServedStore(waiting: 2).site()
        for columns in ["point", "conditioning", "point,conditioning", "conditioning,point", ""] {
            let text = site.get("/grid?metric=x0_error&columns=\(columns)").text
            #expect(text.components(separatedBy: "/cell?").count - 1 == 4, "\(columns)")
            #expect(text.contains("1 of 3") && text.contains("2 waiting"), "\(columns)")
        }
        #expect(site.get("/grid?columns=point&rows=point").status == .badRequest)
    }

    @Test("a page is tagged by its contents, sent once, and made anew when the store changes")
    func tags() async throws {
        let served = try ServedStore(waiting: 1), site = try served.site()
        let first = site.get("/grid"), tag = try #require(first.headers["ETag"]), version = site.get("/version").text
        #expect(site.get("/grid", ["if-none-match": "W/\(tag), \"x\""]).status == .notModified)
        #expect(site.get("/grid", ["if-none-match": tag]).text.isEmpty)
        #expect(site.get("/version").text == version)
        let last = try #require(served.grid.cells.last?.jobs.last)
        try served.finish(last, 3)
        #expect(site.get("/version").text != version)
        try await Task.sleep(for: .seconds(1))
        let next = site.get("/grid", ["if-none-match": tag])
        #expect(next.status == .ok && next.text != first.text)
    }

    @Test("with a token only those who bring it come in, and it leaves the address")
    func tokens() throws {
        let token = Token.random(), site = try ServedStore(token: token).site()
        for page in Self.pages + ["/version", "/style.css", "/job/file?key=0c1&kind=logs"] {
            #expect(site.get(page).status == .unauthorized, "\(page)")
            #expect(site.get(page, ["cookie": "fusiongrid=wrong"]).status == .unauthorized)
        }
        #expect(site.get("/grid?token=wrong").status == .unauthorized)
        let entered = site.get("/grid?spec=made-up&token=\(token.text)")
        #expect(entered.status == .seeOther && entered.headers["Location"] == "/grid?spec=made-up")
        let cookie = try #require(entered.headers["Set-Cookie"])
        #expect(cookie == "fusiongrid=\(token.text); Path=/; HttpOnly; SameSite=Strict")
        #expect(site.get("/grid", ["cookie": "a=b; fusiongrid=\(token.text)"]).status == .ok)
    }

    @Test("another group's token opens that group alone, and only its routes take what is posted")
    func groups() throws {
        let own = Token.random()
        let group = RouteGroup(
            path: "/rate", cookie: "rater", admits: { $0.map(own.matches) ?? false },
            routes: [
                .init("/") { request in .text("for \(request.token ?? "")", type: "text/plain") },
                .init("/vote", method: .post) { request in .text("\(request.form?.count ?? -1)", type: "text/plain") },
            ])
        let token = Token.random(), site = try ServedStore(token: token).site(groups: [group])
        let rater = ["cookie": "rater=\(own.text)"], origin = ["origin": "http://127.0.0.1:8642"]
        #expect(site.get("/rate/", rater).text == "for \(own.text)")
        #expect(site.get("/rate?token=\(own.text)").headers["Set-Cookie"]?.contains("Path=/rate;") == true)
        #expect(site.get("/grid", rater).status == .unauthorized)
        #expect(site.get("/grid", ["cookie": "fusiongrid=\(own.text)"]).status == .unauthorized)
        #expect(site.get("/rate", ["cookie": "rater=\(token.text)"]).status == .unauthorized)
        #expect(site.post("/rate/vote", "a=1&b=2", rater.merging(origin) { $1 }).text == "2")
        #expect(site.post("/rate/vote", "a=1", rater).status == .forbidden)
        #expect(site.post("/rate/vote", "a=1", origin).status == .unauthorized)
        #expect(site.get("/rate/vote", rater).status == .methodNotAllowed)
        #expect(site.get("/rated").status == .unauthorized)
    }

    @Test("many readers at once get one page, made once")
    func readers() async throws {
        let site = try ServedStore().site()
        let texts = await withTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { site.get("/grid").text } }
            return await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(texts.count == 1)
    }

    @Test("whatever is asked is answered")
    func anything() throws {
        let site = try ServedStore(seeds: [1]).site()
        var state: UInt64 = 42
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let paths = [
            "/", "/grid", "/table", "/cell", "/samples", "/compare", "/compare-table", "/claims", "/curves", "/attention", "/job",
            "/job/file",
        ]
        let names = [
            "spec", "rows", "columns", "metric", "at", "seed", "step", "captions", "cell", "other", "baseline", "word", "time", "head",
            "block", "key", "format", "style", "kind", "axis", "left",
        ]
        let texts = [
            "made-up", "point", "fusion.point", "conditioning,point", "x0_error", "x0_error/validation", "oracle_count/all", "last",
            "common", "step=10",
            "step=-1", "best", "1", "0", "-1", "9223372036854775807", "-9223372036854775808", "", "csv", "paper", "latex",
            "fusion.point=0,fusion.conditioning=concat",
            "0c1", "0", "mean", "logs", "weights", "\u{202E}x", "a,b,,c", "%", "none", "log",
        ]
        for _ in 0..<1500 {
            let values = (0..<next(5)).map { _ in Target.Value(names[next(names.count)], texts[next(texts.count)]) }
            let link = Target(path: paths[next(paths.count)], values: values).link
            let response = site.get(link)
            #expect([200, 400, 404].contains(response.status.rawValue), "\(link)")
        }
    }
}
