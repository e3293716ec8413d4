import Foundation
import GRDB
import Results
import TestSupport
import Testing
@testable import ResultsStore

extension MergeTests {
    @Test("Studies come along, once, and votes of raters of one name are put together")
    func studies() throws {
        let here = try store("here"), there = try store("there")
        let study = HumanStudy(
            key: "abc", spec: "grid", task: .preference, question: "?", seed: 1, repeats: 0, leastChecks: 0.8, leastSeconds: 0.5,
            plan: "{}",
            created: Date(timeIntervalSince1970: 1_700_000_000), cells: [HumanStudy.Cell(label: "a", coordinates: "{}")],
            pictures: [HumanStudy.Picture(cell: 0, job: "j", seed: 1, position: 0), HumanStudy.Picture()],
            items: (0..<3).map { HumanStudy.Item(caption: "c\($0)", first: 0, second: 1) })
        func vote(_ store: ResultsDatabase, _ name: String, item: Int, answer: Int) throws {
            _ = try store.record(
                StudyVote(
                    item: item, showing: 0, answer: answer, isFlipped: false, place: item, seconds: nil,
                    at: Date(timeIntervalSince1970: 0)), by: store.rater(named: name, of: "abc"))
        }
        try there.create(study, pictures: [Data([1]), Data([2])])
        try vote(there, "Ann", item: 0, answer: 1)
        try there.close()
        try merge("there", into: here)
        #expect(try here.study("abc") == study && here.studyPicture("abc", 1) == Data([2]))
        #expect(try here.votes(ofStudy: "abc").map(\.answer) == [1])

        let again = try store("there")
        try vote(again, "Bo", item: 1, answer: 2)
        try vote(again, "Ann", item: 2, answer: 2)
        try again.close()
        try vote(here, "Cy", item: 1, answer: 0)
        try vote(here, "Ann", item: 2, answer: 1)
        try merge("there", into: here)
        try merge("there", into: here)
        #expect(try here.studyKeys() == ["abc"])
        #expect(try here.raters(ofStudy: "abc").map(\.name) == ["Ann", "Cy", "Bo"])
        let votes = try here.votes(ofStudy: "abc")
        #expect(votes.map { "\($0.rater) \($0.item) \($0.answer)" } == ["0 0 1", "0 2 1", "1 1 0", "2 1 2"])
    }
}
