import Foundation
import Kernels
import Platform
import Results
import ResultsStore

/// Draws a study from finished jobs' pictures.
public struct StudyDesign: Sendable {
    /// The pictures of one job: number `i` was drawn from noise that the seed and `i` name.
    public struct Job: Sendable {
        public var key: String
        public var seed: Int
        public var captions: [String]
        /// PNG files, one a caption.
        public var pictures: [Data]
        /// Objects asked for and seen by an oracle; nil where nobody knows.
        public var asked: [Int?]
        public var oracle: [Int?]

        public init(key: String, seed: Int, captions: [String], pictures: [Data], asked: [Int?], oracle: [Int?]) {
            (self.key, self.seed, self.captions, self.pictures) = (key, seed, captions, pictures)
            (self.asked, self.oracle) = (asked, oracle)
        }
    }

    public struct Cell: Sendable {
        public var label: String
        /// A JSON object.
        public var coordinates: String
        public var jobs: [Job]

        public init(label: String, coordinates: String, jobs: [Job]) {
            (self.label, self.coordinates, self.jobs) = (label, coordinates, jobs)
        }
    }

    /// Something whose answer is known.
    public struct Check: Sendable {
        public var caption: String
        public var first: Data
        public var second: Data?
        /// 1: the first picture; of a count, the count.
        public var truth: Int

        public init(caption: String, first: Data, second: Data? = nil, truth: Int) {
            (self.caption, self.first, self.second, self.truth) = (caption, first, second, truth)
        }
    }

    public static let preferenceQuestion = "Which picture fits the caption better?"
    public static let countQuestion = "How many objects do you see?"
    /// An attentive rater has more of the checks right; someone who guesses has so many of eight in 3.5 of 100 cases.
    public static let leastChecks = 0.8
    /// Nobody looks at pictures in less.
    public static let leastSeconds = 0.5

    public var spec: String
    public var task: StudyTask
    public var seed: Int
    public var cells: [Cell]
    /// Pairs of cells that are compared; for counts of no meaning.
    public var comparisons: [(Int, Int)]
    public var checks: [Check]
    /// Items that each rater sees again.
    public var repeats: Int
    public var plan: String

    public init(
        spec: String, task: StudyTask, seed: Int, cells: [Cell], comparisons: [(Int, Int)], checks: [Check], repeats: Int, plan: String
    ) {
        (self.spec, self.task, self.seed, self.cells, self.comparisons) = (spec, task, seed, cells, comparisons)
        (self.checks, self.repeats, self.plan) = (checks, repeats, plan)
    }

    /// A scene that cells are compared on: one caption, and noise that a seed and a place name.
    struct Scene: Hashable {
        var caption: String
        var seed: Int
        var position: Int
    }

    /// Scenes that all of some cells have pictures of.
    func scenes(of cells: [Int]) -> [Scene] {
        let known = cells.map { cell in
            Set(
                self.cells[cell].jobs.flatMap { job in
                    job.captions.indices.filter { task == .preference || job.asked[$0] != nil }.map {
                        Scene(caption: job.captions[$0], seed: job.seed, position: $0)
                    }
                })
        }
        let common = known.dropFirst().reduce(known.first ?? []) { $0.intersection($1) }
        return common.sorted { ($0.caption, $0.seed, $0.position) < ($1.caption, $1.seed, $1.position) }
    }

    /// How many captions, and how many scenes, the smallest comparison has; what a plan may count on.
    public var room: (captions: Int, scenes: Int) {
        let found = groups.map(scenes)
        return (found.map { Set($0.map(\.caption)).count }.min() ?? 0, found.map(\.count).min() ?? 0)
    }

    /// Cells that are seen on the same scenes.
    private var groups: [[Int]] {
        switch task {
        case .preference: comparisons.map { [$0.0, $0.1] }
        case .count: [Array(cells.indices)]
        }
    }

