extension OptionSchema {
    /// The tables of all options in Markdown: the reference part of `docs/spec.md`.
    static func markdownReference() -> String {
        sections.map { section in
            let rows = options(of: section).map { option in
                "| `\(option.name)` | `\(option.defaultValue)` | \(option.kind.allowed) | \(option.summary) |"
            }
            return (["### `\(section)`", "", "| option | default | allowed | meaning |", "|---|---|---|---|"] + rows)
                .joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n"
    }
}
