/// Names the code whose results may be mixed in one table.
///
/// It changes when the same job would give other numbers: a changed kernel, sampler, data generator or metric.
public enum EngineVersion {
    public static let current = "4"
}
