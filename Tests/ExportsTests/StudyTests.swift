import Foundation
import Reports
import TestSupport
import Testing
@testable import Exports

@Suite("Exported studies")
struct StudyTests {
    private let folder = TemporaryFolder()

    private func export(_ study: Study, _ format: ExportFormat) throws -> WrittenExport {
        try study.write(format, to: ExportFolder(folder.url.appendingPathComponent("out"), replacing: true))
    }

    private func text(_ name: String) throws -> String { try String(contentsOfFile: folder.path("out/" + name), encoding: .utf8) }

    @Test("options have their types, the swept ones come first")
    func jobs() throws {
        let table = try StudyFixture().study.jobsTable()
        #expect(
            table.columns.map(\.name).prefix(15) == [
                "job", "cell", "seed", "state", "reason", "attempts", "engine", "data_fingerprint", "fusion.point", "data.path",
                "data.grammar", "model.width", "model.time_mlp", "train.learning_rate", "parameters",
            ])
        #expect(table.columns[8].meaning == "swept: about fusion.point" && table.columns[9].meaning == "about data.path")
        #expect(table.column("state") == .texts(["done", "done", "done", "diverged"]))
        #expect(table.column("fusion.point") == .integers([0, 0, 2, 2]))
        #expect(table.column("data.path") == .texts([nil, nil, nil, nil]))
        #expect(table.column("data.grammar") == .texts(Array(repeating: #"["counts","é"]"#, count: 4)))
        #expect(table.column("model.time_mlp") == .flags([false, false, false, false]))
        #expect(table.column("train.learning_rate") == .numbers([0.001, 0.001, 0.001, 0.001]))
        #expect(table.column("parameters") == .integers([1000, 1000, 1002, 1002]))
    }

    @Test("whole numbers among others are numbers, what is mixed is text")
    func typing() {
        #expect(ColumnValues([.integer(1), .number(0.5), .null]) == .numbers([1, 0.5, nil]))
        #expect(ColumnValues([.integer(1), .text("a")]) == .texts(["1", "a"]))
        #expect(ColumnValues([.number(3)]) == .numbers([3]))
        #expect(ColumnValues([.null], expecting: .numbers) == .numbers([nil]))
        #expect(ColumnValues([.integer(3)], expecting: .numbers) == .numbers([3]))
        #expect(ColumnValues([.list([])]) == .texts(["[]"]))
    }

    @Test("NaN is a value, roles and sources are words")
    func metrics() throws {
        let table = try StudyFixture().study.metricsTable()
        guard case .numbers(let values)? = table.column("value"), case .texts(let names)? = table.column("metric"),
            case .texts(let jobs)? = table.column("job"), case .texts(let roles)? = table.column("role"),
            case .texts(let sources)? = table.column("source")
        else { return #expect(Bool(false), "columns of other types") }
        let diverged = try #require(jobs.indices.first { jobs[$0] == "p2s2" && names[$0] == "loss" })
        #expect(values[diverged]?.isNaN == true)
        let error = try #require(names.firstIndex(of: "x0_error"))
        #expect(values[error] == 0.1 + 0.01 && roles[error] == "quality" && sources[error] == "job")
        let speed = try #require(names.firstIndex(of: "images_per_second"))
        #expect(roles[speed] == "cost" && sources[speed] == "machine")
        #expect(try StudyFixture().study.curvesTable().rowCount == 4 * 3)
    }

    @Test("every column of comparisons and claims is known, with a type that does not hang on the rows")
    func reports() throws {
        let study = try StudyFixture().study
        let comparisons = try #require(try study.comparisonsTable().table)
        for (table, known) in [(comparisons, ReportColumns.comparisons), (try study.claimsTable(), ReportColumns.claims)] {
            let unknown = table.columns.map(\.name).filter { name in !known.contains { $0.name == name } && name != "fusion.point" }
            #expect(unknown.isEmpty)
            for entry in known {
                let kind: ColumnKind? =
                    switch table.column(entry.name) {
                    case nil: nil
                    case .flags?: .flags
                    case .integers?: .integers
                    case .numbers?: .numbers
                    case .texts?: .texts
                    }
                #expect(kind == entry.kind, "\(table.name).\(entry.name)")
            }
        }
        #expect(comparisons.column("fusion.point") == .integers([2, 2]))
        #expect(comparisons.column("left_out") == .texts(Array(repeating: #"["seed 2: diverged"]"#, count: 2)))
    }

    @Test("without a baseline there are no comparisons, and it says so")
    func noBaseline() throws {
        let written = try export(StudyFixture(baseline: nil).study, .csv)
        #expect(written.notes == ["no comparisons: the spec names no baseline"])
        #expect(!written.files.contains { $0.name == "comparisons.csv" })
        #expect(try text("README.md").contains("- no comparisons: the spec names no baseline\n"))
    }

    @Test("CSV, pictures, spec and README lie in the folder")
    func csv() throws {
        let written = try export(StudyFixture().study, .csv)
        #expect(
            try text("attention.csv").split(separator: "\n").prefix(2).joined(separator: "\n") == """
                job,step,caption,block_index,block,head,timestep,text_mass,entropy,effective_rank,energy_first,energy_first_two,energy_first_four
                p0s1,20,"two, ""red""\",0,mid_block,1,500,0.5,,1.25,,,
                """)
        #expect(try text("samples.csv").contains("p0s1,20,grid,0,\"one\ntwo\",samples/p0s1-step-20-grid-0.png\n"))
        #expect(try text("samples/p2s2-step-20-grid-0.png") == "png of p2s2")
        #expect(try text("missing.csv").contains("p0s1,learned_metrics,all,20,no judge\n"))
        #expect(try text("spec.yaml") == "name: made-up\n")
        let readme = try text("README.md")
        for file in written.files where file.name.hasSuffix(".csv") {
            let header = try text(file.name).split(separator: "\n")[0].split(separator: ",")
            for column in header { #expect(readme.contains("| `\(column)` | "), "\(file.name): \(column)") }
        }
    }

    @Test("Parquet files say who wrote them, and the same store gives the same bytes")
    func parquet() throws {
        let study = try StudyFixture().study
        _ = try export(study, .parquet)
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path("out")).filter { $0.hasSuffix(".parquet") }
        let before = try names.map { try Data(contentsOf: URL(fileURLWithPath: folder.path("out/" + $0))) }
        #expect(names.count == 9)
        #expect(before.allSatisfy { $0.range(of: Data("fusiongrid 1".utf8)) != nil && $0.range(of: Data("made-up".utf8)) != nil })
        _ = try export(study, .parquet)
        #expect(try names.map { try Data(contentsOf: URL(fileURLWithPath: folder.path("out/" + $0))) } == before)
    }

    @Test("TensorBoard gets a run a job, and mean, low and high of a cell with several done seeds")
    func events() throws {
        _ = try export(StudyFixture().study, .tensorboard)
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path("out")).filter { $0.hasSuffix(StudyEvents.fileName) }
        let runs = files.map { $0.replacing("/" + StudyEvents.fileName, with: "") }.sorted()
        #expect(
            runs == [
                "cells/point-0/high", "cells/point-0/low", "cells/point-0/mean", "cells/point-2/mean", StudyEvents.fileName,
                "seeds/point-0/seed-1", "seeds/point-0/seed-2", "seeds/point-2/seed-1", "seeds/point-2/seed-2",
            ])
        let mean = try Data(contentsOf: URL(fileURLWithPath: folder.path("out/cells/point-0/mean/\(StudyEvents.fileName)")))
        var expected = EventFile(wallTime: 0)
        expected.scalars(step: 10, [("loss/train", 0.115)])
        // The scalar with its tag, whatever the time.
        #expect(mean.range(of: expected.data.suffix(18).dropLast(4)) != nil)
    }
}
