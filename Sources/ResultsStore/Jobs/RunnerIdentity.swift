import Foundation

/// A process that runs jobs, told from every other process past and present: the pid alone is reused,
/// and a reboot forgets.
public struct RunnerIdentity: Sendable, Equatable, Hashable, Codable {
    public var host: String
    public var pid: Int
    /// Start of the process in clock ticks since boot; "" where the system does not tell.
    public var processStarted: String
    /// The pid namespace (a container has its own); "" where there are none.
    public var processNamespace: String
    /// Differs after every boot; "" where the system does not tell.
    public var bootID: String

    public init(host: String, pid: Int, processStarted: String, processNamespace: String, bootID: String) {
        (self.host, self.pid, self.processStarted, self.processNamespace) = (host, pid, processStarted, processNamespace)
        self.bootID = bootID
    }

    /// This process.
    public static let current: RunnerIdentity = {
        let pid = Int(ProcessInfo.processInfo.processIdentifier)
        let boot = (try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)) ?? ""
        return RunnerIdentity(
            host: ProcessInfo.processInfo.hostName, pid: pid, processStarted: processStart(pid: pid) ?? "",
            processNamespace: (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/pid")) ?? "",
            bootID: boot.trimmingCharacters(in: .whitespacesAndNewlines))
    }()

    public enum Liveness: Sendable, Equatable {
        case alive, gone
        /// On another machine or in another container: only its lease tells.
        case unknown
    }

    /// Whether `other` still runs, as far as this process can see.
    public func liveness(of other: RunnerIdentity) -> Liveness {
        guard other.host == host else { return .unknown }
        if !bootID.isEmpty, !other.bootID.isEmpty, other.bootID != bootID { return .gone }
        guard other.processNamespace == processNamespace else { return .unknown }
        guard other.pid > 0, let pid = pid_t(exactly: other.pid) else { return .gone }
        if kill(pid, 0) != 0, errno == ESRCH { return .gone }
        if !other.processStarted.isEmpty, let start = RunnerIdentity.processStart(pid: other.pid),
            start != other.processStarted
        {
            return .gone
        }
        return .alive
    }

    /// Field 22 of /proc/PID/stat; the command in field 2 may hold spaces and parentheses. A zombie
    /// has stopped working and counts as absent ("").
    private static func processStart(pid: Int) -> String? {
        guard let stat = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let command = stat.lastIndex(of: ")")
        else { return nil }
        let fields = stat[stat.index(after: command)...].split(separator: " ")
        guard fields.count > 19 else { return nil }
        return fields[0] == "Z" ? "" : String(fields[19])
    }
}

/// What leases are measured by: the day's time for people and other machines, and for this machine the seconds that it
/// has been awake since boot, which nobody can set and which stand still while it sleeps.
public struct LeaseClock: Sendable, Equatable {
    public var now: Date
    /// nil where the system does not tell.
    public var uptime: Double?

    public init(now: Date, uptime: Double?) {
        self.now = now
        self.uptime = uptime
    }

    public static var current: LeaseClock {
        var time = timespec()
        let known = clock_gettime(CLOCK_MONOTONIC, &time) == 0
        return LeaseClock(now: Date(), uptime: known ? Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9 : nil)
    }
}
