import ArgumentParser
import Experiments
import Foundation
import HumanEvaluation
import Platform
import Reports
import Results
import ResultsStore
import Runner
import Statistics

struct RateNewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Draw a study from a spec's finished jobs: pairs of pictures with the same caption and the same noise.",
        discussion: """
            --cells names cells by their options, as in --cells point=0 --against point=2,conditioning=concat; without --against all \
            of --cells are compared with each other, without both all cells of the spec. The study keeps its pictures: jobs' files may \
            go. The number of pairs is planned for --effect unless --pairs says it.
            """)

    @OptionGroup var specOptions: WholeSpecOptions
    @Option(help: "Cells in which all of option=value,... hold; repeatable.") var cells: [String] = []
    @Option(help: "Cells that those of --cells are compared with; repeatable.") var against: [String] = []
    @Option(help: "preference (which of two fits the caption better) or count (how many objects).") var metric: StudyTask = .preference
    @Option(help: "The win rate that the study is to find, above 0.5.") var effect = 0.6
    @Option(help: "In which share of such studies it is to be found.") var power = StudentPower.wanted
    @Option(help: "Raters that are expected.") var raters = 10
    @Option(help: "Pairs of each comparison; of counts, pictures of each cell (40).") var pairs: Int?
    @Option(help: "Share of a vote's variance between raters, for the plan.") var raterShare = PairPlan.raterShare
    @Option(help: "Share of a vote's variance between captions, for the plan.") var captionShare = PairPlan.captionShare
    @Option(help: "Attention checks: questions with a plain answer.") var checks = 8
    @Option(help: "Share of the questions that are asked twice.") var repeats = 0.1
    @Option(help: "Draw so many pictures of each job from its weights, instead of taking its contact sheet.") var draw: Int?
    @Option(help: "Of which pairs, orders and sides are drawn.") var seed = 1

    func validate() throws {
        func check(_ name: String, _ holds: Bool, _ allowed: String) throws {
            if !holds { throw ValidationError("--\(name): allowed: \(allowed)") }
        }
        try check("effect", effect > 0.5 && effect < 1, "above 0.5 and below 1")
        try check("power", power > 0 && power < 1, "above 0 and below 1")
        try check("raters", (2...1_000).contains(raters), "2 to 1000")
        try check("pairs", pairs.map { $0 > 0 } ?? true, "1 or more")
        try check("rater-share and --caption-share", min(raterShare, captionShare) >= 0 && raterShare + captionShare < 1, "shares below 1")
        try check("checks", (0...100).contains(checks), "0 to 100")
        try check("repeats", (0...0.5).contains(repeats), "0 to 0.5")
        try check("draw", draw.map { $0 > 0 } ?? true, "1 or more")
        try check("against", against.isEmpty || !cells.isEmpty, "only beside --cells")
    }

    func run() throws {
        let sweep = try specOptions.sweep(), store = try specOptions.storeOptions.openForChanging()
        defer { try? store.close() }
        try reportingBadInput {
            let (indices, comparisons) = try chosen(sweep)
            let source = StudyPictures(sweep: sweep, store: store, location: specOptions.storeOptions.location, drawn: draw)
            var design = StudyDesign(
                spec: sweep.spec.name, task: metric, seed: seed, cells: try source.cells(indices) { printError($0) },
                comparisons: comparisons, checks: try source.checks(checks, metric, cell: sweep.cells[indices[0]], seed: seed), repeats: 0,
                plan: "")
            let count = try planned(&design)
            design.repeats = Int((repeats * Double(count * max(comparisons.count, 1))).rounded())
            let (study, files) = try design.draw(scenes: count)
            try store.create(study, pictures: files)
            let questions = RaterSequence(study, orderSeed: 0).showings.count
            print(study.key)
            printError(
                "\(sweep.spec.name): \(metric.rawValue) of \(indices.count) cells, \(questions) questions a rater (about "
                    + "\(max(1, questions * 4 / 60)) minutes); `fusiongrid rate link \(study.key) --rater NAME` lets somebody vote")
        }
    }

    /// Indices into the grid's cells, and pairs of places in them.
    private func chosen(_ sweep: Sweep) throws -> ([Int], [(Int, Int)]) {
        func found(_ texts: [String]) throws -> [Int] {
            try unique(
                texts.flatMap { text -> [Int] in
                    let conditions = commaParts(text).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
                    let cells = try sweep.spec.cellIndices(where: conditions).compactMap(sweep.cells.firstIndex(of:))
                    guard !cells.isEmpty else { throw HumanEvaluationError.notComparable("--cells \(text): no cell is so") }
                    return cells
                })
        }
        let these = cells.isEmpty ? Array(sweep.cells.indices) : try found(cells), those = try found(against)
        let indices = unique(these + those)
        let pairs: [(Int, Int)] =
            those.isEmpty
            ? these.indices.flatMap { a in these.indices.filter { $0 > a }.map { (a, $0) } }
            : these.flatMap { a in those.filter { $0 != a }.map { (indices.firstIndex(of: a)!, indices.firstIndex(of: $0)!) } }
        guard metric == .count || !pairs.isEmpty else {
            throw HumanEvaluationError.notComparable("a preference needs two cells: name others with --cells and --against")
        }
        return (indices, metric == .count ? [] : pairs)
    }

    /// How many scenes, and in the design from what.
    private func planned(_ design: inout StudyDesign) throws -> Int {
        let room = design.room
        switch metric {
        case .count:
            let count = pairs ?? min(40, room.scenes)
            design.plan = try json(["pictures": .integer(Int64(count)), "raters": raters.tableValue])
            return count
        case .preference:
            let plan = PairPlan(
                effect: effect, power: power, raters: raters, captions: room.captions, raterShare: raterShare, captionShare: captionShare,
                comparisons: design.comparisons.count)
            guard let count = pairs ?? plan.pairs() else {
                throw HumanEvaluationError.powerOutOfReach(
                    raters: raters, captions: room.captions, effect: effect, raterAdvice: plan.ratersNeeded(pairs: room.scenes))
            }
            let reached = plan.power(pairs: count)
            printError(
                "plan: \(count) pairs of each of \(design.comparisons.count) comparison(s), judged by \(raters) raters, find a win rate of "
                    + "\(effect) in \(Int((100 * reached).rounded())) of 100 studies (design effect of raters and captions)")
            design.plan = try json([
                "pairs": count.tableValue, "effect": effect.tableValue, "power": reached.tableValue, "raters": raters.tableValue,
                "captions": room.captions.tableValue, "rater_share": raterShare.tableValue, "caption_share": captionShare.tableValue,
                "level": plan.level.tableValue,
            ])
            return count
        }
    }

    private func json(_ members: [String: TableValue]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return String(decoding: try encoder.encode(TableValue.object(members)), as: UTF8.self)
    }
}
