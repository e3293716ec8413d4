@testable import Runner
import Testing
@testable import Training
@testable import MiniCLIP

@Suite("The remaining time of a sweep")
struct SweepProgressTests {
    private func job(_ cell: Int, steps: Double = 10, final: Double = 2, encoders: [Int] = []) -> SweepProgress.Expected {
        .init(seconds: JobSeconds(training: steps, onTheWay: 0, final: final), cell: cell, encoders: encoders)
    }

    private func training(_ step: Int, of total: Int = 100, phase: JobProgress.Phase = .training) -> JobProgress {
        JobProgress(phase: phase, step: step, totalSteps: total)
    }

    private func encoder(_ step: Int, of total: Int = 400) -> JobProgress {
        var progress = JobProgress(phase: .preparing, step: 0, totalSteps: 100)
        progress.encoder = EncoderProgress(step: step, totalSteps: total, loss: nil)
        return progress
    }

    @Test("is known before anything runs: mini-clips first, then jobs, each by the next free worker")
    func atTheStart() {
        let jobs = [job(0, encoders: [0]), job(1, encoders: [0]), job(2, encoders: [0])]
        #expect(SweepProgress(jobs: jobs, encoders: [30], workers: 2).remaining(at: 0) == 30 + 24)
        #expect(SweepProgress(jobs: jobs, encoders: [30], workers: 3).remaining(at: 0) == 30 + 12)
        #expect(WorkerSchedule.seconds(running: [5], waiting: [3, 4, 1], workers: 2) == 7)
        #expect(WorkerSchedule.seconds(running: [], waiting: [], workers: 2) == 0)
    }

    @Test("follows a mini-clip's own pace, and the jobs' expectations stay")
    func encoders() {
        var progress = SweepProgress(jobs: [job(0, encoders: [0])], encoders: [40], workers: 1)
        progress.began(0)
        progress.advanced(0, encoder(0), at: 0)
        // Twice as slow as expected: 0.2 s a step.
        progress.advanced(0, encoder(100), at: 20)
        #expect(abs(progress.remaining(at: 20) - (60 + 12)) < 1e-9)
        progress.advanced(0, training(1), at: 80)
        #expect(progress.remaining(at: 80) < 12.1)
    }

    @Test("knows that a job's second mini-clip follows the first")
    func twoEncoders() {
        var progress = SweepProgress(jobs: [job(0, encoders: [0, 1])], encoders: [40, 80], workers: 1)
        progress.began(0)
        #expect(progress.remaining(at: 0) == 132)
        progress.advanced(0, encoder(0), at: 0)
        progress.advanced(0, encoder(400), at: 40)
        #expect(abs(progress.remaining(at: 40) - 92) < 1e-9)
        progress.advanced(0, encoder(0, of: 800), at: 40)
        progress.advanced(0, encoder(400, of: 800), at: 80)
        #expect(abs(progress.remaining(at: 80) - 52) < 1e-9)
    }

    @Test("learns how long steps take from a job's own, and of the others from those of their cell")
    func steps() {
        var progress = SweepProgress(jobs: [job(0, steps: 100, final: 0), job(0, steps: 100, final: 0)], workers: 1)
        progress.began(0)
        progress.advanced(0, training(1), at: 0)
        // Three times as slow as expected.
        progress.advanced(0, training(51), at: 150)
        #expect(abs(progress.remaining(at: 150) / (147 + 300) - 1) < 0.05)
        progress.advanced(0, training(99), at: 294)
        progress.ended(0, isDone: true, at: 297)
        #expect(abs(progress.remaining(at: 297) / 300 - 1) < 0.05)
    }

    @Test("counts looks while they last, and learns from them")
    func looks() {
        var progress = SweepProgress(jobs: [job(0, steps: 10, final: 50), job(1, steps: 10, final: 50)], workers: 1)
        progress.began(0)
        progress.advanced(0, training(1), at: 0.1)
        progress.advanced(0, training(100), at: 10)
        #expect(abs(progress.remaining(at: 10) - 110) < 3)
        #expect(abs(progress.remaining(at: 30) - 90) < 3)
        #expect(abs(progress.remaining(at: 500) - 60) < 3, "never less than nothing")
        progress.ended(0, isDone: true, at: 110)
        #expect(abs(progress.remaining(at: 110) - 110) < 5, "100 s of looks where 50 were expected")
    }

    @Test("goes on from a checkpoint's step without taking earlier steps for fast ones")
    func resumed() {
        var progress = SweepProgress(jobs: [job(0, steps: 100, final: 0)], workers: 1)
        progress.began(0)
        progress.advanced(0, training(81), at: 1)
        progress.advanced(0, training(91), at: 11)
        #expect(abs(progress.remaining(at: 11) - 9) < 0.5)
    }
}
