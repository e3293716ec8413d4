import Foundation

/// What a result was computed on: recorded beside it, never part of its identity.
public enum MachineInfo {
    public static var cores: Int { ProcessInfo.processInfo.activeProcessorCount }

    public static var memoryBytes: Int { Int(ProcessInfo.processInfo.physicalMemory) }

    /// The processor's name as the kernel gives it.
    public static let cpuModel: String? = {
        guard let info = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return nil }
        let line = info.split(separator: "\n").first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }()
}
