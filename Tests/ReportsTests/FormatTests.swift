import Foundation
import Testing
@testable import Reports

@Suite("Formats")
struct FormatTests {
    /// Two tables for people and one for machines, with everything a format has to tell apart.
    private struct Sample: Report {
        var captions: [String?] = ["First | 50 %", "Second"]
        var areNotesListed = true

        struct Row {
            var name: String
            var value: Double?
            var isBest = false
        }
        let rows = [Row(name: "[a, b]", value: 0.5, isBest: true), Row(name: "*x", value: nil), Row(name: "p|q", value: -2)]

        var shown: ShownReport {
            let tables = captions.map { caption in
                var table = DataTable(rows) {
                    Column.left("name") { $0.name }
                    Column(head: ColumnHead(name: "value (of all)", short: "value", alignment: .right)) { row -> TableValue in
                        let text = row.value.map { fixed($0, digits: 1) } ?? "-"
                        return row.isBest ? .marked(text) : .text(text)
                    }
                }
                table.caption = caption
                table.hasSigns = true
                return table
            }
            return ShownReport(
                tables: tables, notes: [Note(text: "Left out:", items: ["one", "two"]), Note(text: "Means.", mark: "best.")],
                areNotesListed: areNotesListed)
        }

        var data: DataTable {
            DataTable(rows) {
                Column("name") { $0.name }
                Column("value") { $0.value }
                Column("best", in: .csv) { $0.isBest }
                Column("parts", in: .json) { [$0.name, "z"] }
            }
        }
    }

    private struct Documented: Report {
        let data = DataTable([("0", Double.infinity, nil), ("1", 2, "why, \"so\"")] as [(String, Double, String?)]) {
            Column.coordinates(["a.x"]) { [Grid.Coordinate(path: "a.x", value: $0.0)] } + Column.coordinates(["b.y"]) { _ in [] } + [
                Column("value") { $0.1 },
                Column("reason") { TableValue.unlessNil($0.2) },
                Column("n", in: .json) { _ in Int?.none },
            ]
        }
        var document: TableValue? { .object(["rows": data.objects, "gone": .absent]) }
    }

    @Test("Text: captions above, notes below with a line an item, a star at what is marked, short names")
    func text() throws {
        #expect(
            try Sample().rendered(.text) == """
                First | 50 %

                name    value
                ------  -----
                [a, b]  * 0.5
                *x          -
                p|q      -2.0

                Second

                name    value
                ------  -----
                [a, b]  * 0.5
                *x          -
                p|q      -2.0

                Left out:
                  one
                  two
                Means. *: best.

                """)
    }

    @Test("Markdown: bars are escaped, notes are a list or paragraphs")
    func markdown() throws {
        let text = try Sample(captions: [nil]).rendered(.markdown)
        #expect(
            text == """
                | name | value (of all) |
                | --- | ---: |
                | [a, b] | **0.5** |
                | *x | - |
                | p\\|q | -2.0 |

                - Left out: one; two
                - Means. Bold: best.

                """)
        #expect(try Sample().rendered(.markdown).hasPrefix("**First \\| 50 %**\n\n| name |"))
        let paragraphs = try Sample(captions: [nil], areNotesListed: false).rendered(.markdown)
        #expect(paragraphs.hasSuffix("\n\nLeft out: one; two\n\nMeans. Bold: best.\n"))
    }

    @Test("LaTeX: a row that begins with a bracket or a star is no argument of the command before it; signs are minus signs")
    func latex() throws {
        #expect(
            try Sample(captions: [nil]).rendered(.latex) == """
                % Left out: one; two
                % Means. Bold: best.
                \\begin{tabular}{lr}
                \\toprule
                name & value (of all) \\\\
                \\midrule
                {}[a, b] & \\textbf{0.5} \\\\
                {}*x & - \\\\
                p\\textbar{}q & $-$2.0 \\\\
                \\bottomrule
                \\end{tabular}

                """)
        let captioned = try Sample().rendered(.latex)
        #expect(captioned.hasPrefix("% First | 50 %\n\\begin") && captioned.hasSuffix("\n% Means. Bold: best.\n"))
    }

    @Test("CSV has the columns that are for it, quoted where a reader would join or cut fields")
    func csv() throws {
        #expect(try Sample().rendered(.csv) == "name,value,best\n\"[a, b]\",0.5,true\n*x,,false\np|q,-2,false\n")
        let tokens = CSV.text(["two", ",", "\"", " "]) {
            Column<String>("token") { $0 }
            Column("length") { $0.count }
        }
        #expect(tokens == "token,length\ntwo,3\n\",\",1\n\"\"\"\",1\n\" \",1\n")
        #expect(try Documented().rendered(.csv) == "a.x,b.y,value,reason\n0,,inf,\n1,,2,\"why, \"\"so\"\"\"\n")
    }

    @Test("JSON is a list of rows in the order of the columns, or a document with sorted keys, without keys that have no value")
    func json() throws {
        #expect(try Sample().data.rendered(.json).hasSuffix(",\n  {\"name\": \"p|q\", \"value\": -2, \"parts\": [\"p|q\",\"z\"]}\n]\n"))
        #expect(
            try Documented().rendered(.json) == """
                {
                  "rows" : [
                    {
                      "coordinates" : {
                        "a.x" : "0"
                      },
                      "n" : null,
                      "value" : "inf"
                    },
                    {
                      "coordinates" : {
                        "a.x" : "1"
                      },
                      "n" : null,
                      "reason" : "why, \\"so\\"",
                      "value" : 2
                    }
                  ]
                }

                """)
    }

    @Test("Digits are cut for people only: decimals line up to the right, significant digits are words")
    func digits() throws {
        let table = DataTable([1.0 / 3, 12345.678]) {
            Column("all") { $0 }
            Column("two", digits: .decimals(2)) { $0 }
            Column("three", digits: .significant(3)) { $0 }
        }
        #expect(
            try table.rendered(.text) == """
                               all       two  three
                ------------------  --------  --------
                0.3333333333333333      0.33  0.333
                         12345.678  12345.68  1.23e+04

                """)
        #expect(try table.rendered(.csv).hasPrefix("all,two,three\n0.3333333333333333,0.3333333333333333,0.3333333333333333\n"))
    }
}
