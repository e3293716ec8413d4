import UViT

extension JobTrainer {
    func recordCosts() throws {
        let cost = CostModel(model)
        let values: [(String, Int)] = [
            ("parameters", cost.parameters), ("reference_forward_flops", cost.referenceForwardFLOPs),
            ("executed_forward_flops", cost.executedForwardFLOPs),
            ("reference_training_flops", cost.referenceTrainingFLOPs),
            ("executed_training_flops", cost.executedTrainingFLOPs),
        ]
        try sink.record(
            metrics: values.map {
                MetricValue($0, split: "cost", step: configuration.train.steps, value: Double($1))
            })
    }

    func recordMeasurements() throws {
        guard trainingSeconds > 0 else { return }
        let rate = Double(trainedImages) / trainingSeconds
        try sink.record(measurements: [
            "images_per_second": rate,
            "executed_gflops": rate * Double(CostModel(model).executedTrainingFLOPs) / 1e9,
            "training_seconds": trainingSeconds,
        ])
    }
}
