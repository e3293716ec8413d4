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

    /// Runs scripts of one folder one after another in one process: starting it and finding its fonts costs as much as
    /// drawing a figure. Each script must begin with `reset`.
    func run(scripts: [String], in folder: URL) throws {
        guard !scripts.isEmpty else { return }
        let process = Process(), errors = Pipe()
        process.executableURL = executable
        process.arguments = scripts
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = errors
        do {
            try process.run()
        } catch {
            throw ReportsError.gnuplotFailed(script: scripts[0], status: -1, message: "\(error)")
        }
        let message = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        // gnuplot can warn about data it could not read and still end with 0.
        guard process.terminationStatus == 0, !message.lowercased().contains("warning") else {
            // "NAME" line 3: ...
            let named = scripts.first { message.contains("\"\($0)\"") } ?? scripts[0]
            throw ReportsError.gnuplotFailed(
                script: named, status: process.terminationStatus,
                message: message.trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }
}
