import Foundation

/// Metrics that differ in words of their names alone, such as the loss in each tenth of the timesteps.
public struct MetricFamily: Sendable {
    /// The name, with words in capitals for what tells members apart: `loss_bucket_K`.
    let pattern: String
    private let parts: [Part]
    /// What an unlisted member is, but for its name.
    let model: Metric
    /// Those that reports list and label.
    let listed: [Metric]
    private let byName: [String: Metric]

    private struct Part {
        var text: String
        var isOpen: Bool
    }

    /// - Parameter listed: what stands for the words in capitals, the label, and whether tables show it unasked.
    init(
        _ pattern: String, on splits: [Metric.Split], as quantity: Quantity = .plain, better: Metric.Direction? = nil,
        role: Metric.Role? = nil, hasNaturalZero: Bool = true, note: String = "",
        listed: [(words: [String], label: String, isDefault: Bool)] = []
    ) {
        self.pattern = pattern
        model = Metric(pattern, .job(on: splits), [], .plain, better: nil, role: role, note: note)
        let parts = pattern.split(separator: "_").map { Part(text: String($0), isOpen: $0.allSatisfy(\.isUppercase)) }
        let members = listed.map { member in
            Metric(
                Self.name(parts, member.words), .job(on: splits), [member.label], quantity, better: better, role: role,
                hasNaturalZero: hasNaturalZero, isDefault: member.isDefault)
        }
        (self.parts, self.listed) = (parts, members)
        byName = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0) })
    }

    /// The member whose name has these words in place of those in capitals.
    public subscript(_ words: any CustomStringConvertible & Sendable...) -> Metric { member(Self.name(parts, words.map(\.description))) }

    func member(_ name: String) -> Metric {
        if let known = byName[name] { return known }
        var metric = model
        metric.name = name
        return metric
    }

    private static func name(_ parts: [Part], _ words: [String]) -> String {
        var words = words[...]
        return parts.map { $0.isOpen ? words.popFirst() ?? "" : $0.text }.joined(separator: "_")
    }

    /// Whether the name is one of this family's, listed or not.
    func contains(_ name: String) -> Bool {
        var rest = name[...]
        let fixed = parts.split(whereSeparator: \.isOpen).map { $0.map(\.text).joined(separator: "_") }
        for (place, text) in fixed.enumerated() {
            let (wanted, options): (String, String.CompareOptions) = place == 0 ? (text + "_", .anchored) : ("_\(text)", [])
            guard let found = rest.range(of: wanted, options: options) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.isEmpty != (parts.last?.isOpen ?? true)
    }
}
