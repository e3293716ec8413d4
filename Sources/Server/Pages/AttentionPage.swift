import Datasets
import Pages
import Platform
import Reports
import Results
import ResultsStore

/// Where two cells look for a word: over the picture, by block, head and timestep.
struct AttentionPage {
    let view: SpecView

    init(_ library: Library, _ target: Target) throws { view = try SpecView(library, target) }

    func response() throws -> Response {
        let results = try GridResults(grid: view.grid, store: view.store, metrics: [])
        let seed = try view.seed(results), cells = try pair()
        let sides = try cells.map { try AttentionSide(view, cell: view.grid.cells[$0], seed: seed, asked: view.target) }
        guard let example = sides.compactMap(\.shown).first else {
            return view.shell("/attention", "attention") {
                form(seed, view.seeds(results), cells, nil)
                paragraph("No attention maps of these cells with seed \(seed) are kept.")
            }
        }
        let tables = try sides.map { side in try html(side, example) }
        return view.shell("/attention", "attention") {
            form(seed, view.seeds(results), cells, example)
            paragraph(
                "Image patches are the brighter, the more of their attention falls on the word; all maps of a cell share one scale. "
                    + "Rows are blocks in the order of their work, columns timesteps from noise to picture.", kind: "note")
            tag("div", .kind("sides")) { tables }
        }
    }

    /// The cells side by side: those chosen, or the earliest and the latest fusion.
    private func pair() throws -> [Int] {
        let ends = AttentionCells.ends(of: view.grid)
        let left = try view.cell("left") ?? ends.first ?? 0, right = try view.cell("right") ?? ends.last ?? 0
        return left == right ? [left] : [left, right]
    }

    private func form(_ seed: Int, _ seeds: [Int], _ cells: [Int], _ shown: AttentionSide.Shown?) -> HTML {
        Form(to: view.page("/attention"), label: "What to look at").html {
            Form.choice("left", "Cell", view.cellOptions(), chosen: cells.first.map { SpecView.name(view.grid.cells[$0]) })
            Form.choice("right", "and cell", view.cellOptions(), chosen: cells.last.map { SpecView.name(view.grid.cells[$0]) })
            Form.choice("seed", "Seed", seeds.map { .init("\($0)", "\($0)") }, chosen: "\(seed)")
            if let shown {
                Form.choice("caption", "Caption", shown.captions.map { .init($0, $0) }, chosen: shown.caption)
                Form.choice(
                    "word", "Word", shown.words.enumerated().map { .init("\($0)", "\($0 + 1): \($1)") }, chosen: "\(shown.word)")
                Form.choice(
                    "head", "Head", [.init("mean", "mean of all")] + shown.heads.map { .init("\($0)", "\($0)") },
                    chosen: shown.head.map(String.init) ?? "mean")
                Form.choice("block", "Block", shown.blocks.map { .init("\($0)", "\($0)") }, chosen: "\(shown.block)")
                Form.slider(
                    "time", "Timestep", shown.timesteps.map(String.init), chosen: shown.timesteps.firstIndex(of: shown.timestep) ?? 0)
            }
        }
    }

    private func html(_ side: AttentionSide, _ example: AttentionSide.Shown) throws -> HTML {
        guard let shown = side.shown else {
            return tag("article") {
                tag("h2") { quoted(cellWords(side.cell, in: view.grid)) }
                paragraph("No maps of this cell are kept.")
            }
        }
        let large = try shown.map(shown.block, shown.timestep).map {
            try pixels(
                $0, alternative: "attention to “\(shown.words[shown.word])” in block \(shown.block) at timestep \(shown.timestep)")
        }
        let picture = try shown.picture.map { try pixels($0, alternative: "what the cell drew for “\(shown.caption)”") }
        let rows = try shown.blocks.map { block in try line(block, shown) }
        return tag("article") {
            tag("h2") { quoted(cellWords(side.cell, in: view.grid)) }
            tag("div", .kind("large")) {
                tag("figure") {
                    picture ?? HTML("picture not kept")
                    tag("figcaption") { "drawn" }
                }
                tag("figure") {
                    large ?? HTML("no such map")
                    tag("figcaption") {
                        "“"
                        quoted(shown.words[shown.word])
                        "”, block \(shown.block), t = \(shown.timestep)"
                    }
                }
            }
            scrolling("Blocks by timesteps of \(cellWords(side.cell, in: view.grid))") {
                tag("table", .kind("matrix looks")) {
                    tag("thead") {
                        tag("tr") {
                            tag("th", .column, .kind("sticky")) { "block" }
                            shown.timesteps.map { time in tag("th", .column) { "t = \(time)" } }
                        }
                    }
                    tag("tbody") { rows }
                }
            }
        }
    }

