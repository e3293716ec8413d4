import Experiments
import ResultsStore

/// Is told what becomes of the jobs of a sweep, by the threads that run them.
public protocol SweepObserver: Sendable {
    /// An attempt at it has been recorded and begins.
    func began(_ job: Job) throws
    /// - Parameter step: finished optimiser steps.
    func advanced(_ job: Job, step: Int)
    /// Its end is recorded; its files are still locked.
    /// - Throws: what pauses the sweep when it is a problem of storage, and ends it otherwise.
    func ended(_ job: Job, as ending: Ending, reason: String?) throws
}
