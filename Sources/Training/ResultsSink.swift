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
    /// [queryCount, keyCount] softmax probabilities as IEEE half precision.
    public var map: [UInt16]
    public var textMass: Double
    public var normalisedEntropy: Double
    public var effectiveRank: Double
}

/// A picture a job produced.
public struct SampleRecord: Sendable {
    public var step: Int
    /// `grid` (contact sheet of the evaluation samples) or `probe`.
    public var kind: String
    /// The captions in reading order, one a line.
    public var caption: String
    public var png: Data
}

/// Where a job's results go. Every call upserts, so a resumed job may record the same rows again.
///
/// Calls come from the one thread that runs the job.
public protocol ResultsSink: AnyObject {
    func record(metrics: [MetricValue]) throws
    func record(attention: [AttentionRecord]) throws
    func record(samples: [SampleRecord]) throws
    /// Machine-dependent values (rates, memory): kept apart from metrics, which are functions of the job alone.
    func record(measurements: [String: Double]) throws
    /// Content identities of what the job shared: data set, text encoder.
    func record(identities: [String: String]) throws
}
