import Foundation

/// One number a job produced: a pure function of the job (never a timing).
///
/// `step` counts finished optimiser steps; `split` says which data it speaks of.
public struct MetricValue: Sendable, Equatable {
    public var name: String
    public var split: String
    public var step: Int
    public var value: Double

    public init(_ name: String, split: String, step: Int, value: Double) {
        self.name = name
        self.split = split
        self.step = step
        self.value = value
    }
}

/// One head's image-to-text attention for one probe caption, block and timestep, with its statistics.
public struct AttentionRecord: Sendable {
    public var caption: String
    /// The words behind the text positions; padding is not listed.
    public var tokens: [String]
    public var blockIndex: Int
    public var block: String
    public var head: Int
    public var timestep: Int
    /// Image tokens (rows of `map`).
    public var queryCount: Int
    /// Text tokens, padding included (columns of `map`).
    public var keyCount: Int
    /// [queryCount, keyCount] softmax probabilities.
    public var map: [Float]
    /// nil where a statistic has no meaning (no attention to text at all) or the map is not finite.
    public var textMass: Double?
    public var normalisedEntropy: Double?
    public var effectiveRank: Double?
    /// Shares of the map's energy in its first 1, 2 and 4 singular values.
    public var energyFirst: Double?
    public var energyFirstTwo: Double?
    public var energyFirstFour: Double?
}

/// The contact sheet of images a job generated after `step` steps.
public struct SampleSheet: Sendable {
    public var step: Int
    /// In reading order.
    public var captions: [String]
    public var png: Data
}

/// Where a job's results go. Every call upserts, so a resumed job may record the same rows again.
///
/// Calls come from the one thread that runs the job.
public protocol ResultsSink: AnyObject {
    func record(metrics: [MetricValue]) throws
    /// What has no value, and why.
    func record(missing: [MissingMetric]) throws
    /// - Parameter step: finished optimiser steps of the weights that were looked at.
    func record(attention: [AttentionRecord], step: Int) throws
    /// - Parameter step: finished optimiser steps of the weights that were looked at.
    func record(localisation: [LocalisationRecord], step: Int) throws
    func record(samples: SampleSheet) throws
    /// Machine-dependent values (rates, memory): kept apart from metrics, which are functions of the job alone.
    func record(measurements: [String: Double]) throws
    /// Returns when what was recorded would survive a power failure: a checkpoint must not be ahead of it.
    func sync() throws
    /// Content identities of what the job shared: data set, text encoder, evaluator.
    func record(identities: [String: String]) throws
}
