import ArgumentParser
import Foundation
import Reports
import Results
import ResultsStore
import Runner

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "One job: what is special about it, its results, files, attempts, cost, tags and notes.",
        discussion: "Only options that differ from the defaults are listed; `why` lists all, with the last log lines of every attempt.")

    @Argument(help: "A job key or enough of its beginning.") var job: String
    @Flag(help: "The text of the spec as its last attempt ran it, overrides below.") var spec = false
    @OptionGroup var storeOptions: StoreOptions
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var widthOptions: WidthOptions

    func validate() throws {
        guard !(spec && json) else { throw ValidationError("Give one of --spec and --json.") }
    }

    private struct Value: Encodable {
        var metric: String
        var label: String
        var step: Int
        /// nil for what is not finite.
        var value: Double?
        var text: String
    }
    private struct Document: Encodable {
        var about: JobPortrait
        var metrics: [Value]
    }

    func run() throws {
        let database = try storeOptions.openForReading()
        try reportingBadInput {
            let portrait = try JobPortrait(job, in: database, at: storeOptions.location)
            if spec { return try printSpec(of: portrait, database) }
            let values = try values(of: portrait.job, database)
            if json { return print(try jsonText(Document(about: portrait, metrics: values))) }
            for line in lines(portrait, values) {
                for part in widthOptions.columns.map({ wrapped(line, width: $0, indent: 6) }) ?? [line] { print(part) }
            }
        }
    }

    private func printSpec(of portrait: JobPortrait, _ database: ResultsDatabase) throws {
        let hash = portrait.attempts.last { $0.code.specSHA256 != nil }?.code.specSHA256
        guard let hash, let text = try database.specText(sha256: hash) else {
            printError("job \(portrait.job.prefix(12)): no attempt recorded the text of its spec")
            throw ExitStatus.badInput
        }
        print(text, terminator: text.hasSuffix("\n") ? "" : "\n")
    }

    /// What tables show when nothing is asked for.
    private func values(of key: String, _ database: ResultsDatabase) throws -> [Value] {
        let metrics = try MetricRegistry(store: database).defaults
        let names = metrics.compactMap { if case .metric(let name) = $0.source { name } else { MetricName?.none } }
        let points = try database.finalMetrics([key], names: names)[key] ?? [:]
        return metrics.compactMap { metric in
            guard case .metric(let name) = metric.source, let point = points[name] else { return nil }
            return Value(
                metric: metric.id, label: metric.labelWithUnit, step: point.step, value: point.value.isFinite ? point.value : nil,
                text: metric.text(point.value))
        }
    }

    private func lines(_ portrait: JobPortrait, _ values: [Value]) -> [String] {
        var lines = ["job \(portrait.job)"]
        lines.append("  state    \(portrait.state.rawValue)" + (portrait.reason.map { ": \($0)" } ?? ""))
        if let archived = portrait.archived { lines.append("  archived \(archived.ISO8601Format())") }
        lines.append("  seed     \(portrait.seed)")
        lines.append("  specs    " + (portrait.specs.isEmpty ? "none" : portrait.specs.joined(separator: ", ")))
        if !portrait.tags.isEmpty { lines.append("  tags     " + portrait.tags.joined(separator: ", ")) }
        lines.append("options that differ from the defaults" + (portrait.options.isEmpty ? ": none" : ""))
        for option in portrait.options {
            lines.append("  \(option.path) = \(option.value)" + (option.normal.map { " (\($0))" } ?? " (unknown to this version)"))
        }
        lines.append("results" + (values.isEmpty ? ": none" : ""))
        for value in values { lines.append("  \(value.metric) \(value.text) after \(value.step) steps: \(value.label)") }
        lines.append("files" + (portrait.files.isEmpty ? ": none" : ""))
        for file in portrait.files {
            lines.append("  \(file.kind.rawValue) \(bytesText(file.bytes)), " + (file.path ?? "in the database"))
        }
        for dropped in portrait.dropped {
            lines.append("  \(dropped.kind.rawValue) dropped by gc on \(dropped.at.ISO8601Format()), \(bytesText(dropped.bytes))")
        }
        lines.append(cost(portrait))
        for attempt in portrait.attempts { lines.append(Self.describe(attempt)) }
        if !portrait.notes.isEmpty { lines.append("notes") }
        for note in portrait.notes { lines.append("  \(note.at.ISO8601Format()) \(note.text)") }
        return lines
    }

    private func cost(_ portrait: JobPortrait) -> String {
        guard !portrait.attempts.isEmpty else { return "attempts: none" }
        let core = durationText(portrait.coreSeconds), wall = durationText(portrait.wallSeconds)
        return "attempts: \(portrait.attempts.count), \(core) of CPU, \(wall) of wall time"
    }

    private static func describe(_ attempt: JobPortrait.Attempt) -> String {
        let code = attempt.code
        var parts = ["  \(attempt.number): \(attempt.started.ISO8601Format()), \(attempt.ending ?? "running"), on \(attempt.host)"]
        if let seconds = attempt.wallSeconds { parts.append(durationText(seconds)) }
        parts.append("engine \(code.codeVersion ?? "?"), commit \(code.commitText)")
        if let tool = code.toolSHA256 { parts.append("program \(tool.prefix(12))") }
        if let spec = code.specSHA256 { parts.append("spec text \(spec.prefix(12))") }
        return parts.joined(separator: ", ")
    }
}
