/// Single places of a list's order, without sorting all of it.
struct OrderStatistics {
    private var values: [Double]
    /// Places at which the list is parted already: nothing before them is greater, nothing from them on smaller. Rising.
    private var borders: [Int]

    init(_ values: [Double]) { (self.values, borders) = (values, [0, values.count]) }

    /// The value that sorting would put at a place.
    /// - Precondition: the place is one of the list's, and no value is NaN.
    mutating func value(at place: Int) -> Double {
        let above = borders.firstIndex { $0 > place }!
        var (low, high) = (borders[above - 1], borders[above])
        values.withUnsafeMutableBufferPointer { values in
            while high - low > 1 {
                let (smaller, greater) = Self.part(values, low, high)
                if place < smaller { high = smaller } else if place >= greater { low = greater } else { return }
            }
        }
        for border in [place + 1, place] where !borders.contains(border) { borders.insert(border, at: above) }
        return values[place]
    }

    /// Parts a range by the median of three of its values.
    /// - Returns: where those begin that equal it, and where the greater ones do.
    private static func part(_ values: UnsafeMutableBufferPointer<Double>, _ low: Int, _ high: Int) -> (Int, Int) {
        let (a, b, c) = (values[low], values[low + (high - low) / 2], values[high - 1])
        let pivot = max(min(a, b), min(max(a, b), c))
        var (smaller, place, greater) = (low, low, high)
        while place < greater {
            let value = values[place]
            if value < pivot {
                values.swapAt(smaller, place)
                smaller += 1
                place += 1
            } else if value > pivot {
                greater -= 1
                values.swapAt(place, greater)
            } else {
                place += 1
            }
        }
        return (smaller, greater)
    }
}
