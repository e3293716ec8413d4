import ArgumentParser
import Platform

/// Prints a result. It hides Swift's own, which does not notice a full disk.
func print(_ text: String, terminator: String = "\n") { StandardOutput.shared.write(text + terminator) }

/// Prints a part of a long result.
/// - Throws: exit 74 when it, or what was printed before, did not arrive; the end of the program tells why.
func printPart(_ text: String) throws {
    print(text, terminator: "")
    do { try StandardOutput.shared.finish() } catch { throw ExitStatus.outputLost }
}

/// Prints a message.
func printError(_ text: String) { StandardError.write(text + "\n") }

/// Prints an error the way people read it and ends the command with exit code 2 (bad spec, data or store).
func reportingBadInput<Value>(_ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch let code as ExitCode {
        throw code
    } catch {
        printError("\(error)")
        throw ExitStatus.badInput
    }
}
