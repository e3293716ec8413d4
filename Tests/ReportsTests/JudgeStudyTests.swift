import Claims
import Testing
@testable import Reports

@Suite("The judge is judged")
struct JudgeStudyTests {
    private static let claims = ClaimList(
        name: "study",
        claims: [
            claim("point", .change("fusion.point", from: .first, to: .last), each: ["fusion.text_depth"]),
            claim("blocks", .change("fusion.text_depth", from: .first, to: .last), "oracle_count/all"),
            claim("both", .interaction("fusion.point", "fusion.text_depth")),
            claim(
                "model",
                .cells(
                    [Condition("fusion.point", [.last]), Condition("fusion.text_depth", [.last])],
                    against: [Condition("fusion.point", [.first]), Condition("fusion.text_depth", [.first])]), each: ["fusion.conditioning"]
            ),
            claim("level", .level(0), "text_use_gap/validation"), claim("fast", .slope("fusion.point"), "images_per_second"),
        ])

    private static func claim(_ id: String, _ question: Question, each: [String] = [], _ metric: String = "oracle_all/all") -> Claim {
        Claim(
            id: id, statement: id, question: question, each: each,
            primary: [Measure(metric, expected: .higher, margin: metric.hasPrefix("oracle") ? .points(3) : nil)])
    }

    @Test("No truth gives more false families than one in twenty, nothing is answered without cells", arguments: SimulatedTruth.all)
    func falseVerdicts(truth: SimulatedTruth) throws {
        let stores = 50
        let row = try JudgeStudy(claims: Self.claims, truths: [truth], stores: stores).rows[0]
        // Fixed noise: these counts do not change from run to run. Three standard errors above .05.
        let limit = Double(stores) * 0.05 + 3 * (Double(stores) * 0.05 * 0.95).squareRoot()
        #expect(row.stores == stores)
        #expect(Double(row.falseFamilies) <= limit, "\(row)")
        #expect(Double(row.falseComparisons) <= limit, "\(row)")
        #expect(row.answeredInVain == 0, "\(row)")
        if row.differences > 0, truth.noise == .normal, truth.seeds >= 6 {
            // Questions of a store are not independent: four of their standard errors.
            let expected = row.expected / Double(row.differences), found = Double(row.found) / Double(row.differences)
            #expect(
                abs(found - expected) < 4 * (expected * (1 - expected) / Double(stores)).squareRoot() + 0.01, "\(found) for \(expected)")
        }
    }

    @Test("The study finds what is there: a judge that never speaks would fail")
    func power() throws {
        let row = try JudgeStudy(claims: Self.claims, truths: [SimulatedTruth("much", point: 3, depth: 3)], stores: 20).rows[0]
        #expect(row.found > row.differences * 8 / 10, "\(row)")
    }
}
