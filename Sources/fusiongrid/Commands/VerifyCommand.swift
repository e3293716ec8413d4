import ArgumentParser
import Foundation
import Parity

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check the engine against a folder of reference cases.",
        discussion: """
            Prints one line a case and kind with the relative error ||ours - reference|| / ||reference|| and its \
            limit; exit 1 when one is over its limit, 2 when the folder cannot be read.
            """)

    @Argument(help: "A folder with index.json and its safetensors files.", completion: .directory)
    var directory: String

    func run() throws {
        let folder = URL(fileURLWithPath: directory, isDirectory: true)
        var overLimit = 0
        func show(_ results: [ParityResult]) {
            for result in results {
                let verdict = result.passes ? "ok" : "OVER LIMIT"
                print(
                    "\(result.caseName)  \(result.kind)  error \(String(format: "%.2e", result.error))"
                        + "  limit \(String(format: "%.0e", result.limit))  \(verdict)")
                overLimit += result.passes ? 0 : 1
            }
        }
        try reportingBadInput {
            for parityCase in try ParityCase.all(in: folder) {
                show(try parityCase.check())
                show([try parityCase.checkSamples()])
            }
            show(try MetricsParity.check(in: folder))
        }
        if overLimit > 0 {
            printError("\(overLimit) result(s) over the limit")
            throw ExitStatus.someFailed
        }
    }
}
