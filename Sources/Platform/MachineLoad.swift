import Foundation

/// How busy the machine is, by everybody.
public struct MachineLoad: Sendable, Equatable {
    /// Mean number of processes over the last minute that ran or wanted to; nil where the system does not tell.
    public let average: Double?
    /// Seconds that cores were busy since boot, this process's and time that the hypervisor gave to others included; nil where the
    /// system does not tell.
    public let busySeconds: Double?

    public static var current: MachineLoad {
        func text(_ path: String) -> String {
            (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        }
        return MachineLoad(
            loadavg: text("/proc/loadavg"), stat: text("/proc/stat"),
            ticksPerSecond: Double(sysconf(Int32(_SC_CLK_TCK))))
    }

    /// - Parameters loadavg, stat: the texts of these files in `/proc` (proc_loadavg(5), proc_stat(5)).
    init(loadavg: String, stat: String, ticksPerSecond: Double) {
        average = loadavg.split(separator: " ").first.flatMap { Double($0) }
        let line = stat.split(separator: "\n").first { $0.hasPrefix("cpu ") }
        let ticks = line?.split(separator: " ").dropFirst().map { Double($0) } ?? []
        // user, nice, system, (idle, iowait,) irq, softirq, steal; what guests take is in user already.
        let busy = [0, 1, 2, 5, 6, 7].map { $0 < ticks.count ? ticks[$0] : nil }
        busySeconds =
            ticksPerSecond > 0 && !busy.contains(nil)
            ? busy.reduce(0) { $0 + ($1 ?? 0) } / ticksPerSecond : nil
    }

    /// Cores that others kept busy since an earlier look; nil where the system does not tell.
    /// - Parameters:
    ///   - own: seconds of CPU that this process used meanwhile.
    ///   - seconds: of wall time meanwhile.
    public func foreignCores(since earlier: MachineLoad, own: Double, seconds: Double) -> Double? {
        guard let busySeconds, let before = earlier.busySeconds, seconds > 0 else { return nil }
        return max(0, busySeconds - before - own) / seconds
    }
}
