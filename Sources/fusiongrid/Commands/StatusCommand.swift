import ArgumentParser
import Foundation
import Reports
import ResultsStore
import Runner

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "How far a spec's jobs are, and why the failed ones failed.")

    @OptionGroup var specOptions: SpecOptions
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var widthOptions: WidthOptions

    struct JobLine: Encodable {
        var key: String
        var label: String
        var state: String
        var attempts: Int
        var reason: String?
    }

    func run() throws {
        let (sweep, database) = try specOptions.openedIfPresent()
        let states = try reportingBadInput { try database?.states(sweep.jobs.map(\.key)) } ?? [:]
        let lines = sweep.jobs.map { job in
            let status = states[job.key]
            return JobLine(
                key: job.key, label: sweep.label(of: job), state: status?.state.rawValue ?? "new",
                attempts: status?.attempts ?? 0, reason: status?.reason)
        }
        if json { return print(try jsonText(lines)) }
        let counts = Dictionary(grouping: lines, by: \.state).mapValues(\.count)
        let words = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        let archived = sweep.archived > 0 ? ["\(sweep.archived) archived"] : []
        show("\(sweep.spec.name): " + ((words.isEmpty ? [] : [words]) + archived).joined(separator: "; "))
        for line in lines where !["new", "pending", "done"].contains(line.state) {
            show("  \(line.state)  \(line.key.prefix(12))  \(line.label)" + (line.reason.map { ": \($0)" } ?? ""))
        }
        if let cost = try reportingBadInput({ try database?.spending(sweep.jobs.map(\.key)).text }) { show("Cost so far: \(cost).") }
    }

    private func show(_ line: String) {
        guard let columns = widthOptions.columns, line.count > columns else { return print(line) }
        for part in wrapped(line, width: columns, indent: 6) { print(part) }
    }
}