    /// `count` scenes: as many of each caption as of every other, and of each seed, as far as that goes; in random order.
    func drawn(_ count: Int, of scenes: [Scene]) -> [Scene] {
        func key(_ step: UInt64, _ sample: Int = 0) -> RandomKey {
            RandomKey(seed: UInt64(bitPattern: Int64(seed)), purpose: .humanStudies, step: 1 << 40 | step, sample: UInt64(sample))
        }
        let captions = unique(scenes.map(\.caption)), seeds = unique(scenes.map(\.seed)).sorted()
        let byCaption = Dictionary(grouping: scenes, by: \.caption)
        let order = permutation(count: captions.count, key: key(0)).map { captions[Int($0)] }
        // A caption's scenes seed by seed, from another seed on for each caption.
        var queues = order.enumerated().map { number, caption -> [Scene] in
            let own = byCaption[caption]!
            let shuffled = permutation(count: own.count, key: key(1, number)).map { own[Int($0)] }
            let bySeed = Dictionary(grouping: shuffled, by: \.seed)
            let turn = seeds.indices.map { seeds[($0 + number) % seeds.count] }
            let rounds = bySeed.values.map(\.count).max() ?? 0
            return (0..<rounds).flatMap { round in
                turn.compactMap { seed in bySeed[seed].flatMap { round < $0.count ? $0[round] : nil } }
            }
        }
        var chosen: [Scene] = []
        while chosen.count < count {
            var isEmpty = true
            for place in queues.indices where !queues[place].isEmpty && chosen.count < count {
                chosen.append(queues[place].removeFirst())
                isEmpty = false
            }
            if isEmpty { break }
        }
        return chosen
    }

    /// - Parameter scenes: pairs of each comparison; of counts, pictures of each cell.
    /// - Throws: ``HumanEvaluationError``.
    public func draw(scenes count: Int, now: Date = Date()) throws -> (study: HumanStudy, pictures: [Data]) {
        var pictures: [HumanStudy.Picture] = [], files: [Data] = [], known: [String: Int] = [:], items: [HumanStudy.Item] = []
        func place(_ cell: Int, _ scene: Scene) -> Int {
            let name = "\(cell) \(scene.seed) \(scene.position)"
            if let place = known[name] { return place }
            let job = cells[cell].jobs.first { $0.seed == scene.seed }!
            pictures.append(
                HumanStudy.Picture(
                    cell: cell, job: job.key, seed: scene.seed, position: scene.position, asked: job.asked[scene.position],
                    oracle: job.oracle[scene.position]))
            files.append(job.pictures[scene.position])
            known[name] = pictures.count - 1
            return pictures.count - 1
        }
        for group in groups {
            let available = scenes(of: group), labels = group.map { cells[$0].label }.joined(separator: " and ")
            guard available.count >= count else {
                throw HumanEvaluationError.tooFewPictures(what: labels, found: available.count, wanted: count)
            }
            for scene in drawn(count, of: available) {
                switch task {
                case .preference:
                    items.append(
                        HumanStudy.Item(caption: scene.caption, first: place(group[0], scene), second: place(group[1], scene)))
                case .count:
                    for cell in group { items.append(HumanStudy.Item(caption: scene.caption, first: place(cell, scene))) }
                }
            }
        }
        for check in checks {
            let first = pictures.count
            pictures.append(HumanStudy.Picture())
            files.append(check.first)
            if let second = check.second {
                pictures.append(HumanStudy.Picture())
                files.append(second)
            }
            items.append(
                HumanStudy.Item(caption: check.caption, first: first, second: check.second == nil ? nil : first + 1, truth: check.truth))
        }
        let question = task == .preference ? Self.preferenceQuestion : Self.countQuestion
        var study = HumanStudy(
            key: "", spec: spec, task: task, question: question, seed: seed, repeats: repeats, leastChecks: Self.leastChecks,
            leastSeconds: Self.leastSeconds, plan: plan, created: now,
            cells: cells.map { HumanStudy.Cell(label: $0.label, coordinates: $0.coordinates) }, pictures: pictures, items: items)
        study.key = Self.key(of: study, files)
        return (study, files)
    }

    /// Of everything that is shown and asked; the time is no part of it.
    private static func key(of study: HumanStudy, _ files: [Data]) -> String {
        let lines =
            ["study-1", study.spec, study.task.rawValue, study.question, "\(study.seed)", "\(study.repeats)", study.plan]
            + study.cells.map { "\($0.label) \($0.coordinates)" }
            + zip(study.pictures, files).map { picture, file in
                "\(picture.cell ?? -1) \(picture.job ?? "") \(picture.seed ?? 0) \(picture.position ?? -1) \(hash(file))"
            }
            + study.items.map { "\($0.first) \($0.second ?? -1) \($0.truth ?? -1) \($0.caption)" }
        return String(hash(Data(lines.joined(separator: "\n").utf8)).prefix(12))
    }

    private static func hash(_ data: Data) -> String {
        var hash = SHA256()
        data.withUnsafeBytes { hash.update($0) }
        return hash.hex
    }
}
