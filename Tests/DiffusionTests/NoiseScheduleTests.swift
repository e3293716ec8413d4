import Testing

@testable import Diffusion

@Suite struct NoiseScheduleTests {
    let schedule = NoiseSchedule()

    @Test(
        "betas and their products equal the reference's at both ends and inside",
        arguments: [
            (1, 0.00085, 0.99915),
            (2, 0.0008546986554056862, 0.9982960278384514),
            (500, 0.004803792980550717, 0.27766965045646763),
            (999, 0.011982376333083366, 0.004716698899875748),
            (1000, 0.012, 0.004660098513077238),
        ])
    func goldenTimesteps(timestep: Int, beta: Double, product: Double) {
        #expect(abs(schedule.betas[timestep - 1] / beta - 1) < 1e-12)
        #expect(abs(schedule.alphasCumprod[timestep - 1] / product - 1) < 1e-12)
    }

    @Test func `signal and noise of a whole timestep are the roots of the two shares`() {
        #expect(schedule.timesteps == 1000)
        for timestep in [1, 2, 500, 1000] {
            let power = schedule.alphasCumprod[timestep - 1]
            #expect(schedule.signal(timestep) == Float(power.squareRoot()))
            #expect(schedule.noise(timestep) == Float((1 - power).squareRoot()))
            #expect(abs(schedule.signalToNoise(timestep) * (1 - power) - power) < 1e-15)
        }
    }

    @Test(
        "continuous log alpha and log SNR equal the reference's, on and between timesteps",
        arguments: [
            (1.0, -2.68435934546135, -2.6820238501492497),
            (0.7503, -1.4368722436602184, -1.4077996677314053),
            (0.3, -0.26196968174293966, 0.18649883567690745),
            (0.0125, -0.0054856975396550345, 2.2534865637706645),
            (0.001, -0.00042518072741947057, 3.534711923512526),
        ])
    func goldenContinuous(time: Double, logAlpha: Double, logSNR: Double) {
        #expect(abs(schedule.logAlpha(time) - logAlpha) < 1e-13)
        #expect(abs(schedule.logSNR(time) - logSNR) < 1e-12)
        #expect(abs(schedule.alpha(time) * schedule.alpha(time) + schedule.sigma(time) * schedule.sigma(time) - 1) < 1e-15)
    }

    @Test func `the time of a log SNR undoes the log SNR of a time, beyond both ends too`() {
        for time in [0.0008, 0.001, 0.00101, 0.0377, 0.3335, 0.5, 0.9994, 1, 1.01] {
            #expect(abs(schedule.time(logSNR: schedule.logSNR(time)) - time) < 1e-12)
        }
    }
}
