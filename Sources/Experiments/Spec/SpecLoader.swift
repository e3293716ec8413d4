import Foundation

/// Reads specs.
public enum SpecLoader {
    /// Reads a spec file, the files it extends and the command line's overrides, and expands the grid.
    ///
    /// - Parameters:
    ///   - path: The spec file; messages name it as given here.
    ///   - overrides: `key=value`, value in YAML; an option that was swept keeps this one value.
    /// - Throws: `SpecFailure` with everything that is wrong. No spec is returned unless every cell is valid.
    public static func load(path: String, overrides: [String] = []) throws(SpecFailure) -> Spec {
        try load(path: path, overrides: overrides, read: readFile)
    }

    /// The same with the files' bytes from elsewhere: from copies that were kept of them, for instance.
    ///
    /// - Parameters:
    ///   - folder: that relative paths in overrides start from.
    ///   - read: a file's bytes by its path as the spec names it.
    public static func load(
        path: String, overrides: [String] = [], folder: String = FileManager.default.currentDirectoryPath,
        read: @escaping (String) throws -> Data
    ) throws(SpecFailure) -> Spec {
        var files = SpecFiles(read: read)
        guard var document = files.document(path, from: nil) else { throw files.log.failure() }
        let isEmpty = document.saysNothing && !files.log.hasErrors
        SpecOverrides.apply(overrides, to: &document, folder: folder, log: files.log)
        let slurm = document.slurm.reduce(SlurmSettings()) { settings, tree in
            let file = tree.position.line > 0 ? URL(fileURLWithPath: tree.position.file).deletingLastPathComponent().path : folder
            return SpecReader(file: path, folder: file, log: files.log).slurm(tree, over: settings)
        }
        checkContent(of: document, isEmpty: isEmpty, path: path, log: files.log)
        var claims = ClaimsReader(read: read, log: files.log)
        let list = document.claims.map { claims.list($0, name: document.name ?? "") } ?? PaperClaims.list
        if files.log.hasErrors {
            // What is certain in spite of them is said at once, not after they are mended.
            files.log.append(GridBuilder.misfits(document, sparing: files.log.doubts))
            throw files.log.failure()
        }
        if document.name == nil {
            let stem = URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
            document.name = stem
            if !SpecReader.isName(stem) {
                files.log.error(
                    "`name` is missing, and the file's name cannot stand in for it", at: SourcePosition(file: path, line: 1, column: 1))
            }
        }
        var builder = GridBuilder(document: document, log: files.log)
        let result = builder.build()
        if let result { claims.checkRecording(by: result.grid) }
        guard let result, !builder.log.hasErrors else { throw builder.log.failure() }
        return Spec(
            name: document.name ?? "", description: document.description, path: path,
            files: files.names + claims.texts.map(\.file),
            sourceText: (files.texts + claims.texts.map(\.text)).joined(separator: "\n"),
            seeds: builder.seeds, baseline: result.baseline, claims: list, slurm: slurm,
            warnings: builder.log.inOrder(builder.log.warnings),
            grid: result.grid)
    }

    /// A forgotten or half-written spec is not to train hours of defaults unnoticed.
    private static func checkContent(of document: SpecDocument, isEmpty: Bool, path: String, log: DiagnosticLog) {
        guard document.setsNothing, !log.hasErrors else { return }
        let found = isEmpty ? "the spec is empty" : "the spec sets no option"
        let advice = "Options go under `base` and `axes`, as in experiments/quickstart.yaml; `fusiongrid schema` has them all"
        log.tell(
            "\(found): that is a job of nothing but defaults (\(JobConfiguration().train.steps) steps). \(advice)",
            at: SourcePosition(file: path, line: 1, column: 1), isForgiven: !isEmpty)
    }

    private static func readFile(_ path: String) throws -> Data {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { throw SpecFileError.missing }
        if isFolder.boolValue { throw SpecFileError.folder }
        // A pipe cannot be read by `Data(contentsOf:)`.
        return try FileHandle(forReadingFrom: URL(fileURLWithPath: path)).readToEnd() ?? Data()
    }
}

/// Why a file could not be read, in the words of a message.
enum SpecFileError: Error, CustomStringConvertible {
    case missing, folder

    var description: String {
        switch self {
        case .missing: "no such file"
        case .folder: "found a folder, allowed: a spec file"
        }
    }
}

/// The files of one spec, each read through the chain of `extends`.
private struct SpecFiles {
    let read: (String) throws -> Data
    let log = DiagnosticLog()
    /// Every file read, the spec's own first.
    private(set) var names: [String] = []
    private(set) var texts: [String] = []
    private var chain: [String] = []

    init(read: @escaping (String) throws -> Data) { self.read = read }

    /// The file with everything it extends merged in; nil if it could not be read at all.
    mutating func document(_ path: String, from origin: SourcePosition?) -> SpecDocument? {
        let identity = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
        let position = origin ?? SourcePosition(file: path, line: 0, column: 0)
        if let start = chain.firstIndex(of: identity) {
            let cycle = (chain[start...] + [identity]).map { URL(fileURLWithPath: $0).lastPathComponent }
            log.error("`extends` runs in a circle: \(cycle.joined(separator: " -> "))", at: position, doubting: .everything)
            return nil
        }
        chain.append(identity)
        defer { chain.removeLast() }
        log.nameFile(path)
        guard let text = text(path, at: position, isExtended: origin != nil),
            let tree = YAMLTree.parse(text, file: path, log: log)
        else {
            log.doubt(.everything)
            return nil
        }
        if !names.contains(path) {
            names.append(path)
            texts.append(text)
        }
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let own = SpecReader(file: path, folder: folder, log: log).read(tree)
        return own.extends.isEmpty ? own : own.inheriting(parents(of: own))
    }

    /// All extended files, the later over the earlier.
    private mutating func parents(of document: SpecDocument) -> SpecDocument {
        var merged: SpecDocument?
        for parent in document.extends {
            let path = parent.path.hasPrefix("/") ? parent.path : Self.sibling(parent.path, of: document.file)
            guard let next = self.document(path, from: parent.position) else { continue }
            merged = merged.map(next.inheriting) ?? next
        }
        return merged ?? SpecDocument(file: document.file)
    }

    private func text(_ path: String, at position: SourcePosition, isExtended: Bool) -> String? {
        let prefix = isExtended ? "cannot read `\(path)`: " : "cannot read the spec: "
        do {
            let data = try read(path)
            let isMarked = data.starts(with: [0xEF, 0xBB, 0xBF])
            if let text = String(validating: isMarked ? data.dropFirst(3) : data, as: UTF8.self) { return text }
            log.error(prefix + "it is not UTF-8 text", at: position)
        } catch let error as SpecFileError {
            log.error(prefix + "\(error)", at: position)
        } catch {
            log.error(prefix + error.localizedDescription, at: position)
        }
        return nil
    }

    /// The path as seen from the extending file's folder, kept relative where that was.
    private static func sibling(_ path: String, of file: String) -> String {
        guard let slash = file.lastIndex(of: "/") else { return path }
        return String(file[...slash]) + path
    }
}
