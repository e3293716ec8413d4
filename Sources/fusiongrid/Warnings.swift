import TextEncoding

/// Says which words of a caption the encoder has never seen: pictures cannot follow them.
func warnAboutUnknownWords(_ caption: String, encoder: any FrozenTextEncoder) {
    let unknown = encoder.unknownWords(in: caption)
    if !unknown.isEmpty {
        printError("warning: not in the training captions: \(unknown.joined(separator: ", "))")
    }
}
