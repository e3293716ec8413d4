import Synchronization
import Testing

@testable import Statistics

@Suite struct OrderStatisticsTests {
    @Test("places are those of the sorted list, whatever is asked first", arguments: [1, 2, 3, 10, 1000])
    func sorted(count: Int) {
        var random = SplitMix64(state: UInt64(count))
        for kinds in [1, 3, count] {
            let values = (0..<count).map { _ in (random.uniform() * Double(kinds)).rounded() } + [.infinity, -.infinity]
            let sorted = values.sorted()
            var order = OrderStatistics(values)
            for _ in 0..<40 {
                let place = Int(random.uniform() * Double(values.count))
                #expect(order.value(at: place) == sorted[place])
            }
        }
    }

    @Test func `what is remembered is answered without asking, and weighs no more than it may`() {
        let asked = Mutex<[Int]>([])
        let memory = Memory<Int, Int>(mostWeight: 10) { $0 }
        func answer(_ question: Int) -> Int {
            memory.answer(question) {
                asked.withLock { $0.append(question) }
                return 2 * question
            }
        }
        #expect([3, 4, 3, 4].map(answer) == [6, 8, 6, 8])
        #expect(asked.withLock { $0 } == [3, 4])
        // 3 is the oldest and must go for 5; 11 is too heavy to be kept.
        #expect([5, 4, 11, 11, 3].map(answer) == [10, 8, 22, 22, 6])
        #expect(asked.withLock { $0 } == [3, 4, 5, 11, 11, 3])
    }

    /// Recorded from the additions and the sorting that these loops replaced.
    @Test func `a drawn family and its intervals keep their bits`() throws {
        var random = SplitMix64(state: 77)
        let questions = (0..<9).map { row in
            QuestionFamily.Question((0..<70).map { _ in random.normal() + 0.1 * Double(row) }, margin: row == 2 ? 0.6 : nil)
        }
        let answers = QuestionFamily(questions).answers
        let bits = answers.flatMap { answer in
            [
                answer.p, answer.adjustedP, answer.interval?.interval.low, answer.narrowInterval?.interval.high, answer.critical,
                answer.smallestEffect, answer.equivalenceP,
            ]
            .map { $0?.bitPattern ?? 0 }
        }
        let digest = bits.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ $1) &* 0x100_0000_01b3 }
        #expect(digest == 12_567_777_488_774_764_830, "\(digest)")
    }

    /// From the same.
    @Test(
        "whatever the number of pairs, drawn signs are the same",
        arguments: [
            (21, 0.17617, [0.17617, 0.13174]), (62, 0.3788, [0.63426, 0.63426]), (63, 0.33324, [0.57548, 0.57548]),
            (124, 0.29183, [0.52304, 0.72354]), (125, 0.32432, [0.56973, 0.73743]), (190, 0.7237, [0.92723, 0.92723]),
            (500, 0.35228, [0.58022, 0.88182]),
        ] as [(Int, Double, [Double])])
    func drawn(pairs: Int, p: Double, adjusted: [Double]) throws {
        var random = SplitMix64(state: 1)
        let values = (0..<pairs).map { _ in random.normal() }
        #expect(try #require(SignFlipTest(values)).p == p)
        #expect(try #require(JointSignFlips([values, values.map { $0 * $0 - 1 }], tail: .both)).adjusted == adjusted)
    }
}
