import Foundation
import Testing
@testable import ResultsStore

func job(_ key: String, seed: Int = 1, point: Int = 0, conditioning: String = "concat") -> JobRecord {
    JobRecord(
        key: key, trainingKey: "t-\(key)",
        configuration: ConfigurationRecord(
            json: #"{"fusion":{"conditioning":"\#(conditioning)","point":\#(point)}}"#,
            options: [
                JobOption(path: "fusion.point", value: "\(point)"),
                JobOption(path: "fusion.conditioning", value: conditioning),
                JobOption(path: "fusion.text_depth", value: "2"),
            ]),
        seed: seed, dataFingerprint: "data")
}

extension ResultsDatabase {
    /// The attempt that runs a job; claimed when it waits.
    func attempt(_ key: String, by identity: RunnerIdentity = .current) throws -> Attempt {
        if let claimed = try claim(key, by: identity, leaseSeconds: 60) { return claimed }
        let running = try attempts(key).last { $0.ending == nil }
        return Attempt(self, id: try #require(running).id, job: key, leaseSeconds: 60)
    }
}

func runner(host: String = "node-a", pid: Int = 4_000_000, started: String = "1", boot: String = "boot-1") -> RunnerIdentity {
    RunnerIdentity(host: host, pid: pid, processStarted: started, processNamespace: "", bootID: boot)
}

/// The message of the store's error that `body` throws.
func message(_ body: () throws -> Void) -> String? {
    do {
        try body()
        return nil
    } catch let error as ResultsStoreError {
        return error.description
    } catch {
        return "not a ResultsStoreError: \(error)"
    }
}
