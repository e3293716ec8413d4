import ArgumentParser
import Experiments
import Foundation
import Platform
import Reports
import ResultsStore
import Runner

struct LsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "What a store holds, without a spec file: its specs, or the cells of one.",
        discussion: """
            A spec's cells are what its jobs of all times have in common but for the seed. A job counts for every spec that ever \
            named it, and once in the first line. Archived jobs are counted, and in no cell.
            """)

    @Argument(help: "The name of a spec: list its cells.") var spec: String?
    @Option(name: [.customLong("metric"), .customShort("m")], help: "What the best cell is judged by: name or name/split.") var metric:
        String?
    @OptionGroup var selection: SelectionOptions
    @OptionGroup var storeOptions: StoreOptions
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var widthOptions: WidthOptions

    func run() throws {
        let database = try storeOptions.openForReading()
        try reportingBadInput {
            var catalogue = try StoreCatalogue(database)
            catalogue.complete(with: OptionSchema.defaultTexts)
            var entries = try catalogue.entries(where: JobSelection(selection.conditions))
            if let spec {
                let known = unique(catalogue.entries.flatMap(\.specs)).sorted()
                guard known.contains(spec) else {
                    throw ReportsError.unknownSpec(spec, closest: nearestWord(to: spec, among: known), known: known)
                }
                for index in entries.indices { entries[index].specs = entries[index].specs.filter { $0 == spec } }
                entries = entries.filter { !$0.specs.isEmpty }
            }
            let use = try DiskUse(storeOptions.location, database)
            let listing = try StoreListing(catalogue, entries, store: database, metric: metric, bytes: use.jobs)
            if spec != nil { try show(listing) } else { try show(listing, use) }
        }
    }

    private func show(_ listing: StoreListing) throws {
        guard let group = listing.groups.first else { return print("no job of \(spec ?? "") is so") }
        if json { return print(try jsonText(listing.cellDocument(group))) }
        let line = "\(group.spec ?? ""): \(group.grid.cells.count) cell(s), \(group.totals.jobsText)"
        try show(
            CaptionedTable(
                "\(line). \(listing.metric.labelWithUnit), \(listing.metric.directionText).", listing.cellTable(group, bytesText), notes: []
            ))
    }

    private func show(_ listing: StoreListing, _ use: DiskUse) throws {
        if json { return print(try jsonText(listing.specDocument())) }
        let totals = listing.totals
        let specs = listing.groups.count { $0.spec != nil }
        let kinds = totals.bytes.sorted { $0.key < $1.key }.map { "\($0.key.rawValue) \(bytesText($0.value))" }
        let disk = (kinds + ["database \(bytesText(use.database))", "mini-clips \(bytesText(use.miniClips))"]).joined(separator: ", ")
        let line =
            "\(storeOptions.store): \(specs) spec(s), \(totals.jobsText.isEmpty ? "no job" : totals.jobsText), "
            + "\(hoursText(totals.coreSeconds)) CPU hours. On disk: \(disk)."
        try show(CaptionedTable(line, listing.specTable(bytesText), notes: []))
    }

    private func show(_ table: CaptionedTable) throws {
        print(try table.rendered(.text, width: widthOptions.columns), terminator: "")
    }
}
