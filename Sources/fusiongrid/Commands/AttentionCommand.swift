import ArgumentParser
import Datasets
import Foundation
import Platform
import Reports
import Results
import Training

struct AttentionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attention",
        abstract: "Draw and write where a finished job's network looks for each word of a caption.",
        discussion: """
            Writes, for each timestep, a PNG (rows: blocks; columns: the picture, then the caption's words; mean over \
            heads; each row scaled by its largest value; objects outlined where the data set has an oracle), maps.csv \
            with every head's probabilities, statistics.csv, and localisation.csv: whether the attention to a word falls \
            on its object, with the chance level beside. docs/attention.md explains the numbers.
            """)

    @OptionGroup var modelOptions: ModelOptions
    @Option(help: "The caption; a picture is generated for it.") var caption: String?
    @Option(help: "Instead of a caption: the test item (from 0) whose own caption, picture and objects are used.") var item: Int?
    @Option(help: "The folder to write to.") var out: String
    @Option(parsing: .upToNextOption, help: "Diffusion timesteps, 1...1000.") var timesteps = [50, 250, 500, 750, 950]
    @Option(help: "Seed of the noise.") var seed = 1

    func validate() throws {
        guard (caption == nil) != (item == nil) else {
            throw ValidationError("Give either --caption TEXT or --item NUMBER.")
        }
        guard !timesteps.isEmpty, timesteps.allSatisfy((1...1000).contains) else {
            throw ValidationError("--timesteps takes whole numbers from 1 to 1000.")
        }
    }

    func run() throws {
        let model = try modelOptions.model()
        if let caption { try warnAboutUnknownWords(caption, encoder: model.encoder) }
        if let item, !(0..<model.testItems).contains(item) {
            throw ValidationError("--item is \(item), but the test items are 0 to \(model.testItems - 1).")
        }
        try reportingBadInput {
            let folder = URL(fileURLWithPath: out, isDirectory: true)
            try createFolder(folder)
            let attention =
                if let item { try model.attention(item: item, timesteps: timesteps) } else {
                    try model.attention(caption: caption ?? "", timesteps: timesteps, seed: seed)
                }
            for timestep in timesteps {
                let sheet = attention.sheet(timestep: timestep)
                let file = folder.appendingPathComponent("attention_t\(timestep).png")
                try writeFile(sheet.image().encodePNG(), to: file)
                if timestep == timesteps.first {
                    print("rows: \(sheet.blocks.joined(separator: ", "))")
                    print("columns: (picture), \(sheet.words.joined(separator: ", "))")
                }
                print(file.path)
            }
            try write(Self.maps(attention.records), to: folder.appendingPathComponent("maps.csv"))
            try write(Self.statistics(attention.records), to: folder.appendingPathComponent("statistics.csv"))
            try write(Self.localisation(attention), to: folder.appendingPathComponent("localisation.csv"))
            if attention.localisations.isEmpty {
                printError("note: localisation.csv is empty: no word of the caption names an object that is seen in the picture")
            }
        }
    }

    private func write(_ text: String, to file: URL) throws {
        try writeFile(Data(text.utf8), to: file)
        print(file.path)
    }

    private static func word(_ record: AttentionRecord, _ position: Int) -> String {
        position < record.tokens.count ? record.tokens[position] : "<pad>"
    }

    private static func site<Row>(_ record: @escaping (Row) -> AttentionRecord) -> [Column<Row>] {
        [
            Column("block_index") { record($0).site.blockIndex }, Column("block") { record($0).site.block },
            Column("head") { record($0).site.head },
            Column("timestep") { record($0).site.timestep },
        ]
    }

    /// One line a block, head, timestep, text position and image token.
    private static func maps(_ records: [AttentionRecord]) -> String {
        typealias Row = (record: AttentionRecord, position: Int, query: Int, side: Int)
        let rows = records.lazy.flatMap { record in
            let side = Int(Double(record.map.queryTokens).squareRoot())
            return (0..<record.map.keyTokens).lazy.flatMap { position in
                (0..<record.map.queryTokens).lazy.map { Row(record, position, $0, side) }
            }
        }
        return CSV.text(rows) {
            site { $0.record }
            Column("token_index") { $0.position }
            Column("token") { word($0.record, $0.position) }
            Column("row") { $0.query / $0.side }
            Column("column") { $0.query % $0.side }
            Column("probability") { "\($0.record.map.values[$0.query * $0.record.map.keyTokens + $0.position])" }
        }
    }

    /// One line a block, head and timestep; a statistic without meaning is empty.
    private static func statistics(_ records: [AttentionRecord]) -> String {
        func statistic(_ name: String, _ value: @escaping (AttentionRecord) -> Double?) -> Column<AttentionRecord> {
            Column(name) { value($0).map { "\($0)" } }
        }
        return CSV.text(records) {
            site { $0 }
            statistic("text_mass", \.summary.textMass)
            statistic("normalised_entropy", \.summary.entropy)
            statistic("effective_rank", \.summary.effectiveRank)
            statistic("energy_first", \.summary.energyFirst)
            statistic("energy_first_two", \.summary.energyFirstTwo)
            statistic("energy_first_four", \.summary.energyFirstFour)
        }
    }

    /// One line a block, head, timestep and word whose object is seen in the picture.
    private static func localisation(_ attention: CaptionAttention) -> String {
        return CSV.text(attention.localisations) {
            site { attention.records[$0.record] }
            Column("token_index") { $0.reference.position }
            Column("token") { word(attention.records[$0.record], $0.reference.position) }
            Column("role") { $0.reference.role.rawValue }
            Column("pointing") { "\($0.value.pointing)" }
            Column("pointing_chance") { "\($0.value.area)" }
            Column("iou") { "\($0.value.iou)" }
            Column("iou_chance") { "\($0.value.chanceIoU)" }
        }
    }
}
