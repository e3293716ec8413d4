import Evaluation
import Kernels
import Results
import UViT

/// What it costs that image tokens do not see the text in some blocks: images of the same captions from the same noise are sampled once
/// for each choice of blocks, and read by the oracle and the judge. With guidance only the captions' half of the batch is touched.
///
/// A trained network never met such a block in training: a cost says that what the block reads from the text is used, not that a network
/// trained without it would lack it.
struct KnockoutEvaluation: Look {
    let materials: JobMaterials
    let phase = JobProgress.Phase.sampling
    let seconds = Metric.knockoutSeconds

    func isDue(after step: Int) -> Bool {
        step == materials.lastStep && materials.configuration.evaluate.knockout > 0
            && (materials.oracle != nil || materials.judge != nil)
    }

    func look(at network: JobNetwork) throws -> Findings {
        let plan = KnockoutPlan(materials.model)
        let items = (0..<materials.configuration.evaluate.knockout).map { $0 % materials.dataset.count(.test) }
        let captions = items.map { materials.dataset.caption(.test, $0, wording: 0) }
        var readings: [Set<Int>: KnockoutReading] = [:]
        for blocks in plan.sets {
            var reading = KnockoutReading(materials, captions: captions, threads: network.threads)
            try network.forEachBatch(of: captions, hidingTextIn: blocks) { images, range in
                reading.add(images, items: items[range], range)
            }
            readings[blocks] = reading
        }
        return findings(plan, readings, step: network.step)
    }

    private func findings(_ plan: KnockoutPlan, _ readings: [Set<Int>: KnockoutReading], step: Int) -> Findings {
        var findings = Findings()
        let whole = readings[[]]!.oracleShares
        for choice in plan.choices {
            guard choice.place == .none || !choice.blocks.isEmpty else {
                findings.missing += whole.keys.sorted().map {
                    Metric.knockoutCost[choice.name, $0].missing(
                        because: "no \(choice.name) block sees the text", on: .generated, step: step)
                }
                continue
            }
            let reading = readings[choice.blocks]!
            for (question, share) in reading.oracleShares.sorted(by: { $0.key < $1.key }) {
                findings.metrics.append(Metric.knockoutOracle[choice.name, question].value(share, on: .generated, step: step))
                guard choice.place != .none, let before = whole[question] else { continue }
                let cost =
                    if case .block(let position) = choice.place {
                        Metric.knockoutCostByBlock[position, question]
                    } else {
                        Metric.knockoutCost[choice.name, question]
                    }
                findings.metrics.append(cost.value(before - share, on: .generated, step: step))
            }
            for (metric, result) in reading.judged(as: choice.name) {
                switch result {
                case .success(let value): findings.metrics.append(metric.value(value, on: .generated, step: step))
                case .failure(let problem):
                    findings.missing.append(metric.missing(because: problem.reason, on: .generated, step: step))
                }
            }
        }
        let costs = BlockPlace.allCases.map { place in
            plan.choices.first { $0.place == .part(place) && !$0.blocks.isEmpty }.flatMap { readings[$0.blocks]?.oracleShares }
        }
        if let outer = costs[0], let inner = costs[1] {
            for question in whole.keys.sorted() {
                guard let outer = outer[question], let inner = inner[question] else { continue }
                findings.metrics.append(
                    Metric.knockoutCostInnerMinusOuter[question].value(outer - inner, on: .generated, step: step))
            }
        }
        return findings
    }
}
