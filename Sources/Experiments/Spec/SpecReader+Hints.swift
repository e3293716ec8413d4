import Platform

extension SpecReader {
    /// What may have been meant by a value that an option does not take, to be added to the message; empty without an idea.
    ///
    /// - Parameters:
    ///   - found: `tree`, or the one item of it that is wrong.
    ///   - several: how several values are written where `tree` stands.
    func hint(_ tree: YAMLTree, _ found: YAMLTree, _ option: OptionDefinition, _ several: SeveralValues) -> String {
        if let hint = valueHint(tree, found, option, several) { return "; " + hint }
        guard !option.kind.isList, tree.items != nil else { return "" }
        switch several {
        case .underAxes: return "; to sweep it, list the values under `axes`"
        case .axesOverride:
            guard let values = tree.value, values.items({ option.accept($0) })?.isEmpty == false else { return "" }
            return "; to sweep it, write `axes.\(option.path)=\(values)`"
        case .none, .list: return ""
        }
    }

    private func valueHint(_ tree: YAMLTree, _ found: YAMLTree, _ option: OptionDefinition, _ several: SeveralValues) -> String? {
        let readings = ValueReadings(found, of: option)
        if option.kind.isList, tree.items == nil, let list = readings?.several ?? readings?.single { return "did you mean `\(list)`?" }
        let list = option.kind.isList ? nil : readings?.several.flatMap { several.advice($0, of: option) }
        switch option.kind {
        case .integer, .number:
            if readings?.isQuotedValue == true { return "write it without quotes" }
            let numbers = (readings?.numbers ?? []).map { "`\($0)`" }
            if !numbers.isEmpty {
                return "did you mean " + numbers.joined(separator: " or ") + (list.map { ", or for several values \($0)" } ?? "") + "?"
            }
        case .boolean:
            if let word = found.text.flatMap({ Self.booleanWords[$0.lowercased()] }) { return "did you mean `\(word)`?" }
        case .choice(let words), .choiceList(let words):
            if list == nil, let text = found.text, let word = nearestWord(to: text, among: words) { return "did you mean `\(word)`?" }
        case .textList:
            if found.text?.isEmpty == false { return tree.items == nil ? "write `[...]` around it" : "put it in quotes" }
        case .path:
            if let text = found.text, !text.isEmpty { return "put it in quotes: \(quoted(text, option, several))" }
        case .integerList: break
        }
        return list.map { "for several values write \($0)" }
    }

    /// A text that YAML would take for a number; for a shell with quotes of its own around it.
    private func quoted(_ text: String, _ option: OptionDefinition, _ several: SeveralValues) -> String {
        let text = OptionValue.string(text).description
        return if case .axesOverride = several { "`'\(option.path)=\(text)'`" } else { "`\(text)`" }
    }

    private static let booleanWords = ["yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"]

    /// What may have been meant by an axis that is no list.
    func axisHint(_ tree: YAMLTree, _ option: OptionDefinition) -> String {
        guard !option.kind.isList, let readings = ValueReadings(tree, of: option), let list = readings.several ?? readings.single else {
            return ""
        }
        return "; did you mean `\(list)`?"
    }
}
