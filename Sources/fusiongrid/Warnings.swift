import ArgumentParser
import TextEncoding

/// Says which words of a caption the encoder has never seen: pictures cannot follow them.
/// - Throws: when captions are names of contexts and there is none of this name.
func warnAboutUnknownWords(_ caption: String, encoder: any FrozenTextEncoder) throws {
    let unknown = encoder.unknownWords(in: caption)
    if encoder.knowsNamesOnly, !unknown.isEmpty {
        throw ValidationError("No context is named \"\(caption)\": give one such as val/0_0, for val/0_0.npy of the job's data.")
    }
    if !unknown.isEmpty {
        printError("warning: not in the training captions: \(unknown.joined(separator: ", "))")
    }
}
