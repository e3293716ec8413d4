import Foundation
import ResultsStore
import Testing
@testable import HumanEvaluation

@Suite("The design of a study")
struct StudyDesignTests {
    private let day = Date(timeIntervalSince1970: 1_700_000_000)

    @Test func `pairs have one caption, one seed and one place in the noise, and captions and seeds are spread evenly`() throws {
        let (study, files) = try design(cells: ["a", "b", "c"]).draw(scenes: 24, now: day)
        let judged = study.items.filter { !$0.isCheck }
        #expect(judged.count == 3 * 24)
        for item in judged {
            let first = study.pictures[item.first], second = study.pictures[try #require(item.second)]
            #expect(first.seed == second.seed && first.position == second.position && first.cell != second.cell)
            #expect("caption \(try #require(first.position) % 8)" == item.caption)
            #expect(files[item.first] == Data("\(study.cells[first.cell!].label) \(first.seed!) \(first.position!)".utf8))
        }
        let ofOne = judged.prefix(24)
        let captions = Dictionary(grouping: ofOne, by: \.caption).mapValues(\.count)
        let seeds = Dictionary(grouping: ofOne) { study.pictures[$0.first].seed! }.mapValues(\.count)
        #expect(captions.count == 8 && captions.values.allSatisfy { $0 == 3 })
        #expect(seeds.count == 3 && seeds.values.allSatisfy { $0 == 8 })
        #expect(study.pictures.count == 3 * 24 + 2 * 4, "each picture is kept once")
    }

    @Test func `the same jobs and seed give the same study, another seed another one`() throws {
        let one = try design().draw(scenes: 10, now: day), again = try design().draw(scenes: 10, now: day)
        #expect(one.study == again.study && one.pictures == again.pictures)
        #expect(try design(seed: 6).draw(scenes: 10, now: day).study.key != one.study.key)
    }

    @Test func `too few pictures are an error that says how many there are`() {
        #expect(throws: HumanEvaluationError.tooFewPictures(what: "a and b", found: 48, wanted: 49)) {
            _ = try design().draw(scenes: 49, now: day)
        }
    }

    @Test func `counts are asked of the same scenes in every cell, and only where the caption's number is known`() throws {
        var design = design(cells: ["a", "b"])
        design.task = .count
        design.cells[1].jobs[0].asked[3] = nil
        #expect(design.room.scenes == 47)
        let study = try design.draw(scenes: 20, now: day).study
        let judged = study.items.filter { !$0.isCheck }
        #expect(judged.count == 40 && judged.allSatisfy { $0.second == nil })
        func places(_ cell: Int) -> Set<String> {
            Set(judged.map { study.pictures[$0.first] }.filter { $0.cell == cell }.map { "\($0.seed!) \($0.position!)" })
        }
        #expect(places(0) == places(1) && !places(0).contains("1 3"))
    }
}

@Suite("What a rater is shown")
struct RaterSequenceTests {
    @Test func `every item once, repeats later and the other way round, half of the pairs flipped`() throws {
        let study = try design(repeats: 6).draw(scenes: 41).study
        var orders: Set<[Int]> = []
        for rater in 0..<40 {
            let showings = RaterSequence(study, orderSeed: rater).showings
            #expect(showings == RaterSequence(study, orderSeed: rater).showings)
            let first = showings.filter { $0.showing == 0 }, again = showings.filter { $0.showing == 1 }
            #expect(first.map(\.item).sorted() == Array(study.items.indices) && again.count == 6)
            for repeated in again {
                let place = try #require(showings.firstIndex { $0.item == repeated.item })
                let second = try #require(showings.firstIndex(of: repeated))
                #expect(second - place > 3 && showings[place].isFlipped != repeated.isFlipped && !study.items[repeated.item].isCheck)
            }
            let flipped = first.filter { $0.isFlipped && !study.items[$0.item].isCheck }.count
            #expect(flipped == 20 || flipped == 21)
            orders.insert(showings.map(\.item))
        }
        #expect(orders.count == 40, "every rater has an order of their own")
    }
}
