/// Holm's step-down adjustment: the chance that any true null hypothesis of the family is rejected stays below the
/// level, whatever the dependence between the tests.
///
/// A test that has no p yet (nil) still belongs to the family: it counts as the largest, so that later results never
/// make an adjusted p larger by their mere arrival.
///
/// Source: Holm, "A simple sequentially rejective multiple test procedure" (1979).
/// - Returns: in the order given; nil where nil was.
public func holmAdjusted(_ values: [Double?]) -> [Double?] {
    let order = values.indices.filter { values[$0] != nil }.sorted { values[$0]! < values[$1]! }
    var adjusted = [Double?](repeating: nil, count: values.count)
    var least = 0.0
    for (rank, index) in order.enumerated() {
        least = max(least, min(1, Double(values.count - rank) * values[index]!))
        adjusted[index] = least
    }
    return adjusted
}
