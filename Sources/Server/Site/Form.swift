import Pages

/// A question to the server, asked by a button, or with a script at every change.
struct Form {
    var target: Target
    var label: String

    /// - Parameter target: where to, with the values that stay as they are.
    init(to target: Target, label: String) { (self.target, self.label) = (target, label) }

    struct Option {
        var value: String
        var name: String

        init(_ value: String, _ name: String) { (self.value, self.name) = (value, name) }
    }

    func html(@HTMLBuilder content: () -> HTML) -> HTML {
        tag(
            "form", .kind("choices"), Attribute("action", target.path), Attribute("method", "get"), .label(label),
            Attribute("data-auto", nil)
        ) {
            target.values.map { void("input", Attribute("type", "hidden"), Attribute("name", $0.name), Attribute("value", $0.text)) }
            content()
            tag("button", Attribute("type", "submit")) { "Show" }
        }
    }

    static func choice(_ name: String, _ label: String, _ options: [Option], chosen: String?) -> HTML {
        field(label) {
            tag("select", Attribute("name", name)) {
                options.map { option in
                    option.value == chosen
                        ? tag("option", Attribute("value", option.value), Attribute("selected", nil)) { option.name }
                        : tag("option", Attribute("value", option.value)) { option.name }
                }
            }
        }
    }

    /// A slider over what is in a list; the list's place is what is sent.
    static func slider(_ name: String, _ label: String, _ stops: [String], chosen: Int) -> HTML {
        field("\(label): \(stops.indices.contains(chosen) ? stops[chosen] : "–")") {
            void(
                "input", Attribute("type", "range"), Attribute("name", name), Attribute("min", "0"),
                Attribute("max", "\(max(0, stops.count - 1))"),
                Attribute("value", "\(chosen)"), Attribute("aria-valuetext", stops.indices.contains(chosen) ? stops[chosen] : "none"))
        }
    }

    /// Any number of a list.
    static func boxes(_ name: String, _ legend: String, _ options: [Option], chosen: Set<String>, isFolded: Bool = false) -> HTML {
        let boxes = tag("div", .kind("boxes")) {
            options.map { option in
                tag("label") {
                    chosen.contains(option.value)
                        ? void(
                            "input", Attribute("type", "checkbox"), Attribute("name", name), Attribute("value", option.value),
                            Attribute("checked", nil))
                        : void("input", Attribute("type", "checkbox"), Attribute("name", name), Attribute("value", option.value))
                    " \(option.name)"
                }
            }
        }
        let set = tag("fieldset") {
            tag("legend") { legend }
            boxes
        }
        return isFolded ? folded("\(legend) (\(chosen.count) chosen)") { set } : set
    }

    static func field(_ label: String, @HTMLBuilder content: () -> HTML) -> HTML {
        tag("label", .kind("field")) {
            tag("span") { label }
            content()
        }
    }
}
