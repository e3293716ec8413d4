import Foundation

/// What a spec asks of a Slurm cluster; not part of job keys.
public struct SlurmSettings: Sendable, Equatable {
    /// Seconds that a task may run.
    public var seconds = 3600.0
    /// Cores of a task, as many jobs at once.
    public var cpus = 4
    /// Bytes of memory of a task; nil for what the cluster gives.
    public var memory: Int?
    public var partition: String?
    public var account: String?
    public var qos: String?
    public var constraint: String?
    /// Tasks at once; nil for as many as the cluster lets run.
    public var maxRunning: Int?
    /// Seconds before the time limit at which a task writes checkpoints; nil for a tenth of the time, from 30 s to 5 min.
    public var grace: Double?
    /// The folder that nodes work through, absolute; nil for one beside the store.
    public var spool: String?
    /// Lines of shell before the tool is started, such as `module load openblas`.
    public var setup: [String] = []
    /// More options of `sbatch`, such as `--mail-type=FAIL`.
    public var options: [String] = []

    public init() {}

    /// Seconds of `90s`, `30m`, `4h`, `1.5d`, or of Slurm's own `HH:MM:SS`, `D-HH`, `D-HH:MM` and `D-HH:MM:SS`; nil for anything else.
    public static func seconds(_ text: String) -> Double? {
        guard let last = text.last else { return nil }
        if let unit = ["s": 1.0, "m": 60, "h": 3600, "d": 86_400][last.lowercased()] {
            guard let value = Double(text.dropLast()), value > 0, value.isFinite else { return nil }
            return value * unit
        }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let numbers = (parts.last ?? "").split(separator: ":", omittingEmptySubsequences: false).map { part in
            part.allSatisfy(\.isASCII) && part.allSatisfy(\.isNumber) ? Int(part) : nil
        }
        guard parts.count <= 2, !numbers.contains(nil) else { return nil }
        let values = numbers.map { Double($0!) }
        var total: Double
        switch (parts.count, values.count) {
        case (1, 3): total = values[0] * 3600 + values[1] * 60 + values[2]
        case (2, 1...3):
            guard let days = Int(parts[0]), days >= 0 else { return nil }
            total = Double(days) * 86_400
            for (value, unit) in zip(values, [3600.0, 60, 1]) { total += value * unit }
        default: return nil
        }
        total = total.rounded()
        return total > 0 ? total : nil
    }

    /// Bytes of `500M`, `16G`, `1.5T`: powers of 1024; nil for anything else.
    public static func bytes(_ text: String) -> Int? {
        let units: [Character: Double] = ["K": 0x1p10, "M": 0x1p20, "G": 0x1p30, "T": 0x1p40]
        guard let unit = text.uppercased().last.flatMap({ units[$0] }), let value = Double(text.dropLast()), value > 0, value < 1e6 else {
            return nil
        }
        return Int(value * unit)
    }

    /// Whether a word may stand in a script's `#SBATCH` line.
    public static func isWord(_ text: String) -> Bool {
        !text.isEmpty && text.count <= 200 && !text.contains { $0.isWhitespace || $0.isNewline || "\"'`$\\#;".contains($0) }
    }
}
