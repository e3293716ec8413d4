import Choices
import Foundation
import Kernels
import Platform
import Testing

@testable import Diffusion

@Suite struct SamplerTests {
    let schedule = NoiseSchedule()

    @Test("DPM-Solver++ converges with order 3 on Gaussian images", arguments: Prediction.allCases)
    func thirdOrder(prediction: Prediction) throws {
        // Evaluations of the form 3k + 2 end with a second-order step, whose single error is of third order too.
        let model = GaussianModel(prediction: prediction)
        let errors = try [23, 47, 95].map {
            try model.error(kind: .dpmSolver, steps: $0, spacing: .uniformLogSNR)
        }
        for (coarse, fine) in zip(errors, errors.dropFirst()) {
            let order = log2(coarse / fine)
            #expect(order > 2.8 && order < 3.8, "errors \(errors)")
        }
        #expect(errors[2] < 2e-5)
    }

    @Test("DDIM converges with order 1 on Gaussian images", arguments: Prediction.allCases)
    func firstOrder(prediction: Prediction) throws {
        let model = GaussianModel(prediction: prediction)
        let errors = try [20, 40, 80].map { try model.error(kind: .ddim, steps: $0, spacing: .uniformLogSNR) }
        for (coarse, fine) in zip(errors, errors.dropFirst()) {
            let order = log2(coarse / fine)
            #expect(order > 0.85 && order < 1.2, "errors \(errors)")
        }
    }

    @Test(
        "on even times 50 evaluations of DPM-Solver++ find the Gaussian images, better than DDIM",
        arguments: Prediction.allCases)
    func evenTimes(prediction: Prediction) throws {
        let model = GaussianModel(prediction: prediction)
        let solver = try model.error(kind: .dpmSolver, steps: 50, spacing: .uniformTime)
        let ddim = try model.error(kind: .ddim, steps: 50, spacing: .uniformTime)
        #expect(solver < 5e-2)
        #expect(solver < ddim)
    }

    @Test func `guidance sends both halves in one batch and weighs them`() throws {
        // A network that answers 3 for captions and 1 for the empty context: guided 3 + 2 (3 - 1) = 7.
        let sampler = try Sampler(
            kind: .ddim, schedule: schedule, steps: 1, prediction: .epsilon, guidance: 2, elements: 5, batch: 3)
        #expect(sampler.networkRows(for: 2) == 4)
        let start: [Float] = (0..<10).map { Float($0) / 4 - 1 }
        let images = FloatBuffer(start)
        var seen: [[Float]] = []
        try sampler.run(
            images.pointer, count: 2,
            predictor: { out, noisy, timesteps in
                seen.append(Array(UnsafeBufferPointer(start: noisy, count: 20)))
                #expect(Array(UnsafeBufferPointer(start: timesteps, count: 4)) == [1000, 1000, 1000, 1000])
                for index in 0..<20 { out[index] = index < 10 ? 3 : 1 }
            })
        #expect(seen == [start + start])
        let (alpha, sigma) = (schedule.alpha(1), schedule.sigma(1))
        for (noise, image) in zip(start, images.array) {
            let data = (Double(noise) - sigma * 7) / alpha
            let expected = schedule.alpha(0.001) * data + schedule.sigma(0.001) * 7
            #expect(abs(Double(image) - expected) < 1e-5 * abs(expected))
        }
    }

    @Test(
        "without guidance the network sees the captions' rows only, as often as steps say",
        arguments: SamplerKind.allCases, [1, 2, 3, 7, 12])
    func evaluations(kind: SamplerKind, steps: Int) throws {
        let sampler = try Sampler(
            kind: kind, schedule: schedule, steps: steps, prediction: .v, guidance: 0, elements: 2, batch: 3)
        #expect(sampler.networkRows(for: 3) == 3)
        let images = FloatBuffer([1, 2, 3, 4, 5, 6])
        var times: [Float] = []
        try sampler.run(
            images.pointer,
            predictor: { out, noisy, timesteps in
                times.append(timesteps[0])
                for index in 0..<6 { out[index] = noisy[index] / 2 }
            })
        #expect(times == sampler.networkTimes.map(Float.init))
        #expect(images.array != [1, 2, 3, 4, 5, 6])
    }

    @Test func `a sample does not depend on the rest of its batch`() throws {
        let model = GaussianModel(prediction: .v)
        let start: [Float] = (0..<12).map { Float(sin(Double($0) * 1.7)) }
        func sample(_ values: [Float], batch: Int) throws -> [Float] {
            let sampler = try Sampler(
                kind: .dpmSolver, schedule: schedule, steps: 8, prediction: .v, guidance: 0.5, elements: 4,
                batch: batch)
            let images = FloatBuffer(values)
            let count = values.count / 4
            try sampler.run(
                images.pointer, count: count,
                predictor: { out, noisy, timesteps in
                    model.predict(out, noisy, timesteps, rows: 2 * count, elements: 4)
                })
            return images.array
        }
        let together = try sample(start, batch: 3)
        #expect(try sample(start, batch: 3) == together)
        for row in 0..<3 {
            let own = Array(start[row * 4..<row * 4 + 4])
            #expect(try sample(own, batch: 5) == Array(together[row * 4..<row * 4 + 4]))
        }
    }

    @Test func `a stopped run throws and leaves the noise in place`() throws {
        let sampler = try Sampler(
            kind: .dpmSolver, schedule: schedule, steps: 10, prediction: .epsilon, guidance: 0, elements: 3, batch: 1)
        let images = FloatBuffer([1, 2, 3])
        let stop = StopSignal()
        var calls = 0
        #expect(throws: Stopped.self) {
            try sampler.run(
                images.pointer,
                predictor: { out, _, _ in
                    calls += 1
                    for index in 0..<3 { out[index] = 0.5 }
                    if calls == 4 { stop.request() }
                }, stop: stop)
        }
        #expect(calls == 4)
        #expect(images.array == [1, 2, 3])
    }

    @Test func `impossible requests are errors that say what is allowed`() {
        func make(steps: Int, guidance: Double) throws -> Sampler {
            try Sampler(
                kind: .ddim, schedule: schedule, steps: steps, prediction: .v, guidance: guidance, elements: 1,
                batch: 1)
        }
        #expect(throws: DiffusionError.samplingSteps(found: 0)) { try make(steps: 0, guidance: 1) }
        #expect(throws: DiffusionError.guidance(found: .infinity)) { try make(steps: 1, guidance: .infinity) }
        #expect(
            DiffusionError.samplingSteps(found: 0).description
                == "sampling steps: found 0, allowed is 1 or more network evaluations per image; set sample.steps")
        #expect(
            DiffusionError.guidance(found: .infinity).description
                == "guidance: found inf, allowed is any finite number (0 switches guidance off); set sample.guidance")
    }
}
