import Platform
import Testing

@Suite("A parallel loop")
struct ParallelTests {
    @Test("gives the values in order")
    func order() {
        #expect(inParallel(Array(0..<1000)) { $0 * $0 } == (0..<1000).map { $0 * $0 })
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
