import ArgumentParser
import ResultsStore
import Runner

struct StoreOptions: ParsableArguments {
    @Option(help: "The results database; job files live beside it in NAME.files.")
    var store = StoreLocation.defaultPath

    var location: StoreLocation { StoreLocation(path: store) }

    /// - Parameter again: the database is asked again and again, for what others write meanwhile.
    /// - Throws: exit 2 with the reason when the database cannot be read.
    func openForReading(again: Bool = false) throws -> ResultsDatabase {
        try reportingBadInput {
            do { return try location.open(.readOnly) } catch ResultsStoreError.olderSchema where !again {
                return try OlderStore.copy(of: store)
            }
        }
    }

    /// Whoever changes an existing database closes it, however the command ends: then its file alone holds everything.
    /// - Throws: exit 2 when there is none, instead of making one.
    func openForChanging() throws -> ResultsDatabase {
        try reportingBadInput {
            guard location.exists else { throw ResultsStoreError.missingFile(path: store) }
            return try location.open(.readWrite)
        }
    }

    /// The database for reading, or nil when nothing has been run into it yet.
    func openIfPresent() throws -> ResultsDatabase? {
        location.exists ? try openForReading() : nil
    }
}
