import Foundation

/// One call of `bench SPEC`: what its rounds have in common.
public struct SpeedSession: Sendable, Equatable {
    /// The spec's name.
    public var spec: String
    /// Lanes at once in a training step.
    public var threads: Int
    public var cpuModel: String?
    public var host: String
    /// The engine version.
    public var codeVersion: String
    public var started: Date

    public init(spec: String, threads: Int, cpuModel: String?, host: String, codeVersion: String, started: Date = Date()) {
        (self.spec, self.threads, self.cpuModel, self.host) = (spec, threads, cpuModel, host)
        (self.codeVersion, self.started) = (codeVersion, started)
    }
}

/// Training steps of one cell, timed in one round.
public struct SpeedMeasurement: Sendable, Equatable {
    /// Hash of what costs time: the model's configuration, the batch and its lanes.
    public var model: String
    /// The cell's coordinates as a JSON object.
    public var cell: String
    /// From 1.
    public var round: Int
    /// From 0, in the order in which the round measured.
    public var place: Int
    /// Images in a batch, and the parts that it is cut into.
    public var batch: Int
    public var lanes: Int
    /// Timed optimiser steps, and how long they took together.
    public var steps: Int
    public var seconds: Double
    /// Mean number of processes that ran or wanted to, over the minute before and the minute that the measurement ended; this
    /// program's own threads are among them. Nil where the system does not tell.
    public var loadBefore: Double?
    public var loadAfter: Double?
    /// Cores that others kept busy meanwhile; nil where the system does not tell.
    public var foreignCores: Double?
    public var started: Date

    public var imagesPerSecond: Double { Double(batch * steps) / seconds }

    public init(
        model: String, cell: String, round: Int, place: Int, batch: Int, lanes: Int, steps: Int, seconds: Double, loadBefore: Double?,
        loadAfter: Double?, foreignCores: Double?, started: Date = Date()
    ) {
        (self.model, self.cell, self.round, self.place) = (model, cell, round, place)
        (self.batch, self.lanes, self.steps, self.seconds) = (batch, lanes, steps, seconds)
        (self.loadBefore, self.loadAfter, self.foreignCores, self.started) = (loadBefore, loadAfter, foreignCores, started)
    }
}

/// A measurement as stored.
public struct SpeedRound: Sendable, Equatable {
    /// Rounds of one session can be compared with each other; its number grows with time.
    public var sessionID: Int64
    public var session: SpeedSession
    public var measurement: SpeedMeasurement

    public init(sessionID: Int64, session: SpeedSession, measurement: SpeedMeasurement) {
        (self.sessionID, self.session, self.measurement) = (sessionID, session, measurement)
    }
}
