import Foundation

extension ClusterLook {
    /// Asks the cluster that this machine belongs to.
    ///
    /// - Parameters:
    ///   - key: only submissions that have this job; nil for all.
    ///   - asksAccounts: where a task vanished without a word and has left the queue, the accounts are asked what became of it: a second
    ///     question, for commands that people type now and then.
    public init(_ spools: [Spool], having key: String? = nil, slurm: any SlurmCommands, asksAccounts: Bool = false) throws {
        let look = try ClusterLook(spools, having: key) { names, since in slurm.listing(names: names, user: geteuid(), since: since) }
        let isAsking = asksAccounts && look.listing.source == "squeue" && look.tasks.contains(where: \.vanished) && slurm.has("sacct")
        // Accounts that are switched off tell nothing: what is known stays.
        if isAsking, let since = look.since, let accounts = try? slurm.accounts(names: look.openNames, since: since), !accounts.isEmpty {
            self = try ClusterLook(spools, having: key) { _, _ in look.listing.completed(by: accounts) }
        } else {
            self = look
        }
    }
}

extension ClusterLook.Task {
    /// It gave signs of life, has something left and is nowhere to be found.
    fileprivate var vanished: Bool { standing == .over && slurm == nil && heartbeat?.isLast == false }
}
