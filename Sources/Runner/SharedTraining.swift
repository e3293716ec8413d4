import Experiments
import Foundation
import ResultsStore
import Training

/// Which jobs need not train, since another job's training is theirs to the last bit: they differ only in how the final
/// weights are sampled and looked at (guidance, sampler, probes, evaluator).
struct SharedTraining: Sendable {
    /// What two jobs must agree in.
    private struct Identity: Hashable {
        var trainingKey: String
        var trajectory: Trajectory
    }

    /// Job key -> number of its group; jobs whose training a done job of the store has, or that share with no other, have none.
    private let groups: [String: Int]
    /// Jobs whose training a done job of the store has, or one of `jobs` that comes before.
    let followers: Set<String>
    /// Of jobs whose training a done job of the store has: that one's key.
    let donors: [String: String]

    /// - Parameter jobs: those that are to run, in their order.
    /// - Throws: store errors.
    init(jobs: [Job], database: ResultsDatabase?, store: StoreLocation) throws {
        let byTraining = Dictionary(grouping: jobs, by: \.trainingKey)
        let done = try database?.trained(trainingKeys: Array(byTraining.keys), codeVersion: EngineVersion.current) ?? [:]
        var groups: [String: Int] = [:], followers: Set<String> = []
        // Nobody waits where the training is there already: such jobs have no group.
        var numbers: [Identity: Int?] = [:], found: [Identity: String] = [:], donors: [String: String] = [:]
        for job in jobs where byTraining[job.trainingKey]!.count > 1 || done[job.trainingKey] != nil {
            let identity = Identity(trainingKey: job.trainingKey, trajectory: job.configuration.trajectory)
            if let number = numbers[identity] {
                followers.insert(job.key)
                groups[job.key] = number
                donors[job.key] = found[identity]
            } else if let donor = try Self.donors(of: job, among: done[job.trainingKey] ?? [], store: store).first {
                followers.insert(job.key)
                numbers[identity] = .some(nil)
                (found[identity], donors[job.key]) = (donor.key, donor.key)
            } else {
                groups[job.key] = numbers.count
                numbers[identity] = .some(numbers.count)
            }
        }
        self.groups = groups
        self.followers = followers
        self.donors = donors
    }

    func group(of job: Job) -> Int? { groups[job.key] }

    /// Done jobs with the same training and a file of weights, by what the store knows.
    static func donors(of job: Job, database: ResultsDatabase, store: StoreLocation) throws -> [TrainingJob] {
        let done = try database.trained(trainingKeys: [job.trainingKey], codeVersion: EngineVersion.current)
        return try donors(of: job, among: done[job.trainingKey] ?? [], store: store)
    }

    private static func donors(
        of job: Job, among done: [(job: String, configuration: String)], store: StoreLocation
    ) throws -> [TrainingJob] {
        let trajectory = job.configuration.trajectory
        return done.lazy.filter { $0.job != job.key && access(store.files(of: $0.job).model.path, R_OK) == 0 }.compactMap {
            // What cannot be read any more cannot be shared.
            guard let configuration = try? JSONDecoder().decode(JobConfiguration.self, from: Data($0.configuration.utf8)),
                trajectory.isCovered(by: configuration.trajectory)
            else { return nil }
            return TrainingJob(key: $0.job, seed: job.seed, configuration: configuration)
        }
    }
}
