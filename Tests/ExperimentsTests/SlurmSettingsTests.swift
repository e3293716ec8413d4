import Testing
@testable import Experiments

@Suite("The slurm key of a spec")
struct SlurmSettingsTests {
    private static let base = "base: {train.steps: 10}\n"

    @Test("is read in full, and changes no key")
    func full() throws {
        let text = """
            slurm:
              time: 4h
              cpus: 8
              mem: 16G
              partition: short
              account: lab
              qos: normal
              constraint: avx512
              max_running: 32
              grace: 2m
              spool: spools/one
              setup: [module load openblas, export X=1]
              options: [--mail-type=FAIL, --exclusive]
            """
        let spec = try loadSpec(Self.base + text), plain = try loadSpec(Self.base)
        #expect(spec.slurm.seconds == 14_400 && spec.slurm.cpus == 8 && spec.slurm.memory == 16 << 30)
        #expect(spec.slurm.partition == "short" && spec.slurm.account == "lab" && spec.slurm.qos == "normal")
        #expect(spec.slurm.constraint == "avx512" && spec.slurm.maxRunning == 32 && spec.slurm.grace == 120)
        #expect(spec.slurm.spool?.hasSuffix("/spools/one") == true && spec.slurm.spool?.hasPrefix("/") == true)
        #expect(spec.slurm.setup == ["module load openblas", "export X=1"])
        #expect(spec.slurm.options == ["--mail-type=FAIL", "--exclusive"])
        #expect(plain.slurm == SlurmSettings() && keys(spec) == keys(plain))
    }

    @Test("of an extending file replaces the values that it names; an override empties it")
    func inherited() throws {
        let files = ["parent.yaml": Self.base + "slurm: {time: 2h, cpus: 16, partition: long}\n"]
        let spec = try loadSpec("extends: parent.yaml\nslurm: {time: 30m}\n", files: files)
        #expect(spec.slurm.seconds == 1800 && spec.slurm.cpus == 16 && spec.slurm.partition == "long")
        #expect(try loadSpec("extends: parent.yaml\n", overrides: ["slurm=[]"], files: files).slurm == SlurmSettings())
        #expect(try loadSpec("extends: parent.yaml\n", overrides: ["slurm={cpus: 2}"], files: files).slurm.cpus == 2)
    }

    @Test(
        "says what is wrong, where, and what is allowed",
        arguments: [
            ("slurm: 4h", "1:8: error: `slurm`: found `4h`, allowed: a mapping with the keys `time`, `cpus`"),
            ("slurm: {tme: 4h}", "1:9: error: `slurm`: unknown key `tme`; did you mean `time`?"),
            ("slurm: {time: 90}", "found `90`, allowed: a time such as `90m`, `4h`, `2d` or `1-12:00:00`; did you mean `90m`?"),
            ("slurm: {time: soon}", "`slurm.time`: found `soon`"), ("slurm: {cpus: 0}", "`slurm.cpus`: found `0`, allowed: an integer from 1"),
            ("slurm: {mem: 16}", "`slurm.mem`: found `16`, allowed: memory of a task such as `16G`"),
            ("slurm: {partition: a b}", "`slurm.partition`: found `a b`, allowed: one word"),
            ("slurm: {partition: 'a\"b'}", "`slurm.partition`"), ("slurm: {options: [mail]}", "`slurm.options`: found `mail`"),
            ("slurm: {options: --x}", "`slurm.options`: found `--x`, allowed: a list"), ("slurm: {max_running: -1}", "`slurm.max_running`"),
            ("slurm: {setup: [\"a\\nb\"]}", "`slurm.setup`"), ("slurm: {time: 1h, time: 2h}", "time"),
        ])
    func wrong(text: String, message: String) {
        let found = errors(text + "\n" + Self.base)
        #expect(found.count == 1 && found[0].contains(message), "\(found)")
    }

    @Test("Times and sizes are read as people and Slurm write them")
    func quantities() {
        let times: [(String, Double?)] = [
            ("90s", 90), ("30m", 1800), ("4h", 14_400), ("1.5d", 129_600), ("2D", 172_800), ("01:30:00", 5400), ("1-12", 129_600),
            ("1-12:30", 131_400), ("1-00:00:01", 86_401), ("90", nil), ("30:00", nil), ("", nil), ("h", nil), ("-1h", nil), ("0h", nil),
            ("infh", nil), ("nanh", nil), ("1-", nil), ("a-1", nil), ("00:00:00", nil), ("1:2:3:4", nil),
        ]
        for (text, seconds) in times { #expect(SlurmSettings.seconds(text) == seconds, "\(text)") }
        let sizes: [(String, Int?)] = [
            ("500M", 500 << 20), ("16G", 16 << 30), ("1.5g", 3 << 29), ("2T", 2 << 40), ("16", nil), ("G", nil), ("-1G", nil), ("16GB", nil),
            ("1e300G", nil), ("nanG", nil),
        ]
        for (text, bytes) in sizes { #expect(SlurmSettings.bytes(text) == bytes, "\(text)") }
    }
}
