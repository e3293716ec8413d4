import Foundation
@testable import Platform
import Testing

@Suite("Lines that are redrawn")
struct LiveLinesTests {
    @Test(
        "know how wide text is, at most",
        arguments: [
            ("", 0), ("point=0", 7), ("für", 3), ("fu\u{308}r", 3), ("日本語", 6), ("ｆｕｌｌ", 8), ("한국어", 6), ("🐱", 2), ("a\u{200B}b", 2),
            ("❤️", 2),
        ]) func widths(_ text: String, _ columns: Int)
    { #expect(text.displayColumns == columns) }

    @Test(
        "are cut between characters, never in one",
        arguments: [
            ("point=0", 7, "point=0"), ("point=0", 6, "point…"), ("日本語", 5, "日本…"), ("日本語", 4, "日…"), ("u\u{308}ber", 3, "u\u{308}b…"),
            ("two\nlines\u{1B}[2J", 20, "two lines [2J"), ("x", 0, ""),
        ]) func cuts(_ text: String, _ columns: Int, _ expected: String)
    { #expect(text.cut(toColumns: columns) == expected) }

    @Test("shorten what they are about before how it stands")
    func subject() {
        let line = LiveLine("  point=0 conditioning=concat seed=1", ": step 20 of 400")
        #expect(line.cut(to: 52) == "  point=0 conditioning=concat seed=1: step 20 of 400")
        #expect(line.cut(to: 40) == "  point=0 co…concat seed=1: step 20 of 400".replacing("co…concat", with: "co…ncat"))
        for columns in 0...60 { #expect(line.cut(to: columns).displayColumns <= columns) }
    }

    /// What a screen of this size shows, by a little emulator that wraps lines as terminals do.
    private func screen(_ text: String, columns: Int) -> [String] {
        var lines: [[Character]] = [[]], row = 0, column = 0, rest = Substring(text)
        while let character = rest.popFirst() {
            if character == "\u{1B}" {
                let number = Int(rest.dropFirst().prefix(while: \.isNumber)) ?? 1
                rest = rest.dropFirst().drop(while: \.isNumber)
                switch rest.popFirst() {
                case "A": row = max(0, row - number)
                case "J":
                    lines[row].removeSubrange(min(column, lines[row].count)...)
                    lines.removeSubrange((row + 1)...)
                default: Issue.record("an unknown code")
                }
            } else if character == "\n" {
                (row, column) = (row + 1, 0)
                if row == lines.count { lines.append([]) }
            } else {
                let width = String(character).displayColumns
                if column + width > columns {
                    (row, column) = (row + 1, 0)
                    if row == lines.count { lines.append([]) }
                }
                lines[row].append(character)
                column += width
            }
        }
        return lines.map { String($0) }
    }

    private final class Written: @unchecked Sendable { var text = "" }

    /// A terminal of this size with what was written to it.
    private func withTerminal(
        columns: UInt16, rows: UInt16, name: String? = "xterm", _ body: (inout LiveLines, Written) -> Void
    ) throws {
        var (master, slave, size): (Int32, Int32, winsize) = (0, 0, winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0))
        try #require(openpty(&master, &slave, nil, nil, &size) == 0)
        defer {
            close(master)
            close(slave)
        }
        let written = Written()
        var lines = LiveLines(on: slave, terminal: name) { written.text += $0 }
        body(&lines, written)
    }

    @Test("stay where they are in narrow and low windows", arguments: [(40, 24), (80, 24), (20, 4), (100, 1)])
    func narrow(columns: Int, rows: Int) throws {
        try withTerminal(columns: UInt16(columns), rows: UInt16(rows)) { live, written in
            #expect(live.isLive)
            written.text = "before\n"
            for step in 0..<5 {
                let jobs = (0..<6).map { LiveLine("  point=0 conditioning=cross-attention 日本語日本語 seed=\($0)", ": step \(step) of 400") }
                live.draw([LiveLine("sweep: 0/6 done, 6 running, 0 waiting")] + jobs)
            }
            let shown = screen(written.text, columns: columns)
            #expect(shown.count <= max(rows, 4) + 1 && shown.count <= 9, "\(shown)")
            #expect(columns < 10 || shown.contains { $0.hasPrefix("before") })
            live.erase()
            #expect(screen(written.text, columns: columns).last == "")
        }
    }

    @Test("are not drawn where there is nothing to draw on", arguments: ["dumb", "", nil, "unknown"])
    func dumb(name: String?) throws {
        try withTerminal(columns: 80, rows: 24, name: name) { live, written in
            #expect(!live.isLive)
            live.draw([LiveLine("a", "b")])
            live.erase()
            #expect(written.text.isEmpty)
        }
        let pipe = Pipe()
        #expect(!LiveLines(on: pipe.fileHandleForWriting.fileDescriptor, terminal: "xterm") { _ in }.isLive)
    }

    @Test("count what is beyond a low window")
    func low() throws {
        try withTerminal(columns: 40, rows: 5) { live, written in
            live.draw((1...9).map { LiveLine("job \($0)") })
            #expect(written.text == "job 1\njob 2\n  ... 6 more\njob 9\n")
        }
    }
}
