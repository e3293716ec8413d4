/// So many objects that look alike: what captions of composed data sets speak of.
public protocol CountedGroup: Sendable, Hashable, Codable {
    var count: Int { get }
    /// The same kind of objects, whatever the count.
    func looksLike(_ other: Self) -> Bool
}

/// What a caption says.
public struct Meaning<Group: CountedGroup>: Sendable, Hashable, Codable {
    /// One group, or two that do not look alike.
    public var groups: [Group]
    /// `groups[0]` RELATION `groups[1]`; both then have one object.
    public var relation: SpatialRelation?

    public init(groups: [Group], relation: SpatialRelation? = nil) {
        (self.groups, self.relation) = (groups, relation)
    }

    public var objectCount: Int { groups.reduce(0) { $0 + $1.count } }
}

/// So many objects of one kind: "three lemons".
public struct KindGroup: CountedGroup {
    public var count: Int
    /// As in ``LocatedObject/kind``.
    public var kind: String

    public func looksLike(_ other: KindGroup) -> Bool { kind == other.kind }
}

/// What a caption of scenes asks for.
public typealias AskedScene = Meaning<KindGroup>
