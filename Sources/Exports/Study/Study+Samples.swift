import Foundation
import Results
import ResultsStore

extension Study {
    /// What the jobs drew: a row a picture, the pictures by `write`.
    ///
    /// - Parameter write: receives each picture's path and bytes, one after the other.
    func samplesTable(write: (_ path: String, _ png: Data) throws -> Void) throws -> ExportTable {
        typealias Row = (job: String, sample: SampleRecord, file: String)
        var rows: [Row] = []
        let known = Set(try store.states(keys).keys)
        for job in jobs where known.contains(job.key) {
            for var sample in try store.samples(job.key) {
                let file = "samples/\(job.key.prefix(16))-step-\(sample.step)-\(sample.kind.rawValue)-\(sample.position).png"
                try write(file, sample.png)
                sample.png = Data()
                rows.append((job.key, sample, file))
            }
        }
        return ExportTable(
            "samples", "One row a picture that a job drew.",
            [
                .texts("job", "the job's key", rows) { $0.job },
                .integers("step", "training step of the weights", rows) { $0.sample.step },
                .texts("kind", "grid: a contact sheet; sample: one picture", rows) { $0.sample.kind.rawValue },
                .integers("position", "tells pictures of one step and kind apart", rows) { $0.sample.position },
                .texts("caption", "of a contact sheet the captions in reading order, a line each", nullable: true, rows) {
                    $0.sample.caption
                },
                .texts("file", "where the picture is, from this folder", rows) { $0.file },
            ])
    }
}
