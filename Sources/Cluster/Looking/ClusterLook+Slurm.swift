import Foundation

extension ClusterLook {
    /// Asks the cluster that this machine belongs to.
    ///
    /// - Parameters:
    ///   - key: only submissions that have this job; nil for all.
    ///   - isCertain: what the queue does not show is asked for again, of the accounts and of the controller: for commands that people
    ///     type now and then, and that send again what is gone. An empty answer is no proof.
    public init(_ spools: [Spool], having key: String? = nil, slurm: any SlurmCommands, isCertain: Bool = false) throws {
        let look = try ClusterLook(spools, having: key) { names, since in slurm.listing(names: names, user: geteuid(), since: since) }
        guard isCertain, look.listing.source == "squeue", look.tasks.contains(where: \.isUnlisted) else {
            self = look
            return
        }
        var listing = look.listing
        // Accounts that are switched off tell nothing: what is known stays.
        if slurm.has("sacct"), let since = look.since, let accounts = try? slurm.accounts(names: look.openNames, since: since) {
            listing = listing.completed(by: accounts)
        }
        let told = try ClusterLook(spools, having: key) { _, _ in listing }
        for array in Set(told.tasks.filter(\.isUnlisted).compactMap(\.array)).sorted() {
            listing = listing.completed(by: slurm.controller(array))
        }
        self = try ClusterLook(spools, having: key) { _, _ in listing }
    }
}

extension ClusterLook.Task {
    /// It was sent, has something left, and Slurm said nothing of it.
    fileprivate var isUnlisted: Bool { standing == .over && slurm == nil && slurmJob != nil }
    fileprivate var array: Int? { slurmJob.flatMap { Int($0.prefix { $0 != "_" }) } }
}

extension SlurmCommands {
    /// What the controller itself knows of an array. Without an answer its tasks may be anywhere; one that it does not know is gone.
    func controller(_ array: Int) -> SlurmListing {
        do throws(SlurmProblem) {
            return SlurmListing(jobs: try run("scontrol", ["show", "job", "\(array)", "--oneliner"]))
        } catch .failed(_, _, let message) where message.contains("Invalid job id") {
            return SlurmListing(source: "scontrol")
        } catch {
            return SlurmListing(silentOn: array)
        }
    }
}
