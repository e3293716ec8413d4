/// What a look at a data set's files tells before any job runs.
public struct DataSurvey: Sendable, Equatable {
    /// ``CaptionedDataset/fingerprint`` of the data set.
    public var fingerprint: String
    /// What is left out, or read otherwise than one may expect, a line each.
    public var remarks: [String]

    public init(fingerprint: String, remarks: [String] = []) { (self.fingerprint, self.remarks) = (fingerprint, remarks) }
}

/// What was left out under `on_error: skip`, with the first reasons.
func skipRemarks(_ skipped: [SkippedFile]) -> [String] {
    guard !skipped.isEmpty else { return [] }
    return ["\(skipped.count) left out (data.on_error: skip):" + firstReasons(skipped)]
}
