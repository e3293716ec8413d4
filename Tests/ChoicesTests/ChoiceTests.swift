import Foundation
import Testing

@testable import Choices

@Suite struct ChoiceTests {
    /// The words of every enum with String raw values below Sources, by "file: name".
    private func wordSets() throws -> [(place: String, words: Set<String>)] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Sources").standardizedFileURL
        let files = try #require(FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil))
        var found: [(place: String, words: Set<String>)] = []
        for case let file as URL in files where file.pathExtension == "swift" {
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated() {
                guard let head = line.firstMatch(of: /enum (\w+): (String|Choice)\b[^{]*\{/) else { continue }
                let indentation = line.prefix { $0 == " " }
                let body = line.hasSuffix("}") ? [line] : lines[number...].prefix { !$0.hasPrefix("\(indentation)}") }
                let cases = body.compactMap { $0.firstMatch(of: /\bcase ([^{}:.]*)/)?.1 }.joined(separator: ",")
                let words = cases.split(separator: ",").map { word in
                    word.split(separator: "=").last!.trimmingCharacters(in: CharacterSet(charactersIn: " \""))
                }
                found.append(("\(file.lastPathComponent): \(head.1)", Set(words.filter { !$0.isEmpty })))
            }
        }
        return found
    }

    @Test func `no two enums have the same words`() throws {
        let sets = try wordSets()
        #expect(sets.contains { $0.words == Set(Prediction.allCases.map(\.rawValue)) })
        for (number, (place, words)) in sets.enumerated() where words.count > 1 {
            for other in sets[(number + 1)...] {
                #expect(words != other.words, "\(place) and \(other.place) spell the same words")
            }
        }
    }

    @Test func `the words are what specs and stores have spelt from the first`() {
        func words<Words: Choice>(_ type: Words.Type) -> String { type.allCases.map(\.rawValue).joined(separator: " ") }
        #expect(words(DatasetKind.self) == "shapes images scenes features")
        #expect(words(FileErrorPolicy.self) == "fail skip")
        #expect(words(SceneCanvas.self) == "grey light")
        #expect(words(GrammarPart.self) == "counts conjunctions relations")
        #expect(words(Conditioning.self) == "concat cross-attention")
        #expect(words(InitialisationScheme.self) == "reference fan-in")
        #expect(words(EncoderKind.self) == "random mini-clip precomputed clip bert word-vectors")
        #expect(words(Prediction.self) == "epsilon v x0")
        #expect(words(LossWeighting.self) == "uniform min-snr")
        #expect(words(RateSchedule.self) == "constant linear cosine")
        #expect(words(SamplerKind.self) == "dpm-solver++ ddim")
        #expect(words(EvaluatorKind.self) == "none mini-clip")
        #expect(words(ClipScorer.self) == "none clip")
        #expect(words(OutsideJudge.self) == "none inception-v3 efficientnet-lite0")
        #expect(words(EvaluatorData.self) == "train own")
        #expect(words(ProbeSelection.self) == "first stratified")
        #expect(words(WordRole.self) == "noun colour count")
    }
}
