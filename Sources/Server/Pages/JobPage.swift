import Foundation
import Pages
import Platform
import Reports
import Results
import ResultsStore
import Runner

/// One job: what it is, what it left, and why it is where it is.
struct JobPage {
    let library: Library
    private let portrait: JobPortrait

    init(_ library: Library, _ target: Target) throws {
        self.library = library
        guard let prefix = target.value("key") else { throw PageProblem(.badRequest, "key: the address names no job") }
        do { portrait = try JobPortrait(prefix, in: library.store, at: library.location) } catch let error as ResultsStoreError {
            throw PageProblem(.notFound, "\(error)")
        }
    }

    private var store: ResultsDatabase { library.store }
    private var key: String { portrait.job }
    private func page(_ path: String, _ values: Target.Value...) -> Target { Target(path: path, values: [.init("key", key)] + values) }

    func response() throws -> Response {
        let options = try store.job(key).configuration.options, identities = try store.identities(key).sorted { $0.key < $1.key }
        let missing = try store.missingMetrics(key), attempts = try store.attempts(key).reversed().map(html)
        let special = portrait.options.map { [$0.path, $0.value, $0.normal ?? "unknown to this version"] }
        let picture = try sheet()
        let body: [HTML] = [
            head,
            table("special", "Options that differ from the defaults", ["option", "value", "default"], special),
            folded("All \(options.count) options") { rows(["option", "value"], options.map { [$0.path, $0.value] }) },
            table("results", "Results", ["metric", "value", "after step"], try values()),
            missing.isEmpty
                ? .nothing
                : table("missing", "Not computed", ["metric", "step", "why"], missing.map { ["\($0.name)", "\($0.step)", $0.reason] }),
            section("files", "Files") { HTML([files, picture]) },
            identities.isEmpty
                ? .nothing : table("identities", "Encoders and judges", ["role", "identity"], identities.map { [$0.key, $0.value] }),
            section("attempts", "Attempts, the last first") { attempts },
        ]
        return Shell(title: "Job \(key.prefix(12))", spec: portrait.specs.first, body: HTML(body)).response
    }

    private var head: HTML {
        let specs = portrait.specs.map { name in tag("a", .link(Target(path: "/grid", values: [.init("spec", name)]))) { name } + HTML(" ")
        }
        let terms: [(String, HTML)] = [
            ("Seed", HTML("\(portrait.seed)")), ("Specs", HTML(specs)), ("Processor time", HTML(duration(portrait.coreSeconds))),
            ("Attempts", HTML("\(portrait.attempts.count)")), ("Tags", HTML(portrait.tags.joined(separator: ", "))),
            ("Key", tag("code") { key }),
        ]
        let notes = portrait.notes.map { note in tag("li") { "\(minute(note.at)): \(note.text)" } }
        return HTML([
            tag("h1") { "Job \(key.prefix(12))" },
            tag("p", .kind("lead")) { words(portrait.state.rawValue) + (portrait.reason.map { ": \($0)" } ?? "") },
            facts(terms.filter { !$0.1.isEmpty }.map { ($0.0, $0.1) }),
            notes.isEmpty ? .nothing : tag("ul", .label("Notes")) { notes },
        ])
    }

    /// What it drew last.
    private func sheet() throws -> HTML {
        guard let last = try store.sampleSteps([key]).last else { return .nothing }
        let picture = page("/job/samples.png", .init("step", "\(last)"))
        return tag("figure", .kind("sheet")) {
            void("img", Attribute("src", picture.link), Attribute("alt", "what the job drew after step \(last)"))
            tag("figcaption") { "Contact sheet after step \(last)" }
        }
    }

    private func values() throws -> [[String]] {
        let metrics = try MetricRegistry(store: store).defaults
        let names = metrics.compactMap { if case .metric(let name) = $0.source { name } else { MetricName?.none } }
        let points = try store.finalMetrics([key], names: names)[key] ?? [:]
        return metrics.compactMap { metric in
            guard case .metric(let name) = metric.source, let point = points[name] else { return nil }
            return [metric.labelWithUnit, metric.text(point.value), "\(point.step)"]
        }
    }

    private func table(_ id: String, _ heading: String, _ heads: [String], _ lines: [[String]]) -> HTML {
        section(id, heading) { lines.isEmpty ? paragraph("None.") : scrolling("Table: \(heading)") { rows(heads, lines) } }
    }

