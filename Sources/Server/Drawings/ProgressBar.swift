import Pages
import ResultsStore

/// How many of a spec's jobs are where.
struct ProgressBar {
    let states: [(state: JobState, jobs: Int)]

    var html: HTML {
        let all = max(1, states.reduce(0) { $0 + $1.jobs }), done = states.first { $0.state == .done }?.jobs ?? 0
        let text = states.map { "\($0.jobs) \(words($0.state.rawValue))" }.joined(separator: ", ")
        var start = 0.0
        let parts = states.map { state -> HTML in
            defer { start += Double(state.jobs) }
            let kind = state.state == .done ? "done" : state.state.isFailure ? "failed" : state.state == .running ? "running" : "waiting"
            return shape(
                "rect", .kind(kind), Attribute("x", point(start / Double(all) * 600)), Attribute("y", "0"),
                Attribute("width", point(Double(state.jobs) / Double(all) * 600)), Attribute("height", "10"))
        }
        return tag("div", .kind("progress")) {
            tag(
                "svg", Attribute("viewBox", "0 0 600 10"), Attribute("preserveAspectRatio", "none"), Attribute("role", "img"),
                .label("\(done) of \(all) jobs done")
            ) { parts }
            tag("p", .kind("note")) { text }
        }
    }
}
