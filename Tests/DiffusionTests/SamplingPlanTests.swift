import Choices
import Testing

@testable import Diffusion

@Suite struct SamplingPlanTests {
    let schedule = NoiseSchedule()

    @Test(
        "the fast solver's orders sum up to the evaluations and end low",
        arguments: [
            (1, [1]), (2, [2]), (3, [2, 1]), (4, [3, 1]), (5, [3, 2]), (6, [3, 2, 1]),
            (12, [3, 3, 3, 2, 1]), (50, Array(repeating: 3, count: 16) + [2]),
        ])
    func orders(evaluations: Int, expected: [Int]) {
        #expect(SamplerKind.dpmSolver.orders(evaluations: evaluations) == expected)
        #expect(SamplerKind.ddim.orders(evaluations: evaluations) == Array(repeating: 1, count: evaluations))
    }

    @Test("even times put every evaluation on one grid", arguments: SamplerKind.allCases)
    func uniformTime(kind: SamplerKind) throws {
        let sampler = try Sampler(
            kind: kind, schedule: schedule, steps: 12, prediction: .epsilon, guidance: 0, elements: 1, batch: 1)
        #expect(sampler.networkTimes.count == 12)
        for (index, time) in sampler.networkTimes.enumerated() {
            #expect(abs(time - (1000 - Double(index) * 999 / 12)) < 1e-10)
        }
    }

    @Test func `even log SNR puts the evaluations where the solver's own time says`() throws {
        let sampler = try Sampler(
            kind: .dpmSolver, schedule: schedule, steps: 12, prediction: .epsilon, guidance: 0, elements: 1,
            batch: 1, spacing: .uniformLogSNR)
        let expected = [
            1000.0, 928.1413488418154, 847.9813668604288, 757.511455609935, 654.7418701046747, 539.0656724987394,
            414.16175399084847, 290.6812249859486, 183.59856079220938, 103.9732097607472, 37.14367303950066,
            11.620551596009987,
        ]
        #expect(sampler.networkTimes.count == expected.count)
        for (found, wanted) in zip(sampler.networkTimes, expected) { #expect(abs(found - wanted) < 1e-9) }
    }

    @Test func `a plan runs from the last time to the first without gaps`() {
        for spacing in TimeSpacing.allCases {
            for evaluations in 1...13 {
                let plan = SamplingPlan(
                    kind: .dpmSolver, evaluations: evaluations, spacing: spacing, schedule: schedule)
                #expect(plan.evaluationTimes.count == evaluations)
                #expect(plan.steps.first?.start == 1)
                #expect(plan.steps.last?.stages.last?.time == 1.0 / 1000)
                for (step, next) in zip(plan.steps, plan.steps.dropFirst()) {
                    #expect(step.stages.last?.time == next.start)
                }
            }
        }
    }

    @Test func `a third-order step on uneven nodes has the reference's coefficients`() {
        let step = SolverStep(times: [0.6, 0.5, 0.4, 0.3], schedule: schedule)
        let expected = [
            SolverStage(time: 0.5, state: 0.928286002366848, data: [0.15360128141837673]),
            SolverStage(time: 0.4, state: 0.8274412016711579, data: [-0.027665163490335543, 0.3476339020512409]),
            SolverStage(
                time: 0.3, state: 0.6975036234096946, data: [0.062197639112850256, 0, 0.4268114451810955]),
        ]
        expect(step, expected)
    }

    @Test func `a second-order step on uneven nodes has the reference's coefficients`() {
        let step = SolverStep(times: [0.6, 0.5, 0.4], schedule: schedule)
        let expected = [
            SolverStage(time: 0.5, state: 0.928286002366848, data: [0.15360128141837673]),
            SolverStage(time: 0.4, state: 0.8274412016711579, data: [0.007191871246121251, 0.3127768673147841]),
        ]
        expect(step, expected)
    }

    @Test func `a step of any order keeps a constant image on its straight path`() {
        // With m constant the exact solution is alpha_t m + sigma_t / sigma_s (x - alpha_s m).
        for nodes in [[0.7, 0.2], [0.7, 0.5, 0.2], [0.7, 0.55, 0.4, 0.2]] {
            let step = SolverStep(times: nodes, schedule: schedule)
            for stage in step.stages {
                let carried = schedule.sigma(stage.time) / schedule.sigma(0.7)
                let image = schedule.alpha(stage.time) - carried * schedule.alpha(0.7)
                #expect(abs(stage.state - carried) < 1e-14)
                #expect(abs(stage.data.reduce(0, +) - image) < 1e-13)
            }
        }
    }

    private func expect(_ step: SolverStep, _ expected: [SolverStage], sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(step.stages.count == expected.count, sourceLocation: sourceLocation)
        for (stage, wanted) in zip(step.stages, expected) {
            #expect(stage.time == wanted.time, sourceLocation: sourceLocation)
            #expect(abs(stage.state - wanted.state) < 1e-12, sourceLocation: sourceLocation)
            #expect(stage.data.count == wanted.data.count, sourceLocation: sourceLocation)
            for (found, number) in zip(stage.data, wanted.data) {
                #expect(abs(found - number) < 1e-11, sourceLocation: sourceLocation)
            }
        }
    }
}
