import Foundation

/// Lets other processes go first: for those that wait for people. Threads that begin afterwards have it from the one that began them.
public func lowerPriority() {
    // Where the system does not let it, everything works as well.
    _ = setpriority(numericCast(PRIO_PROCESS.rawValue), 0, 10)
}
