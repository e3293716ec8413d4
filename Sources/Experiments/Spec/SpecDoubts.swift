/// Options whose values are not known because of errors: what is said about them would be a guess.
enum SpecDoubts: Sendable, Equatable {
    case options(Set<Int>)
    case everything

    init() { self = .options([]) }

    static func option(_ index: Int) -> SpecDoubts { .options([index]) }

    static func section(_ name: String) -> SpecDoubts {
        .options(Set(OptionSchema.options.indices.filter { OptionSchema.options[$0].section == name }))
    }

    /// An unknown path may have meant the nearest option; without one, any of its section.
    static func unknownPath(_ path: String) -> SpecDoubts {
        if let near = nearestPath(to: path, among: OptionSchema.paths), let index = OptionSchema.index(of: near) { return .option(index) }
        return .section(String(path.prefix { $0 != "." }))
    }

    mutating func formUnion(_ other: SpecDoubts) {
        guard case .options(let own) = self, case .options(let more) = other else {
            self = .everything
            return
        }
        self = .options(own.union(more))
    }

    /// Whether a rule reads nothing that is in doubt.
    func spares(_ rule: ConfigurationRule) -> Bool {
        guard case .options(let doubted) = self else { return false }
        return !rule.paths.contains { OptionSchema.index(of: $0).map(doubted.contains) ?? false }
    }
}
