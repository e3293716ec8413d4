import Platform

/// Prints a result. It hides Swift's own, which does not notice a full disk.
func print(_ text: String, terminator: String = "\n") { StandardOutput.shared.write(text + terminator) }

/// Prints a message.
func printError(_ text: String) { StandardError.write(text + "\n") }
