extension FileFacts {
    /// Of a picture's file: its detail is the orientation, and 256 more for a file that breaks a rule.
    init(ofPicture bytes: UnsafeRawBufferPointer) {
        let outline = ImageOutline(bytes)
        self.init(of: bytes, detail: UInt64(outline.orientation) + (outline.isIrregular ? 256 : 0))
    }

    var orientation: Int { Int(detail & 255) }
    var isIrregular: Bool { detail >= 256 }
}

extension ContentHash {
    /// What decides the pixels beside the bytes, for the few files that were read otherwise before: those that are turned as EXIF
    /// says, and JPEGs whose oddities are judged by what they cost. Data sets without such files keep their fingerprints.
    mutating func add(pictureFacts facts: FileFacts) {
        if facts.orientation != 1 { add("orientation \(facts.orientation)") }
        if facts.isIrregular { add("odd JPEG") }
    }
}
