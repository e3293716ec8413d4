import Pages

/// One effect with its interval on a line shared by others.
struct ForestRow {
    let scale: Scale

    static let width = 260.0

    /// - Parameter values: all ends and effects that shall fit; 0 always does.
    init?(_ values: [Double]) {
        guard let scale = Scale(values + [0], pixels: 6...(Self.width - 6)) else { return nil }
        self.scale = scale
    }

    /// - Parameters:
    ///   - margin: differences within count as none; nil for no such band.
    ///   - kind: "good", "bad", "even" or "open".
    func html(effect: Double, low: Double?, high: Double?, margin: Double?, kind: String, label: String) -> HTML {
        let x = scale.place(effect), zero = scale.place(0)
        return tag(
            "svg", .kind("forest \(kind)"), Attribute("viewBox", "0 0 260 22"), Attribute("width", "260"), Attribute("height", "22"),
            Attribute("role", "img"), .label(label)
        ) {
            if let margin {
                shape(
                    "rect", .kind("margin"), Attribute("x", point(scale.place(-margin))), Attribute("y", "0"),
                    Attribute("width", point(scale.place(margin) - scale.place(-margin))), Attribute("height", "22"))
            }
            line("zero", zero, zero, 0, 22)
            if let low, let high { line("reach", scale.place(low), scale.place(high), 11, 11) }
            shape("circle", Attribute("cx", point(x)), Attribute("cy", "11"), Attribute("r", "4.5"))
        }
    }

    private func line(_ kind: String, _ x1: Double, _ x2: Double, _ y1: Double, _ y2: Double) -> HTML {
        shape(
            "line", .kind(kind), Attribute("x1", point(x1)), Attribute("x2", point(x2)), Attribute("y1", point(y1)),
            Attribute("y2", point(y2)))
    }
}
