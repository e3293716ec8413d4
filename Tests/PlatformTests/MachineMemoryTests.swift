@testable import Platform
import Testing

@Suite("The memory that may be used")
struct MachineMemoryTests {
    @Test("Memory is the machine's, or less in a control group of either version, its parents included")
    func controlGroups() {
        #expect(
            MachineMemory.meminfo("MemTotal:  1000 kB\nMemFree: 1 kB\nMemAvailable:  600 kB\n")
                == MachineMemory(available: 614_400, total: 1_024_000))
        #expect(MachineMemory.meminfo("nothing") == nil)
        let second = [
            "/sys/fs/cgroup/a/b/memory.max": "max\n", "/sys/fs/cgroup/a/b/memory.current": "5\n",
            "/sys/fs/cgroup/a/memory.max": "1000\n", "/sys/fs/cgroup/a/memory.current": "700\n",
            "/sys/fs/cgroup/a/memory.stat": "anon 1\ninactive_file 100\n",
        ]
        #expect(MachineMemory.controlGroups("0::/a/b\n") { second[$0] } == [MachineMemory(available: 400, total: 1000)])
        let first = [
            "/sys/fs/cgroup/memory/j/memory.limit_in_bytes": "2000\n", "/sys/fs/cgroup/memory/j/memory.usage_in_bytes": "500\n",
            "/sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
            "/sys/fs/cgroup/memory/memory.usage_in_bytes": "500\n",
        ]
        #expect(
            MachineMemory.controlGroups("5:cpu:/x\n4:memory:/j\n0::/\n") { first[$0] }
                == [MachineMemory(available: 1500, total: 2000)])
        #expect(MachineMemory.controlGroups("garbage") { _ in nil }.isEmpty)
        let here = MachineMemory.current
        #expect(here.available > 0 && here.available <= here.total)
    }
}
