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

    /// The commit of the git checkout in or above `folder`; nil outside one.
    public static func commit(in folder: URL) -> String? {
        var folder = folder.standardizedFileURL
        while folder.path != "/" {
            let git = folder.appendingPathComponent(".git")
            if let head = try? String(contentsOf: git.appendingPathComponent("HEAD"), encoding: .utf8) {
                let text = head.trimmingCharacters(in: .whitespacesAndNewlines)
                guard text.hasPrefix("ref: ") else { return text }
                let reference = git.appendingPathComponent(String(text.dropFirst(5)))
                return (try? String(contentsOf: reference, encoding: .utf8))?
                    .trimmingCharacters(in: .whitespacesAndNewlines)
            }
            folder.deleteLastPathComponent()
        }
        return nil
    }
}
