import Dispatch
import Experiments
import Foundation
import Pages
import Platform
import Reports
import ResultsStore
import Runner
import Synchronization

/// What a store holds: its specs, how far they are, what they cost and what they take.
struct StorePage {
    let library: Library
    let disk: DiskWatch

    func response() throws -> Response {
        var catalogue = try StoreCatalogue(library.store)
        catalogue.complete(with: OptionSchema.defaultTexts)
        let (use, age) = try disk.use(), names = try library.names()
        guard !catalogue.entries.isEmpty else {
            return Shell(
                title: "Store", place: "/",
                body: HTML([tag("h1") { "Store" }, paragraph("Nothing has been run into this store yet: fusiongrid run SPEC fills it.")])
            ).response
        }
        let listing = try StoreListing(catalogue, catalogue.entries, store: library.store, bytes: use.jobs)
        let waiting = names.filter { name in !listing.groups.contains { $0.spec == name } }
        return Shell(
            title: "Store", place: "/", spec: names.first, specs: names,
            body: HTML([
                tag("h1") { "Store" }, tag("p", .kind("lead")) { quoted(URL(fileURLWithPath: library.location.path).lastPathComponent) },
                totals(listing, use), table(listing, names),
                waiting.isEmpty ? .nothing : paragraph("Not run yet: \(waiting.joined(separator: ", ")).", kind: "note"),
                paragraph("A job counts for every spec that ever named it. Disk as of \(Int(age)) s ago.", kind: "note"),
            ])
        ).response
    }

    private func totals(_ listing: StoreListing, _ use: DiskUse) -> HTML {
        let kinds = listing.totals.bytes.sorted { $0.key < $1.key }.map { ("\($0.key.rawValue)", $0.value) }
        let disk = (kinds + [("database", use.database), ("mini-clips", use.miniClips)]).filter { $0.1 > 0 }
        return facts([
            ("Jobs", HTML(listing.totals.jobsText)), ("Processor time", HTML("\(hoursText(listing.totals.coreSeconds)) hours")),
            ("On disk", HTML(disk.map { "\($0.0) \(bytes($0.1))" }.joined(separator: ", "))),
        ])
    }

    private func table(_ listing: StoreListing, _ names: [String]) -> HTML {
        scrolling("Specs") {
            tag("table", .kind("results specs")) {
                tag("thead") {
                    tag("tr") {
                        ["spec", "progress"].map { name in tag("th", .column) { name } }
                        ["cells", "CPU hours", "on disk"].map { name in tag("th", .column, .kind("number")) { name } }
                        tag("th", .column) { "best by \(listing.metric.shortName)\(listing.metric.arrow)" }
                        tag("th", .column) { "last change (UTC)" }
                    }
                }
                tag("tbody") { listing.groups.map { line($0, listing.metric) } }
            }
        }
    }

    private func line(_ group: StoreListing.Group, _ metric: MetricDefinition) -> HTML {
        let states = JobState.allCases.compactMap { state in group.totals.states[state].map { (state: state, jobs: $0) } }
        return tag("tr") {
            tag("th", .row) {
                group.spec.map { name in tag("a", .link(Target(path: "/grid", values: [.init("spec", name)]))) { name } }
                    ?? HTML("(no spec)")
            }
            tag("td") {
                ProgressBar(states: states).html
                if group.totals.archived > 0 { tag("span", .kind("small")) { "\(group.totals.archived) archived" } }
            }
            tag("td", .kind("number")) { "\(group.grid.cells.count)" }
            tag("td", .kind("number")) { hoursText(group.totals.coreSeconds) }
            tag("td", .kind("number")) { bytes(group.totals.bytes.values.reduce(0, +)) }
            tag("td", .kind("best-cell")) { best(group, metric) }
            tag("td") { group.totals.lastChange.map(minute) ?? "" }
        }
    }

    private func best(_ group: StoreListing.Group, _ metric: MetricDefinition) -> HTML {
        guard let place = group.best, let mean = group.summaries[place].mean else { return .nothing }
        let summary = group.summaries[place], words = cellWords(group.grid.cells[place], in: group.grid)
        return HTML(metric.text(mean)) + tag("span", .kind("small")) { "\(words), \(summary.count) of \(summary.planned)" }
    }

    private func bytes(_ count: Int) -> String {
        let units = ["bytes", "kB", "MB", "GB", "TB"]
        var value = Double(count), unit = 0
        while value >= 999.5, unit < units.count - 1 { (value, unit) = (value / 1000, unit + 1) }
        return (unit == 0 ? "\(count)" : tickText(value, digits: 3)) + " " + units[unit]
    }
}

/// What the store takes on disk: files are many, so nobody waits while they are measured anew, which is done once a minute at most.
final class DiskWatch: Sendable {
    private struct Known {
        var use: DiskUse
        var made: Double
        var isMeasured = false
    }

    private static let seconds = 60.0
    private let library: Library
    private let last = Mutex<Known?>(nil)
    private let clock = Stopwatch()

    init(_ library: Library) { self.library = library }

    /// - Returns: what was measured last, and how many seconds ago.
    func use() throws -> (DiskUse, Double) {
        guard let known = last.withLock({ $0 }) else { return (try measure(), 0) }
        let age = clock.seconds - known.made
        if age > Self.seconds, begins() {
            DispatchQueue.global(qos: .utility).async { [self] in
                // What cannot be measured now is asked for by the next page.
                if (try? measure()) == nil { last.withLock { $0?.isMeasured = false } }
            }
        }
        return (known.use, age)
    }

    /// One measures at a time.
    private func begins() -> Bool {
        last.withLock { known in
            guard let isMeasured = known?.isMeasured, !isMeasured else { return false }
            known?.isMeasured = true
            return true
        }
    }

    private func measure() throws -> DiskUse {
        let use = try DiskUse(library.location, library.store)
        last.withLock { $0 = Known(use: use, made: clock.seconds) }
        return use
    }
}
