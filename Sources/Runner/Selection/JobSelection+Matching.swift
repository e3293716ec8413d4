import Experiments
import Platform
import ResultsStore

/// What a selection can be asked of.
protocol SelectableJob {
    /// Of an option, as tables show it; nil for a job that was stored before it existed.
    func text(of path: String) -> String?
    var seed: Int { get }
    /// nil for a job that no store knows.
    var knownState: JobState? { get }
    var tags: [String] { get }
    var specs: [String] { get }
}

extension JobSelection {
    /// The places of the jobs in which every condition holds.
    /// - Parameter place: what the jobs are of, for messages.
    /// - Throws: ``JobSelectionError`` for values that no job has, with those that there are, and where nothing is left.
    func indices(of jobs: [some SelectableJob], in place: String) throws -> [Int] {
        var chosen = Array(jobs.indices), problems: [String] = []
        for condition in conditions {
            let words = jobs.map { condition.words(for: $0) }, wanted = Set(condition.values)
            if let problem = condition.problem(among: words, in: place) { problems.append(problem) }
            chosen.removeAll { words[$0].contains(where: wanted.contains) == condition.isNegated }
        }
        guard problems.isEmpty else { throw JobSelectionError(problems: problems) }
        guard !chosen.isEmpty || isEmpty else { throw JobSelectionError(problems: ["no job of \(place) is so: \(description)"]) }
        return chosen
    }
}

extension JobSelection.Condition {
    fileprivate func words(for job: some SelectableJob) -> [String] {
        switch subject {
        case .option(let path, let value): [job.text(of: path) ?? value]
        case .seed: ["\(job.seed)"]
        case .state: StateWords.words(for: job.knownState)
        case .tag: job.tags
        case .spec: job.specs
        }
    }

    /// Values that no job has are more likely misspelt than meant; that no job is in a state is no mistake.
    fileprivate func problem(among words: [[String]], in place: String) -> String? {
        if case .state = subject { return nil }
        let present = Set(words.joined()), absent = values.filter { !present.contains($0) }
        guard let first = absent.first else { return nil }
        let sorted = present.sorted { left, right in
            if let left = Double(left), let right = Double(right) { left < right } else { left < right }
        }
        let listed = sorted.prefix(12).joined(separator: ", ") + (sorted.count > 12 ? ", ..." : "")
        let near = Double(first) == nil ? nearestWord(to: first, among: sorted) : nil
        return "condition '\(text)': no job of \(place) has `\(first)`"
            + (near.map { "; did you mean `\($0)`?" } ?? (present.isEmpty ? "; there is none" : "; there is: \(listed)"))
    }
}

extension StoreCatalogue {
    /// The jobs in which every condition holds, first registered first.
    /// - Throws: ``JobSelectionError``.
    public func entries(where selection: JobSelection) throws -> [Entry] {
        let jobs = entries.map { CataloguedJob(entry: $0, options: options(of: $0)) }
        return try selection.indices(of: jobs, in: "the store").map { entries[$0] }
    }
}

private struct CataloguedJob: SelectableJob {
    let entry: StoreCatalogue.Entry
    let options: [String: String]

    func text(of path: String) -> String? { options[path] }
    var seed: Int { entry.seed }
    var knownState: JobState? { entry.state }
    var tags: [String] { entry.tags }
    var specs: [String] { entry.specs }
}
