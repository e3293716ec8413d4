import ArgumentParser
import Datasets
import Foundation
import Training

struct AttentionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attention",
        abstract: "Draw and write where a finished job's network looks for each word of a caption.",
        discussion: """
            Writes, for each timestep, a PNG (rows: blocks; columns: the picture, then the caption's words; mean over \
            heads; each row scaled by its largest value), maps.csv with every head's probabilities, and statistics.csv.
            """)

    @OptionGroup var jobOptions: JobOptions
    @Option(help: "The caption.") var caption: String
    @Option(help: "The folder to write to.") var out: String
    @Option(parsing: .upToNextOption, help: "Diffusion timesteps, 1...1000.") var timesteps = [50, 250, 500, 750, 950]
    @Option(help: "Seed of the noise.") var seed = 1

    func validate() throws {
        guard !timesteps.isEmpty, timesteps.allSatisfy((1...1000).contains) else {
            throw ValidationError("--timesteps takes whole numbers from 1 to 1000.")
        }
    }

    func run() throws {
        let model = try jobOptions.model()
        warnAboutUnknownWords(caption, encoder: model.encoder)
        try reportingBadInput {
            let folder = URL(fileURLWithPath: out, isDirectory: true)
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let (picture, records) = try model.attention(caption: caption, timesteps: timesteps, seed: seed)
            for timestep in timesteps {
                let sheet = AttentionSheet(picture: picture, records: records.filter { $0.timestep == timestep })
                let file = folder.appendingPathComponent("attention_t\(timestep).png")
                try sheet.image().encodePNG().write(to: file, options: .atomic)
                if timestep == timesteps.first {
                    print("rows: \(sheet.blocks.joined(separator: ", "))")
                    print("columns: (picture), \(sheet.words.joined(separator: ", "))")
                }
                print(file.path)
            }
            try write(Self.maps(records), to: folder.appendingPathComponent("maps.csv"))
            try write(Self.statistics(records), to: folder.appendingPathComponent("statistics.csv"))
        }
    }

    private func write(_ text: String, to file: URL) throws {
        try Data(text.utf8).write(to: file, options: .atomic)
        print(file.path)
    }

    private static func word(_ record: AttentionRecord, _ position: Int) -> String {
        position < record.tokens.count ? record.tokens[position] : "<pad>"
    }

    /// One line a block, head, timestep, text position and image token.
    private static func maps(_ records: [AttentionRecord]) -> String {
        var text = "block_index,block,head,timestep,token_index,token,row,column,probability\n"
        for record in records {
            let side = Int(Double(record.queryCount).squareRoot())
            for position in 0..<record.keyCount {
                for query in 0..<record.queryCount {
                    text += "\(record.blockIndex),\(record.block),\(record.head),\(record.timestep),\(position),"
                        + "\(word(record, position)),\(query / side),\(query % side),"
                        + "\(record.map[query * record.keyCount + position])\n"
                }
            }
        }
        return text
    }

    /// One line a block, head and timestep; a statistic without meaning is empty.
    private static func statistics(_ records: [AttentionRecord]) -> String {
        var text = "block_index,block,head,timestep,text_mass,normalised_entropy,effective_rank\n"
        for record in records {
            let values = [record.textMass, record.normalisedEntropy, record.effectiveRank].map { $0.map { "\($0)" } ?? "" }
            text += "\(record.blockIndex),\(record.block),\(record.head),\(record.timestep),"
                + values.joined(separator: ",") + "\n"
        }
        return text
    }
}
