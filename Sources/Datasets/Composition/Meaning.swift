/// So many objects of one kind: "three lemons".
public struct KindGroup: Sendable, Hashable, Codable {
    public var count: Int
    /// As in ``LocatedObject/kind``.
    public var kind: String

    public init(count: Int, kind: String) {
        self.count = count
        self.kind = kind
    }
}

/// What a caption asks for, whatever the data set.
public struct AskedScene: Sendable, Hashable, Codable {
    /// One group, or two of different kinds.
    public var groups: [KindGroup]
    /// `groups[0]` RELATION `groups[1]`; both then have one object.
    public var relation: SpatialRelation?

    public init(groups: [KindGroup], relation: SpatialRelation? = nil) {
        self.groups = groups
        self.relation = relation
    }

    public var objectCount: Int { groups.reduce(0) { $0 + $1.count } }
}

extension AskedScene {
    /// What a caption of the shapes language asks for.
    public init(_ meaning: CaptionMeaning) {
        self.init(
            groups: meaning.groups.map { KindGroup(count: $0.count, kind: ShapesGrammar.kindName($0.colour, $0.shape)) },
            relation: meaning.relation)
    }
}
