import ArgumentParser
import Foundation
import Pages
import Platform
import Reports
import ResultsStore
import Runner
import Server

struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Pages over a store in a browser, live while jobs run: grid, samples, comparisons, curves, attention, people, jobs, SQL.",
        discussion: """
            Only this machine can open the pages, unless --listen names an address of it; then a token, printed once, opens them. Nothing \
            in the store is changed but by votes: raters open /rate with the code of `rate link`, or with a study's key. Specs are those \
            that the store recorded; give files to have their baselines and claims in any case. docs/serve.md explains the pages.
            """)

    @Argument(help: "Specs to show first (YAML).", completion: .file(extensions: ["yaml", "yml"]))
    var specs: [String] = []

    @OptionGroup var storeOptions: StoreOptions
    @Option(help: "The port; 0 takes one that is free.") var port: UInt16 = 8642
    @Option(help: ArgumentHelp("A numeric address that others reach, such as 0.0.0.0; pages then need the token.", valueName: "address"))
    var listen: String?
    @Option(help: ArgumentHelp("With --listen: a name that the server is opened by; repeatable.", valueName: "host"))
    var name: [String] = []

    func validate() throws {
        guard name.isEmpty || listen != nil else { throw ValidationError("--name goes with --listen.") }
    }

    func run() throws {
        let database = try storeOptions.openForReading(again: true), location = storeOptions.location
        // A sweep beside it goes first.
        lowerPriority()
        try reportingBadInput { try database.keepJobs() }
        let given = try reportingBadInput { try specs.map { ServedSpec(try Sweep(path: $0)) } }
        let jobs = JobPictures(store: database, location: location)
        let library = Library(
            location: location, store: database, given: given,
            pictures: PictureSource(read: jobs.readings.read, draw: jobs.draw(_:_:guidance:))
        ) { try ServedSpec(recorded: $0) }
        let address = Listener.Address(host: listen ?? "127.0.0.1", port: port), token = address.isLoopback ? nil : Token.random()
        let storeOptions = storeOptions, box = VoteBox { try storeOptions.location.open(.readWrite) }
        defer { try? box.close() }
        try reportingBadInput {
            let version = try DataVersion(of: database)
            let site = Site(
                gate: Gate(names: name),
                groups: [.rating(database, box), .results(library, token: token) { try version.current() }],
                version: { try version.current() })
            let listener = try Listener(address, site: site), first = try library.openingPages()
            try serve(listener, address, token) { site.prepare(first) }
        }
    }

    /// Until Ctrl-C or a failure of the socket.
    /// - Parameter prepare: what can be done before anybody asks.
    private func serve(
        _ listener: Listener, _ address: Listener.Address, _ token: Token?, prepare: @escaping @Sendable () -> Void
    ) throws {
        let outcome = Outcome()
        let task = Task {
            do {
                try await listener.run { port in
                    let host = address.host.contains(":") ? "[\(address.host)]" : address.host
                    print("http://\(host):\(port)/" + (token.map { "?token=\($0.text)" } ?? ""))
                    StandardOutput.shared.flush()
                    DispatchQueue.global(qos: .utility).async { prepare() }
                    if token != nil { printError("note: whoever has this address can read the store; the connection is not encrypted") }
                }
            } catch { outcome.error = error }
            outcome.ended.signal()
        }
        let stop = StopSignal(), signals = ShutdownSignals(stop: stop) { outcome.ended.signal() }
        withExtendedLifetime(signals) { outcome.ended.wait() }
        task.cancel()
        // Who is told to stop has not failed, whatever the sockets say of it.
        if !stop.isRequested, let error = outcome.error {
            throw PageProblem(.failed, "\(address.host):\(address.port): cannot listen there: \(error); another --port may be free")
        }
    }
}

/// What became of the server.
private final class Outcome: @unchecked Sendable {  // written before the signal, read after it
    let ended = DispatchSemaphore(value: 0)
    var error: (any Error)?
}

extension ServedSpec {
    fileprivate init(_ sweep: Sweep) {
        let whole = sweep.grid, keys = Set(sweep.jobs.map(\.key))
        self.init(name: sweep.spec.name, description: sweep.spec.description, text: sweep.spec.sourceText) { store in
            try store.archived().keys.contains(where: keys.contains) ? try sweep.restricted(to: [], in: store).grid : whole
        }
    }

    /// From the text that a store recorded.
    fileprivate init(recorded: ResultsDatabase.RecordedSpec) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fusiongrid-\(UUID().uuidString)", isDirectory: true)
        try createFolder(folder)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("recorded.yaml")
        try writeFile(Data(recorded.text.utf8), to: file)
        let sweep: Sweep
        do { sweep = try Sweep(path: file.path) } catch {
            // The folder is nobody's; what is said of the text is.
            throw PageProblem(.failed, "\(error)".replacing(folder.path + "/", with: ""))
        }
        guard sweep.spec.name == recorded.name else { throw PageProblem(.failed, "its text names it \(sweep.spec.name)") }
        self.init(sweep)
    }
}
