import Testing

@testable import Kernels

@Suite struct OptimiserTests {
    @Test("five AdamW steps follow the naive reference", arguments: [1, 8, 29, 1000])
    func steps(count: Int) {
        let fast = (0..<4).map { _ in FloatBuffer(count: count) }
        fast[0].copy(from: noise(count, 1))
        fast[3].copy(from: fast[0])
        let slow = fast.map(copy)
        for step in 1...5 {
            let gradients = noise(count, UInt64(10 + step))
            let rates = AdamWRates(
                learningRate: 2e-3, beta1: 0.9, beta2: 0.9, epsilon: 1e-8, weightDecay: 0.03, step: step,
                emaDecay: 0.9)
            adamWStep(
                parameters: fast[0].pointer, firstMoment: fast[1].pointer, secondMoment: fast[2].pointer,
                average: fast[3].pointer, gradients: gradients.pointer, count: count, rates: rates)
            NaiveKernels.adamWStep(
                parameters: slow[0].pointer, firstMoment: slow[1].pointer, secondMoment: slow[2].pointer,
                average: slow[3].pointer, gradients: gradients.pointer, count: count, rates: rates)
            for i in 0..<4 { #expect(relativeError(fast[i], slow[i]) < 2e-7) }
        }
    }

    @Test("the first step moves every parameter by the learning rate against its gradient's sign")
    func firstStep() {
        let (p, m, v) = (FloatBuffer(count: 9), FloatBuffer(count: 9), FloatBuffer(count: 9))
        let g = FloatBuffer([1, -1, 0.5, -0.5, 1e-3, -1e-3, 100, -100, 0])
        adamWStep(
            parameters: p.pointer, firstMoment: m.pointer, secondMoment: v.pointer, average: nil,
            gradients: g.pointer, count: 9,
            rates: AdamWRates(
                learningRate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0, step: 1, emaDecay: 0))
        for i in 0..<8 { #expect(abs(p[i] - (g[i] < 0 ? 0.1 : -0.1)) < 2e-6) }
        #expect(p[8] == 0)
    }

    @Test("a split range gives the same bits as one call")
    func split() {
        let count = 61
        let start = (0..<5).map { noise(count, UInt64($0 + 1)) }
        for i in 0..<count { start[2][i] = abs(start[2][i]) }
        let rates = AdamWRates(
            learningRate: 1e-3, beta1: 0.9, beta2: 0.95, epsilon: 1e-8, weightDecay: 0.03, step: 7, emaDecay: 0.999)
        func run(_ ranges: [Range<Int>]) -> [[UInt32]] {
            let state = start.map(copy)
            for range in ranges {
                adamWStep(
                    parameters: state[0].pointer + range.lowerBound, firstMoment: state[1].pointer + range.lowerBound,
                    secondMoment: state[2].pointer + range.lowerBound, average: state[3].pointer + range.lowerBound,
                    gradients: state[4].pointer + range.lowerBound, count: range.count, rates: rates)
            }
            return state.map(bits)
        }
        #expect(run([0..<61]) == run([0..<3, 3..<30, 30..<61]))
    }

    @Test("a learning rate of zero changes the moments only")
    func zeroRate() {
        let p = noise(20, 1)
        let before = p.array
        let (m, v, gradients) = (FloatBuffer(count: 20), FloatBuffer(count: 20), noise(20, 2))
        adamWStep(
            parameters: p.pointer, firstMoment: m.pointer, secondMoment: v.pointer, average: nil,
            gradients: gradients.pointer, count: 20,
            rates: AdamWRates(
                learningRate: 0, beta1: 0.9, beta2: 0.9, epsilon: 1e-8, weightDecay: 0.03, step: 1, emaDecay: 0.9))
        #expect(p.array == before)
        #expect(m.array.allSatisfy { $0 != 0 } && v.array.allSatisfy { $0 > 0 })
    }
}
