import Choices
import Datasets
import Foundation
import Platform
import Reports
import ResultsStore
import Runner
import Synchronization
import Training

/// What oracles say of the pictures on jobs' contact sheets, as far as the jobs' data is here.
final class SheetReadings: Sendable {
    private let store: ResultsDatabase
    private let location: StoreLocation
    private let assets = JobAssets()
    private let problems = Mutex<[String]>([])

    init(store: ResultsDatabase, location: StoreLocation) { (self.store, self.location) = (store, location) }

    /// Why some sheets have no verdicts.
    var notes: [String] { problems.withLock { unique($0) } }

    /// One for each picture; nil where no oracle knows. A sheet without verdicts is still a sheet: data that is gone is no error.
    func read(_ job: String, _ pictures: [PixelImage], _ captions: [String]) throws -> [PictureReading?] {
        let stored = try StoredJob(job, in: store, at: location), data = stored.job.configuration.data
        let unknown = pictures.map { _ in PictureReading?.none }
        switch data.kind {
        case .shapes, .scenes: break
        case .images, .features: return unknown
        }
        do {
            guard try JobAssets.fingerprint(data) == stored.dataFingerprint else {
                throw ReadingProblem.otherData(data.path ?? data.kind.rawValue)
            }
            guard let reader = try SampleReader(data, assets: assets) else { return unknown }
            return zip(pictures, captions).enumerated().map { number, pair in
                reader.reading(of: pair.0, number: number, caption: pair.1).map { ($0.isRight, $0.seen) }
            }
        } catch {
            problems.withLock { $0.append("contact sheets without verdicts: \(error)") }
            return unknown
        }
    }

    private enum ReadingProblem: Error, CustomStringConvertible {
        case otherData(String)

        var description: String {
            switch self {
            case .otherData(let name): "\(name): not the data that jobs were trained on"
            }
        }
    }
}