    private func line(_ block: Int, _ shown: AttentionSide.Shown) throws -> HTML {
        let cells = try shown.timesteps.enumerated().map { place, time -> HTML in
            guard let map = shown.map(block, time) else { return tag("td") { "–" } }
            let target = view.target.at("/attention").with("spec", view.spec.name).with("block", "\(block)").with("time", "\(place)")
            let image = try pixels(map, alternative: "block \(block), timestep \(time)")
            return tag("td") { tag("a", .link(target)) { image } }
        }
        return tag("tr") {
            tag("th", .row, .kind("sticky")) {
                "\(block)"
                tag("span", .kind("small")) { shown.names[block] ?? "" }
            }
            cells
        }
    }
}

/// What one job left to look at, narrowed to what is asked for.
struct AttentionSide {
    struct Shown {
        var captions: [String]
        var caption: String
        var words: [String]
        /// Place in the words.
        var word: Int
        var heads: [Int]
        /// nil for the mean over all.
        var head: Int?
        var blocks: [Int]
        var block: Int
        /// Block -> its name.
        var names: [Int: String]
        /// From noise to picture.
        var timesteps: [Int]
        var timestep: Int
        var picture: PixelImage?
        var maps: [AttentionMap]
        fileprivate var largest: Float = 0

        /// The chosen word's map over the picture; nil where none is kept.
        func map(_ block: Int, _ timestep: Int) -> PixelImage? {
            guard let values = values(block, timestep), let side = side(values.count) else { return nil }
            let ground = picture ?? PixelImage(width: side, height: side, colour: [0, 0, 0])
            return ground.heated(values, side: side, largest: largest)
        }

        private func side(_ tokens: Int) -> Int? {
            let side = Int(Double(tokens).squareRoot())
            return side * side == tokens && side > 0 ? side : nil
        }

        fileprivate func values(_ block: Int, _ timestep: Int) -> [Float]? {
            let chosen = maps.filter {
                $0.site.blockIndex == block && $0.site.timestep == timestep && (head == nil || $0.site.head == head)
            }
            guard let first = chosen.first, word < first.keyTokens else { return nil }
            return (0..<first.queryTokens).map { query in
                chosen.reduce(0) { $0 + ($1.queryTokens == first.queryTokens ? $1.values[query * $1.keyTokens + word] : 0) }
                    / Float(chosen.count)
            }
        }
    }

    let cell: Grid.Cell
    private(set) var shown: Shown?

    init(_ view: SpecView, cell: Grid.Cell, seed: Int, asked: Target) throws {
        self.cell = cell
        guard let job = cell.jobs.first(where: { $0.seed == seed })?.key, try view.store.states([job])[job] != nil else { return }
        let probes = try view.store.probes(job), captions = probes.map(\.caption)
        guard let probe = probes.first(where: { $0.caption == asked.value("caption") }) ?? probes.first else { return }
        let all = try view.store.attentionMaps(job, caption: probe.caption), last = all.map(\.site.step).max()
        let maps = all.filter { $0.site.step == last }
        guard let first = maps.first else { return }
        let words = Array(probe.tokens.prefix(first.keyTokens)), blocks = unique(maps.map(\.site.blockIndex)).sorted()
        let timesteps = unique(maps.map(\.site.timestep)).sorted(by: >), heads = unique(maps.map(\.site.head)).sorted()
        guard !words.isEmpty else { return }
        let word = min(max(try asked.number("word") ?? min(1, words.count - 1), 0), words.count - 1)
        let time = min(max(try asked.number("time") ?? timesteps.count / 2, 0), timesteps.count - 1)
        let head = asked.value("head") == "mean" ? nil : try asked.number("head").flatMap { heads.contains($0) ? $0 : nil }
        let block = try asked.number("block").flatMap { blocks.contains($0) ? $0 : nil } ?? blocks[blocks.count - 1]
        let drawn = try AttentionPictures.drawn(probes, job: job, store: view.store, pictures: PictureSource())
        var shown = Shown(
            captions: captions, caption: probe.caption, words: words, word: word, heads: heads, head: head, blocks: blocks, block: block,
            names: Dictionary(maps.map { ($0.site.blockIndex, $0.site.block) }, uniquingKeysWith: { first, _ in first }),
            timesteps: timesteps, timestep: timesteps[time], picture: drawn[probe.caption], maps: maps)
        shown.largest = blocks.flatMap { block in timesteps.compactMap { shown.values(block, $0)?.max() } }.max() ?? 0
        self.shown = shown
    }
}
