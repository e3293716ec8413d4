import Foundation
import Platform

/// Takes work back from a cluster.
public struct ClusterCancel {
    private let spools: [Spool]
    private let slurm: any SlurmCommands

    public init(_ spools: [Spool], slurm: any SlurmCommands) { (self.spools, self.slurm) = (spools, slurm) }

    /// Keeps jobs from running in tasks that have them: those that run them stop at their next sign of life, and tasks with nothing else
    /// left are taken out of the queue.
    ///
    /// - Returns: how many jobs tasks had, and problems for people.
    public func cancel(jobs keys: Set<String>) throws -> (jobs: Int, problems: [String]) {
        var found: Set<String> = [], problems: [String] = []
        for spool in spools {
            for submission in try spool.submissions() {
                let sealed = spool.sealed(submission.id), marks = spool.cancelMarks(), numbers = submission.numbers
                var empty: [String] = []
                for (number, slice) in try submission.slices().enumerated() where !slice.isPreparing {
                    let left = Set(slice.entries.map(\.key)).subtracting(sealed).subtracting(marks)
                    let taken = left.intersection(keys)
                    guard !taken.isEmpty else { continue }
                    for key in taken where found.insert(key).inserted { try writeFile(Data("cancelled\n".utf8), to: spool.cancelMark(key)) }
                    if taken == left, let place = submission.place(ofTask: number, numbers: numbers) {
                        // What runs stops by itself, with its end recorded.
                        if access(spool.heartbeat(submission.id, task: number).path, F_OK) != 0 {
                            empty.append("\(place.array)_\(place.index)")
                        }
                    }
                }
                problems += scancel(empty)
            }
        }
        return (found.count, problems)
    }

    /// Ends everything that was sent of these spools, or some tasks of each submission.
    /// - Parameter tasks: `0,3-7`; nil for all.
    /// - Returns: the names that Slurm was told, and problems for people.
    public func cancelAll(tasks: String? = nil) throws -> (names: [String], problems: [String]) {
        var names: [String] = [], problems: [String] = []
        for spool in spools {
            for submission in try spool.submissions() {
                let numbers = submission.numbers
                guard !numbers.isEmpty else { continue }
                let sealed = spool.sealed(submission.id)
                let isOpen = try submission.slices().contains { !$0.isPreparing && $0.entries.contains { !sealed.contains($0.key) } }
                guard isOpen else { continue }
                if let tasks {
                    guard let list = SlurmTaskList("1_[\(tasks)]"), let ranges = list.tasks else { throw CancelProblem.tasks(tasks) }
                    let chosen = (0..<submission.manifest.tasks).filter { number in ranges.contains { $0.contains(number) } }
                    let places = chosen.compactMap { submission.place(ofTask: $0, numbers: numbers) }
                    problems += scancel(places.map { "\($0.array)_\($0.index)" })
                    names += places.map { "\($0.array)_\($0.index)" }
                } else {
                    // Tasks that get a signal now are not to come back.
                    try writeFile(Data("cancelled\n".utf8), to: spool.cancelMark(submission.id))
                    do throws(SlurmProblem) {
                        _ = try slurm.run("scancel", ["--name=\(submission.manifest.jobName)"])
                        names.append(submission.manifest.jobName)
                    } catch { problems.append("\(error)") }
                }
            }
        }
        return (names, problems)
    }

    private func scancel(_ numbers: [String]) -> [String] {
        var problems: [String] = []
        for start in stride(from: 0, to: numbers.count, by: 500) {
            do throws(SlurmProblem) { _ = try slurm.run("scancel", Array(numbers[start..<min(start + 500, numbers.count)])) } catch {
                problems.append("\(error)")
            }
        }
        return problems
    }
}

public enum CancelProblem: Error, Equatable, Sendable, CustomStringConvertible {
    case tasks(String)

    public var description: String {
        switch self {
        case .tasks(let text): "--tasks: found `\(text)`, allowed: numbers and ranges such as 0,3-7"
        }
    }
}
