/// `95` -> "1m 35s"; for people, not for parsing.
public func durationText(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded())
    return switch whole {
    case ..<60: "\(whole)s"
    case ..<3600: "\(whole / 60)m \(whole % 60)s"
    case ..<172_800: "\(whole / 3600)h \(whole % 3600 / 60)m"
    default: "\(whole / 86400)d \(whole % 86400 / 3600)h"
    }
}
