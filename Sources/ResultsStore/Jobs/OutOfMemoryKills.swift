import Foundation

/// Tells whether a process that vanished was killed by the kernel for want of memory.
public struct OutOfMemoryKills: Sendable {
    /// Out-of-memory kills on this machine since boot; nil where the kernel does not count them.
    static var count: Int? { count(in: (try? String(contentsOfFile: "/proc/vmstat", encoding: .utf8)) ?? "") }

    private let kernelLog: String?
    private let countNow: Int?

    public init() { self.init(kernelLog: Self.readKernelLog(), countNow: Self.count) }

    /// - Parameters:
    ///   - kernelLog: the kernel's messages; nil when they may not be read.
    ///   - countNow: out-of-memory kills since boot.
    init(kernelLog: String?, countNow: Int?) {
        self.kernelLog = kernelLog
        self.countNow = countNow
    }

    static func count(in vmstat: String) -> Int? {
        let line = vmstat.split(separator: "\n").first { $0.hasPrefix("oom_kill ") }
        return line.flatMap { Int($0.dropFirst("oom_kill ".count)) }
    }

    /// In words how the process ended, when it was for memory.
    /// - Parameter since: the machine's count at the process's last sign of life.
    func verdict(pid: Int, since: Int?) -> String? {
        guard let since, let countNow, countNow > since else { return nil }
        let advice = "run fewer workers or a smaller model or batch, then `fusiongrid retry SPEC --kind out_of_memory`"
        if let kernelLog, kernelLog.contains("Killed process \(pid) ") {
            return "the kernel killed it for memory; \(advice)"
        }
        // The log may be closed to us, or count pids of another namespace.
        return "the kernel killed \(countNow - since) process(es) for memory since then, most likely this one; \(advice)"
    }

    private static func readKernelLog() -> String? {
        let descriptor = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var text = "", buffer = [UInt8](repeating: 0, count: 8192)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count > 0 { text += String(decoding: buffer[..<count], as: UTF8.self) } else if errno != EPIPE { break }
        }
        return text
    }
}
