import Foundation
import ResultsStore

extension Spending {
    /// "0.52 CPU hours, 0.27 hours of wall time, 13 attempts"; nil where nothing has run. Attempts that still run have not said yet.
    public var text: String? {
        guard attempts > 0 else { return nil }
        func hours(_ seconds: Double) -> String { String(format: "%.3g", seconds / 3600) }
        return "\(hours(coreSeconds)) CPU hours, \(hours(wallSeconds)) hours of wall time, \(attempts) attempt\(attempts == 1 ? "" : "s")"
    }
}
