import Results
import ResultsStore

/// The studies of a store.
public struct StudyListing: Report {
    private let rows: [StudyResults]

    /// - Parameter spec: nil for all.
    public init(store: ResultsDatabase, spec: String? = nil) throws {
        rows = try store.studyKeys(spec: spec).map { try StudyResults($0, store: store) }
    }

    public var data: DataTable {
        DataTable(rows) {
            Column("study") { $0.study.key }
            Column("spec") { $0.study.spec }
            Column("task") { $0.study.task.rawValue }
            Column("cells") { $0.study.cells.count }
            Column("items") { results in results.study.items.count { !$0.isCheck } }
            Column("checks") { results in results.study.items.count(where: \.isCheck) }
            Column("raters") { $0.quality.count }
            Column("kept_out") { results in results.quality.count { $0.exclusion != nil } }
            Column("votes") { results in results.quality.reduce(0) { $0 + $1.votes } }
        }
    }
}
