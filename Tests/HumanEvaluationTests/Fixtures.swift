import Foundation
import ResultsStore
@testable import HumanEvaluation

/// Jobs whose pictures are letters: a study does not care.
func cell(_ label: String, seeds: Int = 3, pictures: Int = 16, captions: Int = 8, asked: Int? = nil) -> StudyDesign.Cell {
    StudyDesign.Cell(
        label: label, coordinates: "{\"cell\":\"\(label)\"}",
        jobs: (1...seeds).map { seed in
            StudyDesign.Job(
                key: "\(label)-\(seed)", seed: seed, captions: (0..<pictures).map { "caption \($0 % captions)" },
                pictures: (0..<pictures).map { Data("\(label) \(seed) \($0)".utf8) }, asked: (0..<pictures).map { asked ?? ($0 % 4 + 1) },
                oracle: (0..<pictures).map { $0 % 5 == 0 ? nil : $0 % 4 + 1 })
        })
}

func check(_ number: Int, truth: Int = 1) -> StudyDesign.Check {
    StudyDesign.Check(caption: "check \(number)", first: Data("right \(number)".utf8), second: Data("wrong \(number)".utf8), truth: truth)
}

func design(cells: [String] = ["a", "b"], checks: Int = 4, repeats: Int = 3, seed: Int = 5) -> StudyDesign {
    let pairs = cells.indices.flatMap { a in cells.indices.filter { $0 > a }.map { (a, $0) } }
    return StudyDesign(
        spec: "grid", task: .preference, seed: seed, cells: cells.map { cell($0) }, comparisons: pairs,
        checks: (0..<checks).map { check($0) }, repeats: repeats, plan: "{}")
}
