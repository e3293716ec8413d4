import Foundation
import ResultsStore

/// What a bundle says of itself before its parts.
public struct BundleHeader: Codable, Sendable, Equatable {
    /// A file of a job, or its rows.
    public enum Part: String, Codable, Sendable, CaseIterable {
        /// A database of this one job, deflated.
        case rows = "rows.sqlite"
        case model = "model.safetensors"
        case checkpoint = "checkpoint.safetensors"
        case previousCheckpoint = "checkpoint.previous.safetensors"
        case log = "log.txt"
    }

    public struct Entry: Codable, Sendable, Equatable {
        public var part: Part
        /// Bytes in the bundle.
        public var bytes: Int
        /// Bytes of the part itself.
        public var unpacked: Int
    }

    /// The job's key.
    public var job: String
    public var state: JobState
    /// Finished optimiser steps that its checkpoint holds.
    public var step: Int
    public var host: String
    public var slurmJob: String?
    public var entries: [Entry]
}

/// Why a bundle is left where it lies.
public enum BundleProblem: Error, Equatable, Sendable, CustomStringConvertible {
    case foreign
    case truncated
    case damaged(String)
    case unreadable(String)
    /// The bundle of another job than its name says.
    case misnamed(job: String)

    public var description: String {
        switch self {
        case .foreign: "it is no bundle of fusiongrid"
        case .truncated: "it is truncated"
        case .damaged(let what): "it is damaged: \(what)"
        case .unreadable(let reason): "it cannot be read: \(reason)"
        case .misnamed(let job): "it holds job \(job.prefix(12)), not the one that its name says"
        }
    }
}
