import Experiments
import Foundation
import Platform
import ResultsStore
import Runner
import Training

/// Makes a submission in a spool and sends it.
public struct Submitter {
    public struct Sent: Sendable {
        public var submission: Submission
        public var numbers: [Int]
        /// Why the later parts were not sent; those that were go on.
        public var problem: String?
    }

    private let spool: Spool
    private let store: StoreLocation
    private let database: ResultsDatabase
    /// Where the spool lies for the nodes.
    private let nodesSpool: Spool
    private let program: URL

    /// - Parameters:
    ///   - nodesPath: where the spool will lie for the nodes, if elsewhere.
    ///   - program: what nodes run: this very program.
    public init(
        spool: Spool, nodesPath: String? = nil, store: StoreLocation, _ database: ResultsDatabase,
        program: URL = URL(fileURLWithPath: "/proc/self/exe")
    ) {
        (self.spool, self.store, self.database, self.program) = (spool, store, database, program)
        nodesSpool = nodesPath.map { Spool(path: $0) } ?? spool
    }

    /// What the submission would say of itself, without its files.
    public static func manifest(_ plan: SubmissionPlan, sha256: String? = ToolIdentity.current.sha256) -> SubmissionManifest {
        let tool = ToolIdentity.current, sweep = plan.sweep, settings = plan.settings, sha = sha256 ?? "unknown"
        let id = UUID().uuidString.lowercased()
        return SubmissionManifest(
            format: Spool.format, id: id, jobName: "fusiongrid-\(id)", made: Date().ISO8601Format(), spec: sweep.spec.name,
            specPath: sweep.spec.path, overrides: sweep.overrides, folder: FileManager.default.currentDirectoryPath, files: [],
            tool: .init(copy: "bin/fusiongrid-\(sha.prefix(16))", sha256: sha, commit: tool.commit, isDirty: tool.isDirty),
            engine: EngineVersion.current, seconds: settings.seconds, grace: BatchScript.grace(settings), cpus: settings.cpus,
            memory: settings.memory, jobs: plan.jobs, tasks: plan.slices.count, parts: plan.parts)
    }

    /// The script of a submission of this plan.
    /// - Parameter spool: where it lies for the nodes.
    public static func script(_ manifest: SubmissionManifest, _ plan: SubmissionPlan, spool: Spool) throws -> String {
        try BatchScript.text(manifest, plan.settings, spool: spool)
    }

    /// Writes everything that the nodes need into the spool: the manifest last.
    public func make(_ plan: SubmissionPlan) throws -> Submission {
        var manifest = Self.manifest(plan, sha256: try Data(contentsOf: program, options: .alwaysMapped).sha256)
        let text = try Self.script(manifest, plan, spool: nodesSpool)
        try spool.create()
        for folder in [spool.logs(manifest.id), spool.heartbeats(manifest.id), spool.bundles(manifest.id), spool.specs(manifest.id)] {
            try createFolder(folder)
        }
        try copyTool(manifest.tool)
        for (index, path) in plan.sweep.spec.files.enumerated() {
            let data = try FileHandle(forReadingFrom: URL(fileURLWithPath: path)).readToEnd() ?? Data()
            let copy = "specs/\(manifest.id)/\(index)-\(URL(fileURLWithPath: path).lastPathComponent)"
            try writeFile(data, to: spool.file(copy))
            manifest.files.append(.init(path: path, copy: copy, sha256: data.sha256))
        }
        try copyShared()
        try export(plan)
        try writeFile(Data(plan.slices.map { $0.line + "\n" }.joined().utf8), to: spool.slices(manifest.id))
        try writeFile(Data(text.utf8), to: spool.script(manifest.id))
        try writeFile(Data(sendingScript(manifest).utf8), to: spool.file("submissions/\(manifest.id).send.sh"))
        let marks = spool.cancelMarks()
        if !marks.isEmpty {
            for slice in plan.slices {
                for entry in slice.entries where marks.contains(entry.key) { unlink(spool.cancelMark(entry.key).path) }
            }
        }
        try writeFile(try spoolJSON(manifest), to: spool.manifest(manifest.id))
        try plan.sweep.register(in: database)
        try database.record(spool: spool.path, spec: manifest.spec)
        return try spool.submission(manifest.id)
    }

