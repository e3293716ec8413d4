import Foundation
import ResultsStore
import TestSupport
import Testing
@testable import HumanEvaluation

@Suite("Votes")
struct StudyDeskTests {
    private let store: ResultsDatabase
    private let study: HumanStudy
    private let desk: StudyDesk
    private let start = Date(timeIntervalSince1970: 1_700_000_000)

    init() throws {
        store = try ResultsDatabase.inMemory()
        let drawn = try design().draw(scenes: 12, now: start)
        study = drawn.study
        try store.create(study, pictures: drawn.pictures)
        desk = StudyDesk(store)
    }

    private func vote(_ code: String, _ place: Int, _ answer: String, after seconds: Double = 2) throws {
        let shown = String(Int(start.timeIntervalSince1970 * 1000))
        try desk.vote(
            ["code": code, "place": "\(place)", "answer": answer, "shown": shown], now: start.addingTimeInterval(seconds))
    }

    @Test func `a study comes back as it was`() throws {
        #expect(try store.study(String(study.key.prefix(5))) == study)
        #expect(try store.studyKeys(spec: "grid") == [study.key] && store.studyKeys(spec: "other") == [])
        #expect(throws: ResultsStoreError.self) { _ = try store.study("zz") }
        #expect(throws: ResultsStoreError.self) { try store.create(study, pictures: study.pictures.map { _ in Data() }) }
    }

    @Test func `names give raters, the same name the same rater, and codes lead back to them`() throws {
        let ann = try store.rater(named: " Ann  B ", of: study.key)
        #expect(ann.name == "Ann B" && ann.code.count == 12)
        #expect(try store.rater(named: "Ann B", of: study.key) == ann)
        let other = try store.rater(named: "Cy", of: study.key)
        #expect(other.orderSeed != ann.orderSeed && other.code != ann.code)
        #expect(try store.rater(code: ann.code)?.rater == ann)
        #expect(try store.rater(code: "nobody") == nil)
        #expect(throws: ResultsStoreError.self) { _ = try store.rater(named: "  ", of: study.key) }
        #expect(throws: HumanEvaluationError.unknownCode) { try vote("nobody", 0, "left") }
    }

    @Test func `a vote is kept as it was meant, with order and time, once however often its form is sent`() throws {
        let rater = try store.rater(named: "Ann", of: study.key), showings = RaterSequence(study, orderSeed: rater.orderSeed).showings
        for place in 0..<6 {
            let visit = try desk.visit(code: rater.code)
            #expect(visit.progress.done == place && visit.progress.next == showings[place] && visit.progress.pictures.count == 2)
            let item = study.items[showings[place].item]
            let left = try store.studyPicture(study.key, showings[place].isFlipped ? item.second! : item.first)
            #expect(visit.progress.pictures[0] == left)
            try vote(rater.code, place, ["left", "right", "tie"][place % 3], after: 1.5)
            try vote(rater.code, place, "right", after: 9)
        }
        let votes = try store.votes(ofStudy: study.key)
        #expect(votes.map(\.place) == Array(0..<6) && votes.allSatisfy { $0.seconds == 1.5 && $0.rater == 0 })
        for (place, vote) in votes.enumerated() {
            let flipped = showings[place].isFlipped
            #expect(vote.answer == [flipped ? 2 : 1, flipped ? 1 : 2, 0][place % 3] && vote.isFlipped == flipped)
        }
    }

    @Test func `what was not shown yet, and what no form of ours says, is refused`() throws {
        let rater = try store.rater(named: "Ann", of: study.key)
        #expect(throws: HumanEvaluationError.notShownYet(place: 1, next: 0)) { try vote(rater.code, 1, "left") }
        for (place, answer) in [(0, "middle"), (0, ""), (0, "1"), (-1, "left"), (1000, "left")] {
            #expect(throws: HumanEvaluationError.self) { try vote(rater.code, place, answer) }
        }
        #expect(throws: HumanEvaluationError.self) { try desk.vote(["code": rater.code, "place": "x", "answer": "left"]) }
        try desk.vote(["code": rater.code, "place": "0", "answer": "left", "shown": "soon"])
        #expect(try store.votes(ofStudy: study.key).map(\.seconds) == [nil])
    }

    @Test func `a rater goes through all of it and then is done`() throws {
        let rater = try store.rater(named: "Ann", of: study.key), count = RaterSequence(study, orderSeed: rater.orderSeed).showings.count
        for place in 0..<count { try vote(rater.code, place, "left") }
        let progress = try desk.visit(code: rater.code).progress
        #expect(progress.next == nil && progress.done == count && count == 12 + 4 + 3)
        #expect(try store.query("SELECT count(*) FROM v_study_votes WHERE first_cell IS NULL").rows == [[.integer(4)]], "checks")
        #expect(try store.votedTasks() == [.preference])
        #expect(try store.newestStudy(.preference, of: ["a-1", "zz"]) == study.key && store.newestStudy(.count, of: ["a-1"]) == nil)
    }

    @Test func `many at once, and the same form from many, count once each`() async throws {
        let folder = TemporaryFolder(), path = folder.path("votes.sqlite")
        let shared = try ResultsDatabase(path: path, access: .readWrite)
        let drawn = try design().draw(scenes: 12)
        try shared.create(drawn.study, pictures: drawn.pictures)
        let codes = try (0..<4).map { try shared.rater(named: "r\($0)", of: drawn.study.key).code }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for code in codes + codes {
                group.addTask {
                    let desk = StudyDesk(shared)
                    for place in 0..<10 {
                        do { try desk.vote(["code": code, "place": "\(place)", "answer": "left"]) } catch HumanEvaluationError.notShownYet {
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        let votes = try shared.votes(ofStudy: drawn.study.key)
        #expect(votes.count == 40 && Set(votes.map { "\($0.rater) \($0.place)" }).count == 40)
    }
}
