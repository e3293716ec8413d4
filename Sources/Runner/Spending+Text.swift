import Foundation
import ResultsStore

extension Spending {
    /// "0.52 CPU hours, 13 attempts that lasted 0.27 hours in all"; nil where nothing has run. Attempts that still run have not said yet.
    public var text: String? {
        guard attempts > 0 else { return nil }
        func hours(_ seconds: Double) -> String { String(format: "%.3g", seconds / 3600) }
        let several = attempts == 1 ? "attempt that lasted" : "attempts that lasted"
        return "\(hours(coreSeconds)) CPU hours, \(attempts) \(several) \(hours(wallSeconds)) hours\(attempts == 1 ? "" : " in all")"
    }
}
