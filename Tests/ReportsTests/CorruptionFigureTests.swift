import Foundation
import Testing
@testable import Reports

@Suite("Figures of metrics on corrupted images")
struct CorruptionFigureTests {
    @Test("one figure a metric holds every corruption by its step of strength, missing values left out")
    func csv() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("figures-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = try writeCorruptionFigures(
            [
                (
                    "clip_score",
                    [
                        (corruption: "blur", values: [2.25, 1.5, 0.75]), (corruption: "noise", values: [2.25, nil, 0.5]),
                    ]
                ),
                ("recall", [(corruption: "blur", values: [nil, nil])]),
            ], outDirectory: folder.path, gnuplot: nil)
        #expect(files.map(\.name) == ["clip-score-by-damage", "recall-by-damage"])
        #expect(files[0].title == "CLIP score of damaged real images")
        #expect(files[1].outcome == .skipped(reason: "no damage has a value of recall"))
        let text = try String(contentsOf: folder.appendingPathComponent("clip-score-by-damage.csv"), encoding: .utf8)
        #expect(
            text == """
                series,strength,n,mean,ci95_low,ci95_high,label
                1,0,1,2.25,,,blur
                1,1,1,1.5,,,blur
                1,2,1,0.75,,,blur
                2,0,1,2.25,,,noise
                2,2,1,0.5,,,noise

                """)
    }
}
