import Claims
import Foundation
import Platform
import Results

/// What `claims` of a spec holds, before it is read.
struct SpecClaims: Sendable {
    let tree: YAMLTree
    let position: SourcePosition
    /// The file that it stands in.
    let file: String
}

/// Reads lists of claims: of a spec, and of the files and built-in lists that these extend. Everything that is wrong goes to the log.
struct ClaimsReader {
    let read: (String) throws -> Data
    let log: DiagnosticLog
    /// Texts of the files read, in order: part of a spec's source.
    private(set) var texts: [(file: String, text: String)] = []
    /// Where the primary measures of a user's claims stand.
    private(set) var primaries: [(claim: String, measures: [Measure], position: SourcePosition)] = []
    private var chain: [String] = []

    init(read: @escaping (String) throws -> Data, log: DiagnosticLog) { (self.read, self.log) = (read, log) }

    private enum Key: String, CaseIterable {
        case name, source, extends, claims, margins
        case evaluatorAccuracy = "evaluator_accuracy"

        static let words = allCases.map(\.rawValue)
    }

    /// The claims of a spec.
    mutating func list(_ claims: SpecClaims, name: String) -> ClaimList {
        chain = []
        return list(claims.tree, file: claims.file, isBuiltIn: false, name: name)
    }

    /// A list that the program brings along; nil for another name.
    mutating func builtIn(_ name: String) -> ClaimList? {
        guard let text = PaperClaims.text(name), let tree = YAMLTree.parse(text, file: name, log: log) else { return nil }
        return list(tree, file: name, isBuiltIn: true, name: name)
    }

    private mutating func list(_ tree: YAMLTree, file: String, isBuiltIn: Bool, name: String) -> ClaimList {
        var result = ClaimList(name: name)
        if let items = tree.items {
            add(items, to: &result, file: file, isBuiltIn: isBuiltIn)
        } else if let pairs = tree.pairs {
            // What is extended comes first, wherever it stands.
            for pair in pairs.sorted(by: { ($0.key == Key.extends.rawValue ? 0 : 1) < ($1.key == Key.extends.rawValue ? 0 : 1) }) {
                guard let key = Key(rawValue: pair.key) else {
                    log.error(unknown(pair.key, "key", in: "claims", among: Key.words), at: pair.keyPosition)
                    continue
                }
                read(key, pair.value, into: &result, file: file, isBuiltIn: isBuiltIn)
            }
        } else if tree.text?.isEmpty == false, !tree.isNull {
            extend(&result, by: tree, file: file)
        } else {
            log.error(
                "`claims`: found \(tree.found), allowed: a list of claims, a file of them, or a mapping with "
                    + listed(Key.words), at: tree.position)
        }
        return result
    }

    private mutating func read(_ key: Key, _ tree: YAMLTree, into list: inout ClaimList, file: String, isBuiltIn: Bool) {
        switch key {
        case .name: list.name = text(tree, "name") ?? list.name
        case .source: list.source = text(tree, "source") ?? list.source
        case .evaluatorAccuracy:
            guard let value = tree.value?.number, (0...1).contains(value) else {
                return log.error("`evaluator_accuracy`: found \(tree.found), allowed: a number from 0 to 1", at: tree.position)
            }
            list.evaluatorAccuracy = value
        case .margins:
            guard let pairs = tree.pairs else {
                return log.error(
                    "`margins`: found \(tree.found), allowed: a mapping from metrics to margins, such as `{oracle_all: 3 points}`",
                    at: tree.position)
            }
            for pair in pairs {
                if let metric = metric(pair.key, at: pair.keyPosition), let margin = margin(pair.value, "margins", metric) {
                    list.margins[metric.id] = margin
                }
            }
        case .extends: for item in tree.items ?? [tree] { extend(&list, by: item, file: file) }
        case .claims:
            guard let items = tree.items else {
                return log.error("`claims`: found \(tree.found), allowed: a list of claims", at: tree.position)
            }
            add(items, to: &list, file: file, isBuiltIn: isBuiltIn)
        }
    }

    private mutating func add(_ items: [YAMLTree], to list: inout ClaimList, file: String, isBuiltIn: Bool) {
        let reader = ClaimReader(log: log, specReader: SpecReader(file: file, folder: ".", log: log))
        var own: Set<String> = []
        for item in items {
            guard let claim = reader.claim(item) else { continue }
            guard own.insert(claim.id).inserted else {
                log.error("claim `\(claim.id)` is there twice, allowed: ids that differ", at: item.position)
                continue
            }
            // One of the lists that this one extends says it otherwise.
            if let place = list.claims.firstIndex(where: { $0.id == claim.id }) {
                list.claims[place] = claim
            } else {
                list.claims.append(claim)
            }
            if !isBuiltIn {
                let place = item.pairs?.first { $0.key == "primary" }?.value.position ?? item.position
                primaries.append((claim.id, claim.primary, place))
            }
        }
    }

    private mutating func extend(_ list: inout ClaimList, by tree: YAMLTree, file: String) {
        guard let path = tree.text, !path.isEmpty, !tree.isNull else {
            return log.error(
                "`extends`: found \(tree.found), allowed: a file of claims or \(PaperClaims.names.joined(separator: ", "))",
                at: tree.position)
        }
        let parent: ClaimList
        if let known = builtIn(path) {
            parent = known
        } else if let read = self.file(path, from: file, at: tree.position) {
            parent = read
        } else {
            return
        }
        if list.source.isEmpty { list.source = parent.source }
        list.evaluatorAccuracy = parent.evaluatorAccuracy
        list.margins.merge(parent.margins) { own, _ in own }
        list.claims += parent.claims.filter { claim in !list.claims.contains { $0.id == claim.id } }
    }

