/// What seed-paired differences say: their mean, how sure it is, and how surprising it would be without an effect.
public struct PairedDifference: Sendable, Equatable {
    public let differences: [Double]
    public let mean: Double
    /// nil for a single pair.
    public let interval: MeanInterval?
    /// Of the sign-flip test against `centre`.
    public let test: SignFlipTest

    /// - Parameter centre: the difference that the test takes as no effect.
    /// - Returns: nil without pairs, or when a difference is not finite.
    public init?(_ differences: [Double], centre: Double = 0) {
        guard let mean = SeedStatistics.mean(differences), let test = SignFlipTest(differences, centre: centre) else {
            return nil
        }
        self.differences = differences
        self.mean = mean
        self.test = test
        interval = MeanInterval(differences)
    }

    public var pairs: Int { differences.count }

    /// Whether the interval lies on one side of `value`: 1 above, -1 below, 0 when it holds it or there is none.
    public func side(of value: Double) -> Int {
        guard let interval = interval?.interval else { return 0 }
        return interval.low > value ? 1 : interval.high < value ? -1 : 0
    }
}