    private func rows(_ heads: [String], _ lines: [[String]]) -> HTML {
        tag("table") {
            tag("thead") { tag("tr") { heads.map { head in tag("th", .column) { head } } } }
            tag("tbody") {
                lines.map { line in
                    tag("tr") {
                        tag("th", .row) { line[0] }
                        line.dropFirst().map { value in tag("td") { value } }
                    }
                }
            }
        }
    }

    private var files: HTML {
        tag("ul", .kind("files")) {
            portrait.files.map { file in
                tag("li") {
                    file.path == nil || file.kind == .checkpoints
                        ? HTML(file.kind.rawValue)
                        : tag("a", .link(page("/job/file", .init("kind", file.kind.rawValue)))) { file.kind.rawValue }
                    " \(file.bytes) bytes" + (file.path == nil ? ", in the database" : "")
                }
            }
            portrait.dropped.map { file in tag("li") { "\(file.kind.rawValue): dropped by gc on \(minute(file.at))" } }
            if portrait.attempts.contains(where: { $0.code.specSHA256 != nil }) {
                tag("li") { tag("a", .link(page("/job/spec"))) { "spec as its last attempt ran it" } }
            }
        }
    }

    private func html(_ attempt: AttemptRecord) -> HTML {
        let code = attempt.provenance
        let lines: [(String, String?)] = [
            ("Began (UTC)", minute(attempt.started)), ("Ended", attempt.ended.map(minute)),
            ("Ending", attempt.ending.map { words($0.rawValue) } ?? "running"),
            ("Why", attempt.reason), ("Host", "\(attempt.runner.host), process \(attempt.runner.pid)"),
            ("Engine version", code.codeVersion),
            ("Commit", code.commit.map { $0 + (code.isDirty == true ? " with changes" : "") }),
            ("Program", code.toolSHA256.map { String($0.prefix(12)) }),
            ("CPU", code.cpuModel), ("Kernel", code.blasKernel), ("Threads", code.threads.map(String.init)),
            ("Wall time", attempt.usage.map { duration($0.wallSeconds) }), ("Processor time", (attempt.usage?.cpuSeconds).map(duration)),
            ("Peak memory", (attempt.usage?.peakBytes).map { "\($0 / 1_048_576) MiB" }),
        ]
        return tag("article") {
            tag("h3") { "Attempt \(attempt.id.rawValue)" }
            facts(lines.compactMap { term, meaning in meaning.map { (term, HTML($0)) } })
            attempt.logTail.flatMap { tail in
                tail.isEmpty ? nil : folded("Last log lines") { scrolling("Log of attempt \(attempt.id.rawValue)") { tag("pre") { tail } } }
            } ?? .nothing
        }
    }

    // MARK: Files

    /// A file of the job, by its kind: the path is the store's own, never what was asked for.
    func file(_ target: Target) throws -> Response {
        guard let kind = target.value("kind").flatMap(StoredKind.init(rawValue:)),
            let path = portrait.files.first(where: { $0.kind == kind })?.path,
            kind != .checkpoints
        else { throw PageProblem(.notFound, "Job \(key.prefix(12)) has no such file.") }
        let file = URL(fileURLWithPath: path), name = "\(key.prefix(12))-\(file.lastPathComponent)"
        let isText = kind == .logs
        return Response(
            type: isText ? "text/plain; charset=utf-8" : "application/octet-stream", .file(file),
            headers: ["Content-Disposition": "\(isText ? "inline" : "attachment"); filename=\"\(name)\""])
    }

    func specText() throws -> Response {
        let hash = portrait.attempts.last { $0.code.specSHA256 != nil }?.code.specSHA256
        guard let hash, let text = try store.specText(sha256: hash) else {
            throw PageProblem(.notFound, "No attempt at job \(key.prefix(12)) recorded the text of its spec.")
        }
        return .text(text, type: "text/plain; charset=utf-8")
    }

    func sheet(_ target: Target) throws -> Response {
        guard let step = try target.number("step"), let sample = try store.samples(key, kind: .grid, step: step).last else {
            throw PageProblem(.notFound, "Job \(key.prefix(12)) kept no samples after this step.")
        }
        return Response(type: "image/png", .data(sample.png))
    }
}
