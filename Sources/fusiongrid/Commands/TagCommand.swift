import ArgumentParser
import ResultsStore

struct TagCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tag",
        abstract: "Put a word on jobs, for --where tag=WORD; --remove takes it off.",
        usage: "fusiongrid tag JOB... WORD [--remove]\n       fusiongrid tag --where path=value... WORD [--remove]")

    @Argument(help: "Jobs, by enough of the beginnings of their keys, and the word last.") var words: [String]
    @Flag(help: "Take the word off.") var remove = false
    @OptionGroup var jobs: StoreJobsOptions

    private var tag: String { words.last ?? "" }

    func validate() throws {
        try jobs.check(words.dropLast(), command: "tag")
        guard let first = tag.first, first.isLetter, tag.allSatisfy({ $0.isLetter || $0.isNumber || "._-".contains($0) }) else {
            throw ValidationError("`\(tag)` is no tag, allowed: a letter, then letters, digits, `.`, `_` and `-`.")
        }
    }

    func run() throws {
        let database = try jobs.storeOptions.openForChanging()
        defer { try? database.close() }
        let keys = try jobs.keys(words.dropLast(), in: database)
        try reportingBadInput {
            let changed = try database.tag(keys, tag, remove: remove), others = keys.count - changed
            let rest = others > 0 ? "; \(others) \(remove ? "did not have it" : "had it already")" : ""
            print("\(tag): \(remove ? "off" : "on") \(changed) job(s)\(rest)")
        }
    }
}
