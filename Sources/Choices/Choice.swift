/// The words of one option, or of one column of results. Raw values are what a spec spells and a store keeps, so job keys hang on
/// them: a published word never changes.
///
/// Each set of words is defined here once, for the room that checks it and the rooms that act on it. What a word does stands in
/// those rooms, in switches that name every case.
public protocol Choice: RawRepresentable, CaseIterable, Hashable, Codable, Sendable where RawValue == String {}
