import Platform

/// Options whose values are not known because of errors: what is said about them would be a guess.
enum SpecDoubts: Sendable, Equatable {
    case options(Set<OptionDefinition>)
    case everything

    init() { self = .options([]) }

    static func option(_ option: OptionDefinition) -> SpecDoubts { .options([option]) }

    static func section(_ name: String) -> SpecDoubts { .options(Set(OptionSchema.options(of: name))) }

    /// An unknown path may have meant the nearest option; without one, any of its section.
    static func unknownPath(_ path: String) -> SpecDoubts {
        let near = nearestPath(to: path, among: OptionSchema.paths).flatMap(OptionSchema.option)
        return near.map(option) ?? .section(String(path.prefix { $0 != "." }))
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
        return doubted.isDisjoint(with: rule.options)
    }
}
