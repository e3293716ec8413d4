import ArgumentParser
import Foundation
import Kernels
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
        BLAS.useOneThread()
        let folder = try reportingBadInput { try ParityFolder(URL(fileURLWithPath: directory)) }
        var overLimit = 0
        for parityCase in folder.cases {
            for result in try reportingBadInput({ try parityCase.check() }) {
                print(result)
                overLimit += result.passed ? 0 : 1
            }
        }
        if overLimit > 0 {
            printError("\(overLimit) result(s) over the limit")
            throw ExitStatus.someFailed
        }
    }
}
