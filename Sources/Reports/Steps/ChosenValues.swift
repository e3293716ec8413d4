import Results
import ResultsStore

/// The values of metrics at the steps that a report asks for, read from the jobs' curves.
struct ChosenValues: Sendable {
    /// Of one metric.
    struct Found: Sendable, Equatable {
        var points: [String: MetricPoint] = [:]
        /// The step of all of them; nil where each has its own.
        var step: Int?
        /// Every step at which some job has it.
        var recorded: [Int] = []
        /// Between how many values each job's one was chosen, least and greatest.
        var looks: ClosedRange<Int>?
    }

    let choice: StepChoice
    private(set) var found: [MetricName: Found] = [:]

    /// - Parameters:
    ///   - names: those that are functions of training; the direction says which value is the best one.
    ///   - states: of the jobs; those that failed have no say.
    init(
        _ choice: StepChoice, of names: [(name: MetricName, direction: Metric.Direction?)], states: [String: JobState],
        store: ResultsDatabase
    ) throws {
        self.choice = choice
        let keys = states.filter { choice == .best ? $0.value == .done : !$0.value.isFailure }.keys.sorted()
        for (name, direction) in names where found[name] == nil {
            found[name] = try Self.chosen(choice, from: store.curves(name, jobs: keys), direction)
        }
    }

    private static func chosen(
        _ choice: StepChoice, from curves: [String: [MetricPoint]], _ direction: Metric.Direction?
    ) -> Found {
        var found = Found(recorded: Set(curves.values.flatMap { $0.map(\.step) }).sorted())
        switch choice {
        case .last: found.points = curves.compactMapValues(\.last)
        case .step(let step): found.step = step
        case .common:
            let shared = curves.values.map { Set($0.map(\.step)) }
            found.step = shared.dropFirst().reduce(shared.first ?? []) { $0.intersection($1) }.max()
        case .best:
            // Whoever only counts, such as the number of pictures, keeps its last value.
            guard let sign = direction?.sign else {
                found.points = curves.compactMapValues(\.last)
                break
            }
            found.points = curves.compactMapValues { points in
                points.filter(\.value.isFinite).max { sign * $0.value < sign * $1.value } ?? points.last
            }
            let counts = curves.values.map(\.count)
            found.looks = counts.min().flatMap { least in counts.max().map { least...$0 } }
        }
        if let step = found.step { found.points = curves.compactMapValues { points in points.first { $0.step == step } } }
        return found
    }
}
