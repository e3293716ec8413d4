import Claims
import Platform
import Results

/// Reads one claim.
struct ClaimReader {
    let log: DiagnosticLog
    let specReader: SpecReader

    private enum Key: String, CaseIterable {
        case id, says, compare, each, `where`, primary, others

        static let words = allCases.map(\.rawValue)
    }

    /// nil after saying everything that is wrong with it.
    func claim(_ tree: YAMLTree) -> Claim? {
        guard let pairs = tree.pairs else {
            log.error("a claim: found \(tree.found), allowed: a mapping with \(listed(Key.words))", at: tree.position)
            return nil
        }
        let before = log.errors.count
        var values: [Key: YAMLTree] = [:]
        for pair in pairs {
            guard let key = Key(rawValue: pair.key) else {
                log.error(unknown(pair.key, "key", in: "a claim", among: Key.words), at: pair.keyPosition)
                continue
            }
            values[key] = pair.value
        }
        for key in [Key.id, .says, .compare, .primary] where values[key] == nil {
            log.error("a claim needs `\(key.rawValue)`", at: tree.position)
        }
        let id = values[.id].flatMap(self.id) ?? ""
        let statement = values[.says].flatMap { text($0, "says") } ?? ""
        let question = values[.compare].flatMap(self.question)
        let each = (values[.each].map { $0.items ?? [$0] } ?? []).compactMap { option($0, "each") }
        let conditions = values[.where].map { self.conditions($0, "where") } ?? []
        let primary = values[.primary].map { measures($0, "primary") } ?? []
        let others = values[.others].map { measures($0, "others") } ?? []
        if case .level? = question, let tree = values[.primary] { checkLevel(primary, tree) }
        guard log.errors.count == before, let question else { return nil }
        return Claim(
            id: id, statement: statement, question: question, each: each, conditions: conditions, primary: primary, others: others)
    }

    /// A level has no other side that a per cent could be of, and is itself the size.
    private func checkLevel(_ measures: [Measure], _ tree: YAMLTree) {
        for measure in measures {
            if let size = measure.size {
                log.error(
                    "`by` with `level`: found `\(size.text)`, allowed: the level that must be exceeded, without `by`", at: tree.position)
            }
            if case .percent? = measure.margin {
                log.error(
                    "`margin` with `level`: found `\(measure.margin?.text ?? "")`, allowed: points or absolute; no side is compared with",
                    at: tree.position)
            }
        }
    }

    private func id(_ tree: YAMLTree) -> String? {
        guard let id = text(tree, "id") else { return nil }
        if SpecReader.isName(id) { return id }
        log.error(
            "`id`: found \(tree.found), allowed: letters, digits, `.`, `_` and `-`, starting with a letter or digit", at: tree.position)
        return nil
    }

    // MARK: Questions

    private enum Form: String, CaseIterable {
        case change, slope, interaction, cells, level

        static let words = allCases.map(\.rawValue)
    }

    private func question(_ tree: YAMLTree) -> Question? {
        let allowed = """
            one of `{change: option, from: value, to: value}`, `{slope: option}`, `{interaction: [option, option]}`, \
            `{cells: {option: value}, with: {option: value}}`, `{level: number}`
            """
        guard let pairs = tree.pairs, let form = pairs.lazy.compactMap({ Form(rawValue: $0.key) }).first else {
            let word = tree.pairs?.first.flatMap { nearestWord(to: $0.key, among: Form.words) }
            log.error(
                "`compare`: found \(tree.found), allowed: \(allowed)" + (word.map { "; did you mean `\($0)`?" } ?? ""), at: tree.position)
            return nil
        }
        let extra: [String] =
            switch form {
            case .change: ["from", "to"]
            case .cells: ["with"]
            case .slope, .interaction, .level: []
            }
        for pair in pairs where pair.key != form.rawValue && !extra.contains(pair.key) {
            log.error(unknown(pair.key, "key", in: "compare", among: [form.rawValue] + extra), at: pair.keyPosition)
        }
        func part(_ key: String) -> YAMLTree? { pairs.first { $0.key == key }?.value }
        guard let main = part(form.rawValue) else { return nil }
        switch form {
        case .change:
            guard let option = option(main, "change") else { return nil }
            return .change(option, from: level(part("from"), of: option) ?? .first, to: level(part("to"), of: option) ?? .last)
        case .slope: return option(main, "slope").map(Question.slope)
        case .interaction:
            let options = (main.items ?? []).compactMap { option($0, "interaction") }
            guard main.items?.count == 2, options.count == 2, options[0] != options[1] else {
                if options.count == main.items?.count ?? 0 {
                    log.error("`interaction`: found \(main.found), allowed: a list of two options that differ", at: main.position)
                }
                return nil
            }
            return .interaction(options[0], options[1])
        case .cells:
            guard let other = part("with") else {
                log.error("`cells` needs `with`: the cells they are compared with", at: tree.position)
                return nil
            }
            return .cells(conditions(main, "cells"), against: conditions(other, "with"))
        case .level:
            guard let value = main.value?.number, value.isFinite else {
                log.error("`level`: found \(main.found), allowed: a number, such as 0", at: main.position)
                return nil
            }
            return .level(value)
        }
    }

