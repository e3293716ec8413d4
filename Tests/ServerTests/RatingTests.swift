import Foundation
import HumanEvaluation
import Pages
import ResultsStore
import Testing
@testable import Server

@Suite("People vote on pages")
struct RatingTests {
    private let served: ServedStore
    private let study: HumanStudy
    private let site: Site
    private let own = ["origin": "http://127.0.0.1:8642", "sec-fetch-site": "same-origin"]

    /// - Parameter caption: what pictures were drawn for.
    init() throws {
        served = try ServedStore(token: Token("secret"))
        func cell(_ label: String) -> StudyDesign.Cell {
            StudyDesign.Cell(
                label: label, coordinates: "{}",
                jobs: [
                    StudyDesign.Job(
                        key: "secret-job-\(label)", seed: 77, captions: (0..<4).map { "caption \($0) \(ServedStore.hostile)" },
                        pictures: (0..<4).map { Data("\(label)\($0)".utf8) }, asked: [2, 2, 2, 2], oracle: [1, 2, 3, 4])
                ])
        }
        let drawn = try StudyDesign(
            spec: "made-up", task: .preference, seed: 1, cells: [cell("cell-early"), cell("cell-late")], comparisons: [(0, 1)],
            checks: [], repeats: 1, plan: "{}"
        ).draw(scenes: 4)
        study = drawn.study
        try served.store.create(study, pictures: drawn.pictures)
        let reading = try served.location.open(.readOnly), location = served.location
        site = try served.site(groups: [.rating(reading, VoteBox { try location.open(.readWrite) })])
    }

    private func join(_ name: String) throws -> String {
        let response = site.post("/rate/join", "study=\(study.key)&name=\(name)", own)
        #expect(response.status == .seeOther, "\(response.text)")
        return try #require(response.headers["Location"])
    }

    @Test func `a whole study is voted: by name, at once in the store, and once only`() throws {
        #expect(site.get("/rate?study=\(study.key)").text.contains("name=\"name\""))
        let address = try join("Ann"), code = String(address.dropFirst("/rate?code=".count))
        for place in 0..<5 {
            let page = site.get(address)
            #expect(page.status == .ok && page.text.contains("\(place) of 5 answered"))
            #expect(page.headers["Content-Security-Policy"] == StudyPages.policy && page.headers["Cache-Control"] == "no-store")
            let sent = "code=\(code)&place=\(place)&shown=0&answer=left"
            for _ in 0..<2 {
                let response = site.post("/rate/vote", sent, own)
                #expect(response.status == .seeOther && response.headers["Location"] == address)
            }
            #expect(try served.store.votes(ofStudy: study.key).count == place + 1)
        }
        #expect(site.get(address).text.contains("All 5 questions are answered"))
        // The same name goes on where it stopped.
        #expect(try join("Ann") == address)
        #expect(try join("Ben") != address)
    }

    @Test func `raters see nothing but their study`() throws {
        let page = site.get(try join("Ann")).text
        for secret in ["cell-early", "secret-job", "/grid", "/query", "<script>alert", "<img src=x"] { #expect(!page.contains(secret)) }
        for path in ["/", "/grid", "/people", "/query?sql=SELECT+code+FROM+study_raters", "/people-votes"] {
            #expect(site.get(path).status == .unauthorized, "\(path)")
        }
        // Not even where the others are.
        for path in ["/rate", "/rate?code=abc", "/rate?study=\(study.key.prefix(4))", "/rate/nothing"] {
            let response = site.get(path)
            #expect([404].contains(response.status.rawValue) && !response.text.contains("href=\"/grid") && response.text.contains("<h1>"))
        }
    }

    @Test func `votes come from the page alone`() throws {
        let code = String(try join("Ann").dropFirst("/rate?code=".count)), sent = "code=\(code)&place=0&shown=0&answer=left"
        for headers in [
            [:], ["origin": "http://other.example"], ["origin": "null"], ["sec-fetch-site": "cross-site"],
            [
                "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document",
                "origin": "http://127.0.0.1:8642",
            ],
            ["origin": "http://127.0.0.1:8642", "host": "evil.example"],
        ] { #expect([403, 421].contains(site.post("/rate/vote", sent, headers).status.rawValue), "\(headers)") }
        for (body, status) in [
            ("code=\(code)&place=3&answer=left", 400), ("code=\(code)&place=0&answer=up", 400), ("code=\(code)&place=-1&answer=left", 400),
            ("code=nobody&place=0&answer=left", 404), ("place=0&answer=left", 404), ("%zz", 400), ("", 404),
        ] { #expect(site.post("/rate/vote", body, own).status.rawValue == status, "\(body)") }
        #expect(site.get("/rate/vote?\(sent)").status == .methodNotAllowed)
        #expect(try served.store.votes(ofStudy: study.key).isEmpty)
        for body in [
            "study=\(study.key)&name=", "study=\(study.key)&name=\(String(repeating: "x", count: 61))", "name=Ann", "study=zz&name=A",
        ] {
            #expect([400, 404].contains(site.post("/rate/join", body, own).status.rawValue), "\(body)")
        }
    }

    @Test func `a link in a mail opens the questions, and nothing else`() throws {
        let address = try join("Ann")
        let clicked = ["sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"]
        #expect(site.get(address, clicked).status == .ok)
        #expect(site.get(address, clicked.merging(["sec-fetch-dest": "iframe"]) { $1 }).status == .forbidden)
        #expect(site.get(address, ["sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"]).status == .forbidden)
        #expect(site.get("/grid?token=secret", clicked).status == .forbidden)
    }

    @Test func `results are a page, a table and votes`() throws {
        let open = try ServedStore(), empty = try open.site()
        #expect(empty.get("/people").text.contains("Nobody was asked"))
        #expect(empty.get("/people-table").status == .notFound && empty.get("/people?study=zz").status == .notFound)
        let cookie = ["cookie": "fusiongrid=secret"]
        let waiting = site.get("/people", cookie)
        #expect(waiting.status == .ok && waiting.text.contains("/rate?study=\(study.key)"))
        for name in ["Ann", "Ben"] {
            let code = String(try join(name).dropFirst("/rate?code=".count))
            for place in 0..<5 { _ = site.post("/rate/vote", "code=\(code)&place=\(place)&shown=0&answer=tie", own) }
        }
        let page = site.get("/people", cookie)
        #expect(page.text.contains("50.0 %") && page.text.contains("Ben") && !page.text.contains("<script>alert"))
        #expect(site.get("/people-table", cookie).text.hasPrefix("cell,against,votes"))
        #expect(site.get("/people-votes", cookie).text.split(whereSeparator: \.isNewline).count == 1 + 2 * 5)
    }

    @Test func `a store that cannot be written to says so`() throws {
        let reading = try served.location.open(.readOnly)
        let shut = try served.site(groups: [.rating(reading, VoteBox { throw ResultsStoreError.missingFile(path: "s.sqlite") })])
        let code = try served.store.rater(named: "Ann", of: study.key).code
        #expect(shut.get("/rate?code=\(code)").status == .ok)
        let response = shut.post("/rate/vote", "code=\(code)&place=0&shown=0&answer=left", own)
        #expect(response.status == .badRequest && response.text.contains("s.sqlite"))
    }
}
