import Foundation

extension GitCheckout {
    /// Whether files at these places differ from the commit, or are none of its; nil where git cannot tell (it is not there, does not
    /// trust the folder, takes too long).
    ///
    /// - Parameter places: relative to the root.
    public func hasChanges(in places: [String]) -> Bool? {
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("GIT_") }
        // A look changes nothing.
        environment["GIT_OPTIONAL_LOCKS"] = "0"
        let status = ChildProcess.output(
            of: "/usr/bin/env", ["git", "-C", root.path, "status", "--porcelain", "--untracked-files=all", "--"] + places,
            environment: environment, seconds: 10)
        return status.map { !$0.isEmpty }
    }
}
