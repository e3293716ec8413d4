import Foundation

/// What a result was computed on: recorded beside it, never part of its identity.
public struct MachineInfo: Sendable, Equatable {
    public var host: String
    public var cpuModel: String
    public var cores: Int
    public var physicalMemoryBytes: Int
    /// Distinguishes one boot from the next, so a process id is never mistaken for another boot's.
    public var bootID: String
    public var processID: Int
    /// Start time of this process in clock ticks since boot (field 22 of /proc/self/stat).
    public var processStart: String

    public static func current() -> MachineInfo {
        let info = ProcessInfo.processInfo
        return MachineInfo(
            host: info.hostName, cpuModel: cpuModel(), cores: info.activeProcessorCount,
            physicalMemoryBytes: Int(info.physicalMemory),
            bootID: contents("/proc/sys/kernel/random/boot_id") ?? "unknown",
            processID: Int(info.processIdentifier), processStart: processStart(of: "self") ?? "unknown")
    }

    /// Start of process `pid` in ticks since boot; nil when there is no such process.
    static func processStart(of pid: String) -> String? {
        guard let stat = contents("/proc/\(pid)/stat"), let end = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ")
        return fields.count > 19 ? String(fields[19]) : nil
    }

    private static func cpuModel() -> String {
        let line = contents("/proc/cpuinfo")?.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    }

    private static func contents(_ path: String) -> String? {
        (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
