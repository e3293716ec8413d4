import ArgumentParser
import Foundation
import Platform
import Reports
import Results
import ResultsStore

struct RateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rate",
        abstract: "Let people judge pictures: studies of preference and of counting.",
        discussion: """
            `rate new` draws a study from finished jobs, `rate link` names a rater, who votes on a page of `serve`; `rate show` has the \
            results, and `table`, `compare`, `claims` and `figures` have them as human_preference and human_count. \
            docs/human-evaluation.md says how pairs are drawn and what the numbers mean.
            """,
        subcommands: [
            RateNewCommand.self, RateListCommand.self, RateShowCommand.self, RateExportCommand.self, RateLinkCommand.self,
            RateValidateCommand.self,
        ])
}

struct RateListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "The studies of a store.")

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var reportOptions: ReportOptions

    func run() throws {
        let store = try storeOptions.openForReading()
        try reportingBadInput { try reportOptions.show(StudyListing(store: store)) }
    }
}

struct RateShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "What people said: win rates or counts with intervals, strengths, agreement, and who voted how.")

    @Argument(help: "A study's key or enough of its beginning.") var study: String
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var reportOptions: ReportOptions

    func run() throws {
        let store = try storeOptions.openForReading()
        try reportingBadInput { try reportOptions.show(StudyReport(StudyResults(study, store: store))) }
    }
}

struct RateExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "export", abstract: "Every vote of a study, one row each.")

    @Argument(help: "A study's key or enough of its beginning.") var study: String
    @OptionGroup var storeOptions: StoreOptions
    @Option(help: "csv or json.") var format: TableFormat = .csv

    func validate() throws {
        guard [.csv, .json].contains(format) else { throw ValidationError("--format \(format.rawValue): allowed: csv, json") }
    }

    func run() throws {
        let store = try storeOptions.openForReading()
        try reportingBadInput {
            let results = try StudyResults(study, store: store)
            let votes = try store.votes(ofStudy: results.study.key)
            print(try StudyVoteTable(results, votes: votes).rendered(format), terminator: "")
        }
    }
}

struct RateLinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "The code by which somebody votes in a study; a new name makes a new rater.",
        discussion: "While `fusiongrid serve` runs, its page /rate?code=CODE asks the questions, one at a time.")

    @Argument(help: "A study's key or enough of its beginning.") var study: String
    @Option(help: "The rater's name.") var rater: String
    @OptionGroup var storeOptions: StoreOptions

    func run() throws {
        let store = try storeOptions.openForChanging()
        defer { try? store.close() }
        try reportingBadInput { print(try store.rater(named: rater, of: store.study(study).key).code) }
    }
}

struct RateValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Judge the analysis: simulated crowds with a known truth, careless raters among them, through the whole of a study.",
        discussion: "docs/human-evaluation.md has the table of 1,000.")

    @Option(help: "Studies of each crowd.") var studies = 200
    @OptionGroup var reportOptions: ReportOptions

    func validate() throws {
        guard studies > 0 else { throw ValidationError("--studies \(studies): allowed: 1 or more") }
    }

    func run() throws {
        try reportOptions.show(try CrowdStudy(studies: studies) { printError("\($0): done") })
    }
}

extension StudyTask: ExpressibleByArgument {}
