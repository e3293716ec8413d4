import ArgumentParser
import ResultsStore

struct NoteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "note", abstract: "Remark something on a job; `show` has it.",
        discussion: "Example: fusiongrid note 3fa2 \"learning rate too high, see the curve\"")

    @Argument(help: "A job key or enough of its beginning.") var job: String
    @Argument(help: "The remark.") var text: String
    @OptionGroup var storeOptions: StoreOptions

    func validate() throws {
        guard text.contains(where: { !$0.isWhitespace }) else { throw ValidationError("The remark is empty.") }
    }

    func run() throws {
        let database = try storeOptions.openForChanging()
        defer { try? database.close() }
        try reportingBadInput {
            let key = try database.key(withPrefix: job)
            try database.note(text, on: key)
            print("\(key.prefix(12)): noted")
        }
    }
}