    private func option(_ tree: YAMLTree, _ key: String) -> String? {
        guard let path = tree.text, !tree.isNull else {
            log.error("`\(key)`: found \(tree.found), allowed: an option such as `fusion.point`", at: tree.position)
            return nil
        }
        guard OptionSchema.option(path) != nil else {
            log.error(SpecReader.unknownPath(path), at: tree.position)
            return nil
        }
        return path
    }

    private func conditions(_ tree: YAMLTree, _ key: String) -> [Condition] {
        specReader.entries(tree, of: "`\(key)`").map { entry in
            let items = entry.tree.items ?? [entry.tree]
            return Condition(entry.option.path, items.compactMap { level($0, of: entry.option.path) })
        }
    }

    private func level(_ tree: YAMLTree?, of path: String) -> Level? {
        guard let tree, let option = OptionSchema.option(path) else { return nil }
        switch tree.text {
        case "first": return .first
        case "last": return .last
        default: return specReader.value(tree, of: option).map { .value($0.value.plainText) }
        }
    }

    // MARK: Measures

    private func measures(_ tree: YAMLTree, _ key: String) -> [Measure] {
        let items = tree.items ?? [tree]
        if items.isEmpty { log.error("`\(key)`: found an empty list, allowed: one metric or more", at: tree.position) }
        return items.compactMap { measure($0, key) }
    }

    private func measure(_ tree: YAMLTree, _ key: String) -> Measure? {
        if let name = tree.text, !tree.isNull {
            return KnownMetric.named(name, at: tree.position, log).flatMap { metric in
                expected(nil, metric, at: tree.position).map { Measure(metric.id, expected: $0.direction) }
            }
        }
        guard let pairs = tree.pairs else {
            log.error(
                "`\(key)`: found \(tree.found), allowed: a metric, or `{metric: name, expect: lower, margin: 3 points}`", at: tree.position)
            return nil
        }
        let words = ["metric", "expect", "by", "margin"]
        for pair in pairs where !words.contains(pair.key) {
            log.error(unknown(pair.key, "key", in: key, among: words), at: pair.keyPosition)
        }
        func part(_ key: String) -> YAMLTree? { pairs.first { $0.key == key }?.value }
        guard let name = part("metric"), let text = name.text, !name.isNull else {
            log.error("`\(key)` needs `metric`", at: tree.position)
            return nil
        }
        guard let metric = KnownMetric.named(text, at: name.position, log),
            let expected = expected(part("expect"), metric, at: tree.position)
        else { return nil }
        if case .percent(let size)? = part("by").flatMap({ margin($0, "by", metric) }), size >= 100, expected.direction == .lower {
            log.error(
                "`by`: found `\(part("by")?.text ?? "")`, allowed: less than 100 %: nothing is lower by all of itself", at: tree.position)
            return nil
        }
        return Measure(
            metric.id, expected: expected.direction, size: part("by").flatMap { margin($0, "by", metric) },
            margin: part("margin").flatMap { margin($0, "margin", metric) })
    }

    /// nil after an error.
    private func expected(_ tree: YAMLTree?, _ metric: KnownMetric, at position: SourcePosition) -> (direction: Metric.Direction?, Void)? {
        guard let tree else {
            if let better = metric.metric.better { return (better, ()) }
            log.error("`\(metric.id)` has no better, so `expect` is needed: lower, higher or either", at: position)
            return nil
        }
        if tree.text == "either" { return (nil, ()) }
        if let direction = tree.text.flatMap(Metric.Direction.init) { return (direction, ()) }
        let near = tree.text.flatMap { nearestWord(to: $0, among: ["lower", "higher", "either"]) }.map { "; did you mean `\($0)`?" } ?? ""
        log.error("`expect`: found \(tree.found), allowed: lower, higher or either\(near)", at: tree.position)
        return nil
    }

    /// A positive number and its unit.
    func margin(_ tree: YAMLTree, _ key: String, _ metric: KnownMetric) -> Margin? {
        let isShare = ["%", "points"].contains(metric.metric.quantity.shownUnit)
        let forms = (isShare ? "`3 points`, " : "") + (metric.metric.hasNaturalZero || !isShare ? "`10 %` of the side compared with, " : "")
        let allowed = "a number and its unit: \(forms)`0.05 absolute`"
        func refuse(_ why: String = "") -> Margin? {
            log.error("`\(key)`: found \(tree.found), allowed: \(allowed)\(why)", at: tree.position)
            return nil
        }
        guard let text = tree.text, !tree.isNull else { return refuse() }
        let number = text.prefix { $0.isNumber || "+-.eE".contains($0) && $0 != " " }
        guard let value = Double(number), value > 0, value.isFinite else { return refuse() }
        switch text.dropFirst(number.count).drop(while: { $0 == " " }) {
        case "%", "percent": return .percent(value)
        case "points", "point":
            return isShare ? .points(value) : refuse("; `\(metric.id)` is no share, so it has no points")
        case "absolute": return .absolute(value)
        case "": return refuse("; the unit is missing")
        case let unit:
            return refuse(nearestWord(to: String(unit), among: ["points", "absolute", "percent"]).map { "; did you mean `\($0)`?" } ?? "")
        }
    }

    private func text(_ tree: YAMLTree, _ key: String) -> String? {
        if let text = tree.text, !tree.isNull { return text }
        log.error("`\(key)`: found \(tree.found), allowed: a text", at: tree.position)
        return nil
    }
}
