import Reports

extension ModelCard {
    /// The card: front matter of model hubs, then Markdown.
    public var text: String {
        let title = spec.map { "\($0.name), job \(key.prefix(12))" } ?? "Job \(key.prefix(12))"
        return frontMatter(title) + """
            # \(title)

            A U-ViT that turns captions into pictures: \(parameters) parameters, trained by a fusiongrid job from random weights. It is \
            one point of an experiment on where text enters a diffusion transformer, not a general model: it draws what its data has.

            ```python
            from modeling_fusiongrid import FusionGridModel

            model = FusionGridModel.from_pretrained(".")
            images = model.sample("a caption", count=4, seed=1)  # [4, channels, side, side]
            ```

            `modeling_fusiongrid.py` needs torch and numpy. A caption, number and seed give the pictures of `fusiongrid sample`, up to \
            rounding.

            ## Trained on

            \(data). Fingerprint of the data: `\(dataFingerprint)`.
            \(identities.keys.sorted().filter { $0 != "dataset" }.map { "\n- `\($0)`: \(identities[$0]!)" }.joined())

            ## Results

            \(results)

            ## How it came about

            Job `\(key)`, seed \(seed), engine version \(engine ?? "not known (imported weights)"); exported by \(tool).\
            \(spec == nil ? "" : " The spec is in [spec.yaml](spec.yaml).") Options:

            \(optionTable)
            """
    }

    private func frontMatter(_ title: String) -> String {
        let metrics = lines.filter { $0.value.isFinite }.map { line in
            "      - {type: \(line.metric.name), name: \"\(line.name)\", value: \(line.value)}\n"
        }
        let index =
            metrics.isEmpty
            ? ""
            : """
            model-index:
              - name: "\(yamlEscaped(title))"
                results:
                  - task: {type: text-to-image}
                    dataset: {type: fusiongrid, name: "\(yamlEscaped(data))"}
                    metrics:

            """ + metrics.map { "    " + $0 }.joined()
        return "---\nlibrary_name: pytorch\npipeline_tag: text-to-image\ntags: [diffusion, u-vit, fusiongrid]\n\(index)---\n\n"
    }

    private var results: String {
        guard !lines.isEmpty else { return "The job recorded no quality metric." }
        let table = DataTable(lines) {
            Column("metric") { "`\($0.name)`" }
            Column("meaning") { line in
                let label = line.metric.label(on: .init(rawValue: line.name.split)) ?? line.name.name
                return line.metric.better.map { "\(label), \($0.rawValue) is better" } ?? label
            }
            Column("this model", digits: .significant(5)) { $0.value }
            Column("mean of seeds", digits: .significant(5)) { $0.seeds.count > 1 ? $0.seeds.mean : nil }
            Column("95 % low", digits: .significant(5)) { $0.seeds.count > 2 ? $0.seeds.low : nil }
            Column("95 % high", digits: .significant(5)) { $0.seeds.count > 2 ? $0.seeds.high : nil }
            Column("seeds") { "\($0.seeds.count)/\($0.seeds.planned)" }
        }
        // A table of finite things is always rendered.
        return ((try? table.rendered(.markdown)) ?? "")
            + "\nSeeds: done jobs with the same configuration and another seed. Intervals: Student t over them, from three on. "
            + "Values are in stored units; fusiongrid's docs/metrics.md defines them."
    }

    private var optionTable: String {
        let table = DataTable(options.filter { $0.path != "data.path" }) {
            Column("option") { "`\($0.path)`" }
            Column("value") { "`\($0.value)`" }
        }
        return (try? table.rendered(.markdown)) ?? ""
    }

    private func yamlEscaped(_ text: String) -> String { text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") }
}
