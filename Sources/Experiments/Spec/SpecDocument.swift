/// A checked value of an option, and where it was written.
struct LocatedValue: Sendable {
    /// In the option's type and normal form; a path is absolute.
    let value: OptionValue
    /// As it shows in coordinates: a path as it was written.
    let shown: OptionValue
    let position: SourcePosition
}

/// One option and the values it is swept over.
struct SpecAxis: Sendable {
    let option: OptionDefinition
    var values: [LocatedValue]
    let position: SourcePosition
}

/// Options that advance together: all axes have the same number of values.
struct SpecZip: Sendable {
    var axes: [SpecAxis]
    let position: SourcePosition
}

/// "The option has one of these values."
struct SpecCondition: Sendable {
    let option: OptionDefinition
    let values: [LocatedValue]
}

struct SpecAssignment: Sendable {
    let option: OptionDefinition
    let value: LocatedValue
}

/// A rule about the cells in which all conditions hold: a `when` (which sets something there), an `exclude`, the baseline.
struct SpecRule: Sendable {
    let conditions: [SpecCondition]
    var assignments: [SpecAssignment] = []
    let position: SourcePosition
    var isInherited = false
}

struct SpecInclude: Sendable {
    let assignments: [SpecAssignment]
    let position: SourcePosition
}

/// An option that is to change with the seed, and where it was named.
struct SpecVaried: Sendable {
    let option: OptionDefinition
    let position: SourcePosition
}

struct SpecSeeds: Sendable {
    let values: [Int]
    let position: SourcePosition
    /// Nil where nothing was said of it.
    var varied: [SpecVaried]?
    /// The seed whose jobs have the declared values of `varied`.
    var origin: Int

    init(values: [Int], position: SourcePosition, varied: [SpecVaried]? = nil) {
        (self.values, self.position, self.varied, origin) = (values, position, varied, values.first ?? 1)
    }

    /// These seeds, picked on the command line, of a spec that declares others: each keeps the world that it has there.
    func picked(from declared: SpecSeeds?) -> SpecSeeds {
        guard varied == nil, let declared, let varied = declared.varied else { return self }
        var seeds = self
        (seeds.varied, seeds.origin) = (varied, declared.origin)
        return seeds
    }
}

/// The content of one spec file, checked option by option but not yet expanded.
struct SpecDocument: Sendable {
    var file: String
    var name: String?
    var description: String?
    var extends: [(path: String, position: SourcePosition)] = []
    var base: [OptionDefinition: LocatedValue] = [:]
    var axes: [SpecAxis] = []
    var zips: [SpecZip] = []
    var whens: [SpecRule] = []
    var excludes: [SpecRule] = []
    var includes: [SpecInclude] = []
    var seeds: SpecSeeds?
    var baseline: SpecRule?
    var claims: SpecClaims?
    /// The `slurm` sections, of extended files first: each replaces parts of those before it.
    var slurm: [YAMLTree] = []
    /// Options whose values the command line replaced: rules about them may match nothing.
    var overridden: Set<OptionDefinition> = []
    /// Options the command line fixed: no rule changes them.
    var forced: Set<OptionDefinition> = []

    init(file: String) { self.file = file }

    /// Whether no option gets a value: the grid is one cell of defaults.
    var setsNothing: Bool { base.isEmpty && axes.isEmpty && zips.isEmpty && includes.isEmpty && whens.isEmpty }

    /// Whether the file and what it extends are empty, but for comments.
    var saysNothing: Bool {
        setsNothing && name == nil && description == nil && excludes.isEmpty && seeds == nil && baseline == nil && claims == nil
            && slurm.isEmpty
    }

    /// Takes the option out of the grid's axes and zip groups; a zip group left empty disappears.
    mutating func removeAxis(_ option: OptionDefinition) {
        axes.removeAll { $0.option == option }
        for index in zips.indices { zips[index].axes.removeAll { $0.option == option } }
        zips.removeAll { $0.axes.isEmpty }
    }

    /// This document over another: its values, axes, seeds and baseline replace the parent's of the same
    /// option, its rules follow the parent's. Name and description are not inherited.
    func inheriting(_ parent: SpecDocument) -> SpecDocument {
        var result = parent
        result.file = file
        result.name = name
        result.description = description
        result.extends = extends
        for option in Set(base.keys).union(axes.map(\.option)).union(zips.flatMap(\.axes).map(\.option)) {
            guard let own = axes.first(where: { $0.option == option }),
                let index = result.axes.firstIndex(where: { $0.option == option })
            else {
                result.removeAxis(option)
                continue
            }
            result.axes[index] = own
        }
        result.base.merge(base) { _, own in own }
        let kept = Set(result.axes.map(\.option))
        result.axes += axes.filter { !kept.contains($0.option) }
        result.zips += zips
        for index in result.whens.indices { result.whens[index].isInherited = true }
        for index in result.excludes.indices { result.excludes[index].isInherited = true }
        result.baseline?.isInherited = true
        result.whens += whens
        result.excludes += excludes
        result.includes += includes
        result.seeds = seeds ?? result.seeds
        result.baseline = baseline ?? result.baseline
        result.claims = claims ?? result.claims
        result.slurm += slurm
        return result
    }
}
