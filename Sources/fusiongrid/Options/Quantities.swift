import ArgumentParser
import Foundation

/// A number of bytes as people write it: `500M`, `8G`, `1048576`. Units are powers of 1024.
struct ByteCount: ExpressibleByArgument {
    let bytes: Int

    init?(argument: String) {
        let units: [Character: Double] = ["K": 1024, "M": 0x1p20, "G": 0x1p30, "T": 0x1p40]
        guard let value = quantity(argument, units: units), value >= 1, let bytes = Int(exactly: value.rounded()) else {
            return nil
        }
        self.bytes = bytes
    }
}

/// A length of time as people write it: `90s`, `30m`, `2h`, `1.5d`; a plain number is seconds.
struct TimeLength: ExpressibleByArgument {
    let seconds: Double

    init?(argument: String) {
        guard let value = quantity(argument, units: ["S": 1, "M": 60, "H": 3600, "D": 86_400]), value > 0 else { return nil }
        seconds = value
    }
}

/// Words as people write them in a row: `fusion.point, conditioning`.
struct CommaList: ExpressibleByArgument {
    let items: [String]

    init(argument: String) {
        items = argument.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}

private func quantity(_ text: String, units: [Character: Double]) -> Double? {
    let last = text.uppercased().last ?? " "
    let factor = units[last]
    let number = Double(factor == nil ? text : String(text.dropLast()))
    guard let number, number.isFinite else { return nil }
    return number * (factor ?? 1)
}
