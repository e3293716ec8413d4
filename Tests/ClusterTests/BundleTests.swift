import Foundation
import Platform
import ResultsStore
import Runner
import TestSupport
import Testing
@testable import Cluster

@Suite("A bundle")
struct BundleTests {
    private let folder = TemporaryFolder()

    /// A small one without a database in it.
    private func small() throws -> (URL, BundleHeader) {
        let url = folder.url.appendingPathComponent("one.bundle")
        try folder.write("log", "what it said\n")
        let header = BundleHeader(
            job: "abc", state: .done, step: 3, host: "n1", slurmJob: "12_3",
            entries: [.init(part: .rows, bytes: 5, unpacked: 9), .init(part: .log, bytes: 13, unpacked: 13)])
        try BundleFile.write(header, [.bytes(Data("rows!".utf8)), .file(folder.url.appendingPathComponent("log"))], to: url)
        return (url, header)
    }

    @Test("holds what was put in")
    func roundTrip() throws {
        let (url, header) = try small()
        var parts: [BundleHeader.Part: [UInt8]] = [:]
        let read = try BundleFile.read(url) { entry in { parts[entry.part, default: []] += $0 } }
        #expect(read == header && parts == [.rows: Array("rows!".utf8), .log: Array("what it said\n".utf8)])
        #expect(try Bundle.check(url, job: "abc") == header)
        #expect(throws: BundleProblem.misnamed(job: "abc")) { try Bundle.check(url, job: "abd") }
        withExtendedLifetime(folder) {}
    }

    @Test("that is truncated at any length is refused")
    func truncated() throws {
        let (url, _) = try small(), whole = try Data(contentsOf: url), cut = folder.url.appendingPathComponent("cut.bundle")
        for length in 0..<whole.count {
            try whole.prefix(length).write(to: cut)
            #expect(throws: BundleProblem.self, "\(length)") { try Bundle.check(cut, job: "abc") }
        }
        try (whole + Data([0])).write(to: cut)
        #expect(throws: BundleProblem.self) { try Bundle.check(cut, job: "abc") }
        withExtendedLifetime(folder) {}
    }

    @Test("with any bit flipped is refused")
    func flipped() throws {
        let (url, _) = try small(), whole = try Data(contentsOf: url), bad = folder.url.appendingPathComponent("bad.bundle")
        for place in whole.indices {
            for bit in [0, 3, 7] {
                var bytes = whole
                bytes[place] ^= 1 << bit
                try bytes.write(to: bad)
                #expect(throws: BundleProblem.self, "byte \(place), bit \(bit)") { try Bundle.check(bad, job: "abc") }
            }
        }
        withExtendedLifetime(folder) {}
    }

    @Test("that claims to be large takes no memory, and no bundle is none")
    func hostile() throws {
        let url = folder.url.appendingPathComponent("hostile.bundle")
        func header(_ text: String, count: UInt64? = nil) throws {
            var data = Data(BundleFile.magic)
            withUnsafeBytes(of: (count ?? UInt64(text.utf8.count)).littleEndian) { data.append(contentsOf: $0) }
            try (data + Data(text.utf8) + Data(repeating: 0, count: 32)).write(to: url)
        }
        for (text, count) in [
            ("{}", nil), ("{}", UInt64.max), ("{}", 1 << 40),
            (
                #"{"job":"abc","state":"done","step":0,"host":"","entries":[{"part":"log.txt","bytes":9223372036854775807,"unpacked":1}]}"#,
                nil
            ),
            (#"{"job":"abc","state":"done","step":0,"host":"","entries":[{"part":"log.txt","bytes":-1,"unpacked":1}]}"#, nil),
            (#"{"job":"abc","state":"done","step":0,"host":"","entries":[{"part":"../x","bytes":0,"unpacked":0}]}"#, nil),
        ] as [(String, UInt64?)] {
            try header(text, count: count)
            #expect(throws: BundleProblem.self, "\(text)") { try Bundle.check(url, job: "abc") }
        }
        for text in ["", "x", String(repeating: "no bundle ", count: 100)] {
            try Data(text.utf8).write(to: url)
            #expect(throws: BundleProblem.self) { try Bundle.check(url, job: "abc") }
        }
        #expect(throws: BundleProblem.self) { try Bundle.check(folder.url, job: "abc") }
        #expect(throws: BundleProblem.self) { try Bundle.check(folder.url.appendingPathComponent("missing"), job: "abc") }
        withExtendedLifetime(folder) {}
    }
}
