import Foundation
@testable import Experiments

/// Loads `spec.yaml` from texts in memory.
func loadSpec(_ text: String, overrides: [String] = [], files: [String: String] = [:]) throws(SpecFailure) -> Spec {
    let all = files.merging(["spec.yaml": text]) { _, own in own }
    return try SpecLoader.load(path: "spec.yaml", overrides: overrides) { path in
        guard let text = all[path] else { throw SpecFileError.missing }
        return Data(text.utf8)
    }
}

/// The messages a spec fails with; empty if it is valid.
func errors(_ text: String, overrides: [String] = [], files: [String: String] = [:]) -> [String] {
    do {
        _ = try loadSpec(text, overrides: overrides, files: files)
        return []
    } catch {
        return error.diagnostics.map(\.description)
    }
}

func labels(_ spec: Spec) -> [String] { spec.cells.map(\.label) }

/// Keys with a fingerprint that tells data sections apart but not their paths.
func keys(_ spec: Spec) -> [String] { spec.jobs { "shapes-\($0.imageSize)" }.map(\.key) }

/// The package's root, for tests that read its specs and documents.
let packageRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

extension JobConfiguration {
    /// What is wrong with this configuration: values outside their limits, else values that do not fit together.
    func problems() -> [String] {
        let outside = OptionSchema.options.compactMap { option -> String? in
            let value = option.read(self)
            return option.accept(value) == value ? nil : "`\(option.path)`: found `\(value)`, allowed: \(option.kind.allowed)"
        }
        return outside.isEmpty ? ConfigurationRule.all.compactMap { $0.problem(self) } : outside
    }
}

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
