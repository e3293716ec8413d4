import ArgumentParser
import Platform

/// Prints a result. It hides Swift's own, which does not notice a full disk.
func print(_ text: String, terminator: String = "\n") { StandardOutput.shared.write(text + terminator) }

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