    private mutating func file(_ path: String, from file: String, at position: SourcePosition) -> ClaimList? {
        // From the file that names it; from where the user stands if the command line does.
        let folder = position.line == 0 ? nil : file.lastIndex(of: "/").map { file[...$0] }
        let place = path.hasPrefix("/") ? path : (folder ?? "") + path
        let identity = URL(fileURLWithPath: place).standardizedFileURL.resolvingSymlinksInPath().path
        if let start = chain.firstIndex(of: identity) {
            let cycle = (chain[start...] + [identity]).map { URL(fileURLWithPath: $0).lastPathComponent }
            log.error("`extends` of claims runs in a circle: \(cycle.joined(separator: " -> "))", at: position)
            return nil
        }
        chain.append(identity)
        defer { chain.removeLast() }
        log.nameFile(place)
        do {
            let data = try read(place)
            guard let text = String(validating: data, as: UTF8.self) else {
                log.error("cannot read `\(path)`: it is not UTF-8 text", at: position)
                return nil
            }
            guard let tree = YAMLTree.parse(text, file: place, log: log) else { return nil }
            texts.append((place, text))
            return list(tree, file: place, isBuiltIn: false, name: URL(fileURLWithPath: place).deletingPathExtension().lastPathComponent)
        } catch {
            let words = (error as? SpecFileError).map { "\($0)" } ?? error.localizedDescription
            let near = nearestWord(to: path, among: PaperClaims.names).map { "; did you mean `\($0)`?" } ?? ""
            log.error("cannot read the claims `\(path)`: \(words)\(near)", at: position)
            return nil
        }
    }

    /// A claim of the user's that no job could answer is an error, at once.
    func checkRecording(by grid: Grid) {
        for (claim, measures, position) in primaries {
            let metrics = measures.compactMap { measure in
                MetricTable.metric(named: String(measure.metric.prefix { $0 != "/" }))
            }
            var reasons: [String] = []
            let isRecorded = (0..<grid.cellCount).contains { cell in
                let configuration = grid.configuration(of: cell)
                let omissions = metrics.map(configuration.omission)
                if reasons.isEmpty {
                    reasons = zip(measures, omissions).compactMap { measure, why in why.map { "\(measure.metric): \($0)" } }
                }
                return omissions.contains(nil)
            }
            if !isRecorded {
                log.error(
                    "claim `\(claim)`: no job of this spec records its primary measure (\(reasons.joined(separator: "; ")))", at: position)
            }
        }
    }

    // MARK: Values

    private func text(_ tree: YAMLTree, _ key: String) -> String? {
        if let text = tree.text, !tree.isNull { return text }
        log.error("`\(key)`: found \(tree.found), allowed: a text", at: tree.position)
        return nil
    }

    private func metric(_ name: String, at position: SourcePosition) -> KnownMetric? {
        KnownMetric.named(name, at: position, log)
    }

    private func margin(_ tree: YAMLTree, _ key: String, _ metric: KnownMetric) -> Margin? {
        ClaimReader(log: log, specReader: SpecReader(file: "", folder: ".", log: log)).margin(tree, key, metric)
    }
}

func unknown(_ word: String, _ what: String, in place: String, among words: [String]) -> String {
    let near = nearestWord(to: word, among: words).map { "; did you mean `\($0)`?" }
    return "unknown \(what) `\(word)` in `\(place)`" + (near ?? ", allowed: \(listed(words))")
}

extension OptionValue {
    /// Of an integer or a real number.
    var number: Double? {
        switch self {
        case .int(let value): Double(value)
        case .double(let value): value
        case .null, .bool, .string, .list: nil
        }
    }
}

/// A metric that reports know, on one split.
struct KnownMetric: Equatable {
    var metric: Metric
    var split: Metric.Split?

    var id: String {
        switch metric.source {
        case .job: metric.name(on: split ?? metric.splits[0]).description
        case .machine, .attention, .people: metric.name
        }
    }

    /// Finds `name` or `name/split`; nil after saying what is wrong.
    static func named(_ text: String, at position: SourcePosition, _ log: DiagnosticLog) -> KnownMetric? {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let name = parts.first, let metric = MetricTable.metric(named: name) else {
            let names = unique(MetricTable.rows.map(\.metric.name))
            let near = nearestWord(to: parts.first ?? text, among: names).map { "; did you mean `\($0)`?" } ?? ""
            log.error("unknown metric `\(text)`\(near.isEmpty ? ", allowed: the metrics of docs/metrics.md" : near)", at: position)
            return nil
        }
        guard parts.count > 1 else { return KnownMetric(metric: metric, split: metric.splits.first) }
        guard let split = Metric.Split(rawValue: parts[1]), metric.splits.contains(split) else {
            let splits = metric.splits.map(\.rawValue)
            let near = nearestWord(to: parts[1], among: splits).map { "; did you mean `\(name)/\($0)`?" }
            log.error(
                "metric `\(text)`: `\(name)` is not measured on `\(parts[1])`"
                    + (near ?? ", allowed: \(splits.isEmpty ? "`\(name)` alone" : listed(splits.map { "\(name)/\($0)" }))"), at: position)
            return nil
        }
        return KnownMetric(metric: metric, split: split)
    }
}