    /// Sends a submission, array after array; what was sent is noted after each.
    public func send(_ submission: Submission, through slurm: any SlurmCommands) throws -> Sent {
        var sent = Sent(submission: submission, numbers: [])
        for part in submission.manifest.parts {
            do throws(SlurmProblem) {
                let arguments = BatchScript.arguments(part, numbers: sent.numbers)
                sent.numbers.append(try slurm.submit(arguments + [spool.script(submission.id).path, String(part.first)]))
            } catch {
                sent.problem = "\(error)"
                break
            }
            try writeFile(Data(sent.numbers.map { "\($0)\n" }.joined().utf8), to: spool.numbers(submission.id))
        }
        return sent
    }

    // MARK: What nodes need

    private func copyTool(_ tool: SubmissionManifest.Tool) throws {
        let place = spool.file(tool.copy), own = program.resolvingSymlinksInPath()
        try placeCopy(own, at: place)
        guard try Data(contentsOf: place, options: .alwaysMapped).sha256 == tool.sha256 else {
            unlink(place.path)
            throw SpoolProblem.changed(file: place.path)
        }
        guard chmod(place.path, 0o755) == 0 else { throw FileError.unwritable(place.path) }
    }

    private func copyShared() throws {
        let source = store.sharedFiles
        for name in (try? FileManager.default.contentsOfDirectory(atPath: source.path)) ?? [] where name.hasSuffix(".safetensors") {
            let file = source.appendingPathComponent(name), place = spool.shared.appendingPathComponent(name)
            // Such a file is only ever replaced as a whole.
            if access(place.path, F_OK) != 0, link(file.path, place.path) != 0 { try placeCopy(file, at: place) }
        }
    }

    /// Done jobs whose training is taken over, and checkpoints that are further here than there.
    private func export(_ plan: SubmissionPlan) throws {
        var template: URL?, staging: Staging?
        func seal(_ key: String, to url: URL) throws {
            if staging == nil {
                staging = try Staging(in: store.filesFolder)
                template = try Bundle.makeTemplate(in: staging!.folder)
            }
            try Bundle.seal(key, from: store, database, to: url, scratch: staging!.folder, template: template!)
        }
        for slice in plan.slices where !slice.isPreparing {
            for entry in slice.entries {
                if let donor = entry.donor, access(spool.donor(donor).path, F_OK) != 0 { try seal(donor, to: spool.donor(donor)) }
                let step = store.files(of: entry.key).checkpointStep
                guard step > 0 else { continue }
                let there = try? Bundle.check(spool.checkpoint(entry.key), job: entry.key)
                if there.map({ $0.step < step }) ?? true { try seal(entry.key, to: spool.checkpoint(entry.key)) }
            }
        }
    }

    /// Sends the submission by hand: for a cluster that the spool was copied to.
    private func sendingScript(_ manifest: SubmissionManifest) -> String {
        let place = nodesSpool.path, script = "\"\(place)/submissions/\(manifest.id).sh\""
        var lines = [
            "#!/bin/sh", "# Sends \(manifest.spec) to Slurm: run it once, on the cluster.", "set -e",
            "for name in $(env | sed -n 's/^\\(S\\(LURM\\|BATCH\\)_[A-Za-z0-9_]*\\)=.*/\\1/p'); do",
            "  [ \"$name\" = SLURM_CONF ] || unset \"$name\"", "done",
            "numbers=\"\(place)/submissions/\(manifest.id).slurm\"",
            "if [ -e \"$numbers\" ]; then echo \"sent already: $numbers\" >&2; exit 1; fi",
        ]
        for (index, part) in manifest.parts.enumerated() {
            let throttle = part.throttle.map { "%\($0)" } ?? ""
            let after = part.after.isEmpty ? "" : " --dependency=afterany:" + part.after.map { "$part\($0)" }.joined(separator: ":")
            lines.append("part\(index)=$(sbatch --parsable --array=0-\(part.count - 1)\(throttle)\(after) \(script) \(part.first))")
            lines.append("part\(index)=${part\(index)%%;*}; echo \"$part\(index)\" >>\"$numbers\"")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
