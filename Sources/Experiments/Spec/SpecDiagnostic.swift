/// A place in a spec file, or in a command-line override (line 0).
public struct SourcePosition: Sendable, Hashable {
    public let file: String
    /// From 1; 0 where there are no lines.
    public let line: Int
    /// From 1, in Unicode scalars.
    public let column: Int
}

/// One thing wrong with a spec.
public struct SpecDiagnostic: Sendable, Hashable, CustomStringConvertible {
    public enum Severity: String, Sendable { case error, warning }

    public let severity: Severity
    public let position: SourcePosition
    /// What was found, what is allowed, and the nearest valid word.
    public let message: String

    init(_ message: String, at position: SourcePosition, severity: Severity = .error) {
        (self.severity, self.position, self.message) = (severity, position, message)
    }

    public var file: String { position.file }
    public var line: Int { position.line }
    public var column: Int { position.column }

    /// `file:line:column: error: message`, the form editors and compilers share.
    public var description: String {
        line > 0 ? "\(file):\(line):\(column): \(severity): \(message)" : "\(file): \(severity): \(message)"
    }
}

/// Why a spec cannot run: every error found, in reading order.
public struct SpecFailure: Error, Sendable, Equatable, CustomStringConvertible {
    public let diagnostics: [SpecDiagnostic]

    /// Diagnostics printed by `description`; the rest are counted.
    public static let printedLimit = 50

    init(_ diagnostics: [SpecDiagnostic]) { self.diagnostics = diagnostics }

    public var description: String {
        var lines = diagnostics.prefix(Self.printedLimit).map(\.description)
        let rest = diagnostics.count - lines.count
        if rest > 0 { lines.append("... and \(rest) more error\(rest == 1 ? "" : "s")") }
        return lines.joined(separator: "\n")
    }
}

/// Collects errors and warnings while a spec is read, so that one run reports them all: one log for one load.
final class DiagnosticLog {
    private(set) var errors: [SpecDiagnostic] = []
    private(set) var warnings: [SpecDiagnostic] = []
    /// What the errors so far leave open.
    private(set) var doubts = SpecDoubts()
    private var fileOrder: [String: Int] = [:]

    var hasErrors: Bool { !errors.isEmpty }

    func error(_ message: String, at position: SourcePosition) {
        errors.append(SpecDiagnostic(message, at: position))
    }

    /// An error after which it is unknown what the spec meant by some options.
    func error(_ message: String, at position: SourcePosition, doubting doubt: SpecDoubts) {
        error(message, at: position)
        self.doubt(doubt)
    }

    func doubt(_ doubt: SpecDoubts) { doubts.formUnion(doubt) }

    /// An error, or only a warning where an override or an extending file is the cause.
    func tell(_ message: String, at position: SourcePosition, isForgiven: Bool) {
        if isForgiven {
            warnings.append(SpecDiagnostic(message, at: position, severity: .warning))
        } else {
            error(message, at: position)
        }
    }

    /// Takes over another log's errors, each with whatever it says.
    func append(_ diagnostics: [SpecDiagnostic]) { errors += diagnostics }

    /// Errors of earlier named files come first.
    func nameFile(_ file: String) {
        if fileOrder[file] == nil { fileOrder[file] = fileOrder.count }
    }

    /// Reading order, each diagnostic once.
    func failure() -> SpecFailure { SpecFailure(inOrder(errors)) }

    func inOrder(_ diagnostics: [SpecDiagnostic]) -> [SpecDiagnostic] {
        var seen: Set<SpecDiagnostic> = []
        func rank(_ diagnostic: SpecDiagnostic) -> (Int, Int, Int) {
            (fileOrder[diagnostic.file] ?? Int.max, diagnostic.line, diagnostic.column)
        }
        return diagnostics.filter { seen.insert($0).inserted }.enumerated().sorted {
            let (left, right) = (rank($0.element), rank($1.element))
            return left == right ? $0.offset < $1.offset : left < right
        }.map(\.element)
    }
}
