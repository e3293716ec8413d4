import Datasets
import Foundation
import HumanEvaluation
import ResultsStore
import Testing
@testable import Pages

@Suite("Pages that raters see")
struct StudyPagesTests {
    private let store: ResultsDatabase
    private let study: HumanStudy
    private let rater: StudyRater

    init() throws {
        store = try ResultsDatabase.inMemory()
        func cell(_ label: String) -> StudyDesign.Cell {
            StudyDesign.Cell(
                label: label, coordinates: "{}",
                jobs: [
                    StudyDesign.Job(
                        key: "secret-job-\(label)", seed: 77,
                        captions: (0..<4).map { "<b>two</b> & \"\($0)\" </form><script>x()</script>" },
                        pictures: (0..<4).map { Data("\($0)".utf8) }, asked: [2, 2, 2, 2], oracle: [1, 2, 3, 4])
                ])
        }
        let drawn = try StudyDesign(
            spec: "grid", task: .preference, seed: 1, cells: [cell("cell-early"), cell("cell-late")], comparisons: [(0, 1)], checks: [],
            repeats: 0,
            plan: "{}"
        ).draw(scenes: 4)
        study = drawn.study
        try store.create(study, pictures: drawn.pictures)
        rater = try store.rater(named: "<i>Ann</i>", of: study.key)
    }

    @Test func `a question is a plain form with its pictures, its keys and nothing that tells cells apart`() throws {
        let visit = try StudyDesk(store).visit(code: rater.code)
        let page = StudyPages.page(visit.study, visit.rater, visit.progress, now: Date(timeIntervalSince1970: 12))
        for part in [
            "method=\"post\"", "action=\"/rate/vote\"", "name=\"shown\" value=\"12000\"", "name=\"place\" value=\"0\"",
            "value=\"\(rater.code)\"",
            "value=\"left\" data-key=\"1\"", "value=\"tie\" data-key=\"0\"", "value=\"right\" data-key=\"2\"", "alt=\"left picture\"",
            "0 of 4 answered", "width=device-width",
        ] { #expect(page.contains(part), "\(part)") }
        for secret in ["cell-early", "cell-late", "secret-job", "seed", "<b>", "<script>x", "</form><script", "http:", "https:", "src=\"/"]
        {
            #expect(!page.contains(secret), "\(secret)")
        }
        #expect(page.components(separatedBy: "<script").count == 2 && page.components(separatedBy: "data:image/png").count == 3)
    }

    @Test func `what a form sends is a vote, and all answered is thanks`() throws {
        let desk = StudyDesk(store)
        for place in 0..<4 {
            let fields = ["code": rater.code, "place": "\(place)", "answer": "tie", "shown": "0"]
            try desk.vote(fields)
        }
        let visit = try desk.visit(code: rater.code)
        let page = StudyPages.page(visit.study, visit.rater, visit.progress)
        #expect(page.contains("All 4 questions are answered") && page.contains("&lt;i&gt;Ann") && !page.contains("<form"))
        #expect(try store.votes(ofStudy: study.key).map(\.answer) == [0, 0, 0, 0])
    }

    @Test func `counts have a button for every number`() throws {
        var counted = study
        counted.task = .count
        counted.items[0].second = nil
        let progress = StudyDesk.Progress(
            done: 0, of: 4, place: 0, next: RaterSequence.Showing(item: 0, showing: 0, isFlipped: false), pictures: [Data([1])])
        let page = StudyPages.page(counted, rater, progress)
        #expect((0...9).allSatisfy { page.contains("value=\"\($0)\" data-key=\"\($0)\"") } && page.contains("9 or more"))
    }

    /// The hash as openssl has it of the page's own script.
    @Test func `the policy allows the page's script and no other`() {
        #expect(StudyPages.policy.contains("script-src 'sha256-") && StudyPages.policy.hasPrefix("default-src 'none'"))
        #expect(!StudyPages.script.contains("<"), "a script must not end its own element")
        #expect(StudyPages.welcome(study).contains("name=\"name\"") && StudyPages.problem("a < b").contains("a &lt; b"))
    }

    /// With PAGES_OUT=FOLDER the pages are written there, to look at.
    @Test func `pages of both tasks stand on their own`() throws {
        let picture = try PixelImage(width: 16, height: 16, colour: [200, 90, 40]).encodePNG()
        let next = RaterSequence.Showing(item: 0, showing: 0, isFlipped: false)
        var calm = study
        calm.items[0].caption = "two red circles left of one blue square"
        var counted = calm
        (counted.task, counted.question, counted.items[0].second) = (.count, StudyDesign.countQuestion, nil)
        let pages = [
            "pair": StudyPages.page(
                calm, rater, StudyDesk.Progress(done: 3, of: 40, place: 3, next: next, pictures: [picture, picture])),
            "count": StudyPages.page(counted, rater, StudyDesk.Progress(done: 3, of: 40, place: 3, next: next, pictures: [picture])),
            "welcome": StudyPages.welcome(calm), "problem": StudyPages.problem("nobody votes with this code"),
        ]
        for (name, page) in pages {
            #expect(
                page.hasPrefix("<!DOCTYPE html>") && page.contains("<main") && page.components(separatedBy: "<h1").count == 2, "\(name)")
            if let out = ProcessInfo.processInfo.environment["PAGES_OUT"] {
                try Data(page.utf8).write(to: URL(fileURLWithPath: out).appendingPathComponent("\(name).html"))
            }
        }
    }
}
