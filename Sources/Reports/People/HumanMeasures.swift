import Platform
import Results
import ResultsStore
import Statistics

/// What people's votes say about a grid's jobs: a number a job, so that cells are compared within a seed as by every other metric, and
/// the interval of a comparison over other raters and captions, which seeds know nothing of.
///
/// Of each task the newest study counts that somebody voted in and that shows pictures of the grid's jobs.
struct HumanMeasures: Sendable {
    let results: [StudyTask: StudyResults]
    /// By job: a preference score among the cells of its seed, or a share of right counts.
    private let values: [StudyTask: [String: Double]]
    /// The job of a cell of the study with a seed.
    private let jobs: [StudyTask: [Place: String]]
    private let scores: [Int: PreferenceScores]

    private struct Place: Hashable {
        var cell: Int
        var seed: Int
    }

    init(_ tasks: Set<StudyTask>, grid: Grid, store: ResultsDatabase) throws {
        let keys = grid.cells.flatMap { $0.jobs.map(\.key) }
        var results: [StudyTask: StudyResults] = [:]
        for task in tasks {
            if let study = try store.newestStudy(task, of: keys) { results[task] = try StudyResults(study, store: store) }
        }
        self.init(results)
    }

    init(_ results: [StudyTask: StudyResults]) {
        self.results = results
        jobs = results.mapValues { found in
            Dictionary(
                found.study.pictures.compactMap { picture in
                    guard let cell = picture.cell, let seed = picture.seed, let job = picture.job else { return nil }
                    return (Place(cell: cell, seed: seed), job)
                }, uniquingKeysWith: { first, _ in first })
        }
        scores =
            results[.preference].map { found in
                Dictionary(grouping: found.ballots) { found.picture($0).seed ?? 0 }
                    .compactMapValues { PreferenceScores($0.map(found.comparison), count: found.study.cells.count) }
            } ?? [:]
        var values: [StudyTask: [String: Double]] = [:]
        for (place, job) in jobs[.preference] ?? [:] {
            if let score = scores[place.seed]?.scores[place.cell] { values[.preference, default: [:]][job] = score }
        }
        if let found = results[.count] {
            for (job, ballots) in Dictionary(grouping: found.ballots, by: { found.picture($0).job ?? "" }) {
                values[.count, default: [:]][job] = Double(ballots.count(where: found.isRight)) / Double(ballots.count)
            }
        }
        self.values = values
    }

    func value(_ job: String, _ task: StudyTask) -> Double? { values[task]?[job] }

    /// The spread, over raters and captions, of the mean over `seeds` of a weighted sum of cells; nil where it cannot be told.
    /// - Parameter jobs: of each cell with a weight, by seed.
    func spread(_ task: StudyTask, weights: [Double], jobs: [[Int: String]], seeds: [Int]) -> CrossedClusters.Spread? {
        guard let found = results[task], !seeds.isEmpty else { return nil }
        let places = Dictionary((self.jobs[task] ?? [:]).map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var influences: [Double] = [], ballots: [StudyResults.Ballot] = []
        let bySeed = Dictionary(grouping: found.ballots) { found.picture($0).seed ?? 0 }
        for seed in seeds {
            var byCell = [Double](repeating: 0, count: found.study.cells.count)
            for (weight, jobs) in zip(weights, jobs) {
                guard let place = jobs[seed].flatMap({ places[$0] }) else { return nil }
                byCell[place.cell] += weight / Double(seeds.count)
            }
            let own = bySeed[seed] ?? []
            guard let added = self.influences(task, found, own, seed: seed, weights: byCell) else { return nil }
            influences += added
            ballots += own
        }
        return found.clusters(ballots).spread(influences)
    }

    /// Why a difference over seeds decides nothing: other raters and captions may see it otherwise. nil where they surely do not, and
    /// for what no people were asked.
    func objection(_ metric: MetricDefinition, _ cell: Grid.Cell, against base: Grid.Cell, seeds: [Int], effect: Double?, margin: Double?)
        -> String?
    {
        guard case .people(let task) = metric.source, let effect else { return nil }
        let jobs = [cell, base].map { cell in
            Dictionary(cell.jobs.map { ($0.seed, $0.key) }, uniquingKeysWith: { first, _ in first })
        }
        guard let spread = spread(task, weights: [1, -1], jobs: jobs, seeds: seeds), let interval = spread.interval(effect),
            let narrow = spread.interval(effect, level: 0.9)
        else { return Self.doubt }
        let isThere = interval.low > 0 || interval.high < 0
        let isWithin = margin.map { narrow.low > -$0 && narrow.high < $0 } ?? false
        return isThere || isWithin ? nil : Self.doubt
    }

    static let doubt = "other raters and captions may see it otherwise"

    private func influences(
        _ task: StudyTask, _ found: StudyResults, _ ballots: [StudyResults.Ballot], seed: Int, weights: [Double]
    ) -> [Double]? {
        switch task {
        case .preference: return scores[seed]?.influences(of: weights)
        case .count:
            let cells = ballots.map { found.cells($0).first }, right = ballots.map { found.isRight($0) ? 1.0 : 0 }
            var sums = [Double](repeating: 0, count: weights.count), counts = sums
            for (cell, right) in zip(cells, right) {
                sums[cell] += right
                counts[cell] += 1
            }
            return zip(cells, right).map { cell, right in weights[cell] * (right - sums[cell] / counts[cell]) / counts[cell] }
        }
    }

    /// Where the numbers come from: "human_preference: study 3fa2..., 12 raters (2 kept out), 480 votes."
    func notes(_ tasks: [StudyTask]) -> [String] {
        tasks.compactMap { task in
            guard let found = results[task] else { return nil }
            let out = found.quality.count { $0.exclusion != nil }
            return "\(task.metricName): study \(found.study.key), \(found.quality.count) raters"
                + (out > 0 ? " (\(out) kept out by its rule)" : "") + ", \(found.ballots.count) votes; "
                + "a verdict also needs the interval over other raters and captions."
        }
    }
}

extension MetricDefinition {
    /// Made of people's votes: seeds are not all that varies.
    var isOfPeople: Bool {
        if case .people = source { true } else { false }
    }
}
