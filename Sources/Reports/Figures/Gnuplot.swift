import Foundation

/// The plotting program.
public struct Gnuplot: Sendable {
    public var executable: URL

    /// The gnuplot on the PATH; nil when there is none.
    public static func found() -> Gnuplot? {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        for folder in folders {
            let url = URL(fileURLWithPath: String(folder)).appendingPathComponent("gnuplot")
            if FileManager.default.isExecutableFile(atPath: url.path) { return Gnuplot(executable: url) }
        }
        return nil
    }

    public static let installHint = """
        gnuplot is not installed, so only CSV files and scripts were written; install it \
        (Debian, Ubuntu: `apt-get install gnuplot-nox`; macOS: `brew install gnuplot`) and run this again, \
        or run `gnuplot NAME.gp` in the output folder
        """

    /// What one run of the program came to.
    struct Run {
        /// By script, in gnuplot's words.
        var problems: [String: String] = [:]
        /// The first script that was not finished; nil when all were.
        var stoppedAt: String?
    }

    /// Runs scripts of one folder, many in one process: starting it and finding its fonts costs as much as drawing a figure. Each
    /// script must begin with `reset`.
    ///
    /// - Returns: what gnuplot objected to, by script; the others are drawn.
    func run(scripts: [String], in folder: URL) -> [String: String] {
        var problems: [String: String] = [:], left = scripts[...]
        while !left.isEmpty {
            let run = once(Array(left), in: folder)
            problems.merge(run.problems) { first, _ in first }
            guard let stopped = run.stoppedAt, let place = left.firstIndex(of: stopped) else { break }
            left = left[(place + 1)...]
        }
        return problems
    }

    /// The process sees none of the user's own settings: the same CSV gives the same picture.
    private func once(_ scripts: [String], in folder: URL) -> Run {
        let process = Process(), errors = Pipe()
        process.executableURL = executable
        process.arguments = ["-d"] + scripts
        process.environment = Self.environment
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        do {
            try process.run()
        } catch {
            return Run(problems: Dictionary(uniqueKeysWithValues: scripts.map { ($0, "\(executable.path): \(error)") }))
        }
        let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        var run = Run(problems: Self.problems(in: message, scripts))
        guard process.terminationStatus != 0 || process.terminationReason != .exit else { return run }
        let end = "gnuplot ended with \(process.terminationReason == .exit ? "status" : "signal") \(process.terminationStatus)"
        if let failed = scripts.last(where: { run.problems[$0] != nil }) {
            run.stoppedAt = failed
        } else if scripts.count == 1 {
            let text = message.trimmingCharacters(in: .whitespacesAndNewlines)
            run.problems[scripts[0]] = end + (text.isEmpty ? "" : ": \(text)")
        } else {
            // It did not say where: each by itself.
            for script in scripts { run.problems.merge(once([script], in: folder).problems) { first, _ in first } }
        }
        return run
    }

    /// What gnuplot itself says of a script: `"NAME" line 3: ...`, to the end of that message. Whatever else a process prints, fonts and
    /// libraries for instance, is no fault of a figure.
    static func problems(in message: String, _ scripts: [String]) -> [String: String] {
        var problems: [String: String] = [:], current: String?
        for line in message.split(separator: "\n") {
            if let script = scripts.first(where: { line.hasPrefix("\"\($0)\" line ") }) {
                current = script
                let text = line.dropFirst(script.count + 3)
                problems[script] = problems[script].map { "\($0); \(text)" } ?? String(text)
            } else if let script = current, line.first == "\t" || line.first == " " {
                problems[script, default: ""] += " " + line.trimmingCharacters(in: .whitespaces)
            } else {
                current = nil
            }
        }
        return problems
    }

    /// The user's, without what decides about pictures.
    private static let environment: [String: String] = {
        let kept = ProcessInfo.processInfo.environment.filter { name, _ in
            !name.hasPrefix("LC_")
                && !["LANG", "LANGUAGE", "GNUTERM", "GNUPLOT_LIB", "GNUPLOT_DEFAULT_GDFONT", "GDFONTPATH"].contains(name)
        }
        return kept.merging(["LC_ALL": "C.UTF-8"]) { _, fixed in fixed }
    }()
}
