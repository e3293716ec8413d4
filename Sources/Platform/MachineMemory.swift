import Foundation

/// What memory this process may use: the machine's and that of the control group (container) it runs in.
public struct MachineMemory: Sendable, Equatable {
    /// Bytes that can be taken now without swapping.
    public var available: Int
    /// Bytes there are altogether.
    public var total: Int

    public init(available: Int, total: Int) {
        self.available = available
        self.total = total
    }

    /// Read now.
    public static var current: MachineMemory {
        func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
        let machine =
            text("/proc/meminfo").flatMap(meminfo)
            ?? MachineMemory(available: MachineInfo.memoryBytes, total: MachineInfo.memoryBytes)
        return controlGroups(text("/proc/self/cgroup") ?? "", read: text).reduce(machine) { memory, group in
            MachineMemory(available: min(memory.available, group.available), total: min(memory.total, group.total))
        }
    }

    /// The machine's memory from the text of /proc/meminfo.
    static func meminfo(_ text: String) -> MachineMemory? {
        func bytes(_ name: String) -> Int? {
            let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") }
            return line.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") }.map { $0 * 1024 }
        }
        guard let total = bytes("MemTotal"), let available = bytes("MemAvailable") else { return nil }
        return MachineMemory(available: available, total: total)
    }

    /// The limits of the process's control group and of those above it, versions 1 and 2; groups without a limit are
    /// left out. Inactive file cache counts as free.
    static func controlGroups(_ membership: String, read: (String) -> String?) -> [MachineMemory] {
        func number(_ path: String) -> Int? {
            read(path).flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
        }
        func cache(_ path: String, _ name: String) -> Int {
            let line = (read(path) ?? "").split(separator: "\n").first { $0.hasPrefix("\(name) ") }
            return line.flatMap { Int($0.dropFirst(name.count + 1)) } ?? 0
        }
        var found: [MachineMemory] = []
        for line in membership.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 3 else { continue }
            let isSecond = parts[0] == "0" && parts[1].isEmpty
            guard isSecond || parts[1].split(separator: ",").contains("memory") else { continue }
            let root = isSecond ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
            var group = parts[2] == "/" ? "" : parts[2]
            while true {
                let folder = root + group
                let limit = number(folder + (isSecond ? "/memory.max" : "/memory.limit_in_bytes"))
                let used = number(folder + (isSecond ? "/memory.current" : "/memory.usage_in_bytes"))
                // Version 1 spells "no limit" as a number beyond any machine.
                if let limit, let used, limit < 1 << 50 {
                    let inactive = cache(folder + "/memory.stat", isSecond ? "inactive_file" : "total_inactive_file")
                    found.append(MachineMemory(available: max(0, limit - used + inactive), total: limit))
                }
                guard let slash = group.lastIndex(of: "/") else { break }
                group = String(group[..<slash])
            }
        }
        return found
    }
}
