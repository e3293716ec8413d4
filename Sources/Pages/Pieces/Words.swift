import Foundation

/// "1 cell", "12 cells".
public func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// "timed_out" as people write it.
public func words(_ name: String) -> String { name.replacing("_", with: " ") }

/// "4.9 hours", "12 minutes", "3.4 seconds".
public func duration(_ seconds: Double) -> String {
    func text(_ value: Double, _ unit: String) -> String { String(format: value < 10 ? "%.1f" : "%.0f", value) + " " + unit }
    return switch seconds {
    case 360_000.0...: text(seconds / 86_400, "days")
    case 3600.0...: text(seconds / 3600, "hours")
    case 60.0...: text(seconds / 60, "minutes")
    default: text(seconds, "seconds")
    }
}

/// "4.7 × 10^14" with real superscripts.
func power(_ value: Double) -> String {
    let parts = String(format: "%.1e", value).split(separator: "e")
    guard value.isFinite, parts.count == 2, let exponent = Int(parts[1]) else { return "\(value)" }
    let raised: [Character: Character] = [
        "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹", "-": "⁻",
    ]
    return "\(parts[0]) × 10\(String("\(exponent)".compactMap { raised[$0] }))"
}

/// Times of the store, in UTC.
public func minute(_ date: Date) -> String { day(date) + " " + time(date) }
func day(_ date: Date) -> String { String(date.formatted(.iso8601).prefix(10)) }
func time(_ date: Date) -> String { String(date.formatted(.iso8601).dropFirst(11).prefix(5)) }

/// A number as people type it: "2", "0.5".
public func plain(_ number: Double) -> String { "\(number)".hasSuffix(".0") ? String("\(number)".dropLast(2)) : "\(number)" }
