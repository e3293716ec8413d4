import Training

/// How far a sweep is and how long the rest takes. It begins with what was expected, and what has run corrects that: each network's
/// own steps, looks and mini-clips.
///
/// Times are seconds since the sweep began.
struct SweepProgress {
    struct Expected {
        var seconds: JobSeconds
        /// Of the grid: jobs of one cell differ by the seed alone.
        var cell: Int
        /// Mini-clips that it needs, in the order in which they are trained.
        var encoders: [Int] = []
    }
    struct Running {
        fileprivate(set) var progress: JobProgress?
        fileprivate var firstStep: (step: Int, at: Double)?
        fileprivate var lastStep: (step: Int, at: Double)?
        /// When the looks at the trained network began.
        fileprivate var finalBegan: Double?
        fileprivate var encoderBegan: (step: Int, at: Double)?
        fileprivate var encoderSeconds: Double?
    }
    /// What something took, beside what was expected of it.
    private struct Experience {
        var measured = 0.0, expected = 0.0

        /// - Parameters:
        ///   - prior: what is believed without experience.
        ///   - weight: seconds of experience that count as much as that.
        func ratio(prior: Double, weight: Double) -> Double { (measured + prior * weight) / (expected + weight) }
    }

    let jobs: [Expected]
    private let encoders: [Double]
    private let workers: Int
    private(set) var running: [Int: Running] = [:]
    private(set) var finished = 0
    /// In order.
    private var waiting: [Int]
    private var trainedEncoders: Set<Int> = []
    private var training: [Int: Experience] = [:]
    private var looking = Experience(), encoding = Experience()

    /// - Parameters:
    ///   - jobs: in the order in which they run.
    ///   - encoders: seconds of each mini-clip that is to be trained.
    init(jobs: [Expected], encoders: [Double] = [], workers: Int) {
        (self.jobs, self.encoders, self.workers) = (jobs, encoders, workers)
        waiting = Array(jobs.indices)
    }

    // MARK: News

    mutating func began(_ index: Int) {
        running[index] = Running()
        waiting.removeAll { $0 == index }
    }

    mutating func advanced(_ index: Int, _ progress: JobProgress, at now: Double) {
        guard var job = running[index] else { return }
        defer { running[index] = job }
        if progress.phase == .preparing {
            noteEncoder(of: index, &job, progress, at: now)
        } else {
            trainedEncoders.formUnion(jobs[index].encoders)
            if progress.step < progress.totalSteps {
                if job.firstStep == nil { job.firstStep = (progress.step, now) }
                job.lastStep = (progress.step, now)
            } else if job.finalBegan == nil {
                if job.firstStep != nil { job.lastStep = (progress.step, now) }
                job.finalBegan = now
            }
        }
        job.progress = progress
    }

    private mutating func noteEncoder(of index: Int, _ job: inout Running, _ progress: JobProgress, at now: Double) {
        guard let encoder = progress.encoder, let number = jobs[index].encoders.first(where: { !trainedEncoders.contains($0) }) else {
            return
        }
        if let before = job.progress?.encoder, encoder.step < before.step {
            // The next one.
            trainedEncoders.insert(number)
            (job.encoderBegan, job.encoderSeconds) = (nil, nil)
        }
        guard let began = job.encoderBegan, encoder.step > began.step else { return job.encoderBegan = (encoder.step, now) }
        let perStep = (now - began.at) / Double(encoder.step - began.step)
        job.encoderSeconds = perStep * Double(encoder.totalSteps - encoder.step)
        let expected = encoders[number] / Double(encoder.totalSteps)
        if expected > 0 { encoding = Experience(measured: perStep / expected, expected: 1) }
    }

    /// - Parameter isDone: false for jobs that ended otherwise: they tell nothing of looks.
    mutating func ended(_ index: Int, isDone: Bool, at now: Double) {
        guard let job = running.removeValue(forKey: index) else { return }
        finished += 1
        let cell = jobs[index].cell, own = experience(of: job, index)
        training[cell, default: Experience()].measured += own.measured
        training[cell, default: Experience()].expected += own.expected
        if isDone, let began = job.finalBegan {
            looking.measured += now - began
            looking.expected += jobs[index].seconds.final
        }
    }

    // MARK: Estimates

    /// Seconds that are left.
    func remaining(at now: Double) -> Double {
        var byCell = training, all = Experience()
        for (index, job) in running {
            let own = experience(of: job, index)
            byCell[jobs[index].cell, default: Experience()].measured += own.measured
            byCell[jobs[index].cell, default: Experience()].expected += own.expected
        }
        for cell in byCell.values {
            all.measured += cell.measured
            all.expected += cell.expected
        }
        let usual = all.ratio(prior: 1, weight: 2)
        let looks = looking.ratio(prior: usual, weight: 2)
        func seconds(_ index: Int, shareOfSteps: Double = 1) -> Double {
            let job = jobs[index]
            let steps = byCell[job.cell]?.ratio(prior: usual, weight: 2) ?? usual
            return (job.seconds.training + job.seconds.onTheWay) * shareOfSteps * steps + job.seconds.final * looks
        }
        let left = running.map { index, job in
            if let began = job.finalBegan { return max(jobs[index].seconds.final * looks - (now - began), 0) }
            guard let last = job.lastStep, let total = job.progress?.totalSteps, total > 0 else { return seconds(index) }
            return max(seconds(index, shareOfSteps: 1 - Double(last.step) / Double(total)) - (now - last.at), 0)
        }
        let jobSeconds = WorkerSchedule.seconds(running: left, waiting: waiting.lazy.map { seconds($0) }, workers: workers)
        return jobSeconds + encoderSeconds(prior: usual)
    }

    /// Of mini-clips that jobs still need: all cores train one.
    private func encoderSeconds(prior: Double) -> Double {
        guard !encoders.isEmpty else { return 0 }
        let ratio = encoding.expected > 0 ? encoding.measured / encoding.expected : prior
        var sum = 0.0
        var counted = trainedEncoders
        for (index, job) in running {
            guard let seconds = job.encoderSeconds, let number = jobs[index].encoders.first(where: { !counted.contains($0) }) else {
                continue
            }
            counted.insert(number)
            sum += seconds
        }
        let needed = Set(waiting.flatMap { jobs[$0].encoders } + running.keys.flatMap { jobs[$0].encoders })
        return sum + needed.subtracting(counted).reduce(0) { $0 + encoders[$1] * ratio }
    }

    /// Of its steps so far, looks on the way included.
    private func experience(of job: Running, _ index: Int) -> Experience {
        guard let first = job.firstStep, let last = job.lastStep, let total = job.progress?.totalSteps, last.step > first.step else {
            return Experience()
        }
        let expected = jobs[index].seconds.training + jobs[index].seconds.onTheWay
        return Experience(measured: last.at - first.at, expected: expected * Double(last.step - first.step) / Double(total))
    }

    /// Whether somebody trains a mini-clip that this job waits for, too.
    func waitsForEncoder(_ index: Int) -> Bool {
        running[index]?.progress == nil && !Set(jobs[index].encoders).isSubset(of: trainedEncoders)
            && running.contains { $0.key != index && $0.value.progress?.encoder != nil }
    }
}
