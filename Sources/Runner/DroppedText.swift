import Foundation
import ResultsStore

extension Sequence<DroppedFile> {
    fileprivate func latest(_ kind: StoredKind) -> DroppedFile? { first { $0.kind == kind } }
}

/// Says that a job's weights are gone since `gc` dropped them, and how to have them again; nil when they are there, or never were.
public func droppedWeightsText(of key: String, in store: StoreLocation, _ database: ResultsDatabase) throws -> String? {
    guard access(store.files(of: key).model.path, F_OK) != 0 else { return nil }
    return try database.dropped([key])[key]?.latest(.weights).map { drop in
        "weights of job \(key.prefix(12)) were dropped by gc on \(dayText(drop.at)); "
            + "`fusiongrid run --remake weights SPEC` trains them again"
    }
}

extension Sweep {
    /// Says which maps and pictures of a spec's jobs are gone since `gc` dropped them, for people; one line a kind.
    public func droppedTexts(_ database: ResultsDatabase) throws -> [String] {
        let dropped = try database.dropped(jobs.map(\.key))
        guard !dropped.isEmpty else { return [] }
        let stored = try database.storedBytes()
        return [(StoredKind.maps, "attention maps"), (.samples, "samples")].compactMap { kind, name in
            let days = dropped.compactMap { key, drops in stored[key]?[kind] == nil ? drops.latest(kind)?.at : nil }
            guard let last = days.max() else { return nil }
            return "\(name) of \(days.count) job(s) were dropped by gc, last on \(dayText(last)); "
                + "`fusiongrid run --remake \(kind.rawValue) SPEC` makes them again"
        }
    }
}

private func dayText(_ date: Date) -> String { String(date.ISO8601Format().prefix(10)) }
