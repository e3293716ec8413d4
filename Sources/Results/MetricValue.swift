/// A metric's name and what it was measured on, as a store has them: `loss` on `validation`. Other programs and versions may
/// have recorded names that this one does not know.
public struct MetricName: Sendable, Equatable, Hashable, Comparable, CustomStringConvertible {
    public var name: String
    public var split: String

    public init(_ name: String, _ split: String) {
        self.name = name
        self.split = split
    }

    public var description: String { "\(name)/\(split)" }

    public static func < (a: MetricName, b: MetricName) -> Bool { (a.name, a.split) < (b.name, b.split) }
}

/// One number a job produced: a pure function of the job, never a timing. NaN and infinity are values like any other.
public struct MetricValue: Sendable, Equatable {
    public var name: MetricName
    /// Finished optimiser steps.
    public var step: Int
    public var value: Double

    public init(_ name: MetricName, step: Int, value: Double) {
        (self.name, self.step, self.value) = (name, step, value)
    }
}

/// One point of a curve; in final metrics the last one.
public struct MetricPoint: Sendable, Equatable {
    public var step: Int
    public var value: Double

    public init(step: Int, value: Double) {
        self.step = step
        self.value = value
    }
}

/// A metric that has no value for a reason that is no failure.
public struct MissingMetric: Sendable, Equatable {
    public var name: MetricName
    public var step: Int
    /// In words.
    public var reason: String

    public init(_ name: MetricName, step: Int, reason: String) {
        (self.name, self.step, self.reason) = (name, step, reason)
    }
}
