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

    struct JobLine: Encodable {
        var key: String
        var label: String
        var state: String
        var attempts: Int
        var reason: String?
    }

    func run() throws {
        let sweep = try specOptions.sweep()
        let database = try specOptions.storeOptions.openIfPresent()
        let states = try reportingBadInput { try database?.states(sweep.jobs.map(\.key)) } ?? [:]
        let lines = sweep.jobs.map { job in
            let status = states[job.key]
            return JobLine(
                key: job.key, label: sweep.label(of: job), state: status?.state.rawValue ?? "new",
                attempts: status?.attempts ?? 0, reason: status?.reason)
        }
        if json { return print(try jsonText(lines)) }
        let counts = Dictionary(grouping: lines, by: \.state).mapValues(\.count)
        print(
            "\(sweep.spec.name): "
                + counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", "))
        for line in lines where !["new", "pending", "done"].contains(line.state) {
            print("  \(line.state)  \(line.key.prefix(12))  \(line.label)" + (line.reason.map { ": \($0)" } ?? ""))
        }
    }
}
