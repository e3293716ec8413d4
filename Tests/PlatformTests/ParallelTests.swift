import Platform
import Synchronization
import Testing

@Suite("A parallel loop")
struct ParallelTests {
    @Test("runs every index exactly once", arguments: [1, 2, 3, 4], [0, 1, 2, 5, 64])
    func everyIndex(threads: Int, count: Int) {
        let counts = Mutex([Int](repeating: 0, count: count))
        ThreadPool(threads: threads).forEach(count) { index in counts.withLock { $0[index] += 1 } }
        #expect(counts.withLock { $0 } == [Int](repeating: 1, count: count))
    }

    @Test("runs in order on the caller with one thread")
    func inline() {
        let order = Mutex([Int]())
        ThreadPool(threads: 1).forEach(9) { index in order.withLock { $0.append(index) } }
        #expect(order.withLock { $0 } == Array(0..<9))
    }

    @Test("gives the values in order")
    func order() {
        @Sendable func square(_ number: Int) -> Int { number * number }
        let numbers = Array(0..<1000)
        #expect(inParallel(numbers, square) == numbers.map(square))
        #expect(inParallel([Int]()) { $0 }.isEmpty)
    }

    @Test("throws the first element's error")
    func fails() {
        struct Odd: Error, Equatable { var number: Int }
        let error = #expect(throws: Odd.self) {
            _ = try inParallel(Array(0..<100)) { number throws(Odd) -> Int in
                if number % 10 == 7 { throw Odd(number: number) }
                return number
            }
        }
        #expect(error == Odd(number: 7))
    }
}
