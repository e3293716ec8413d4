import Foundation

/// Unicode's canonical forms as the reference tokenizers know them: with the tables of Unicode 9. Marks that came later are not
/// put in order and take part in nothing, so a newer Swift does not change a caption's numbers.
///
/// Source: Unicode Standard Annex 15.
enum CanonicalForms {
    private static let version = 9

    /// NFC.
    static func composed(_ text: some Collection<Unicode.Scalar>) -> [Unicode.Scalar] {
        guard text.contains(where: { $0.value >= 0x300 }) else { return Array(text) }  // nothing to compose
        // Foundation leaves a Hangul syllable and the final consonant behind it apart, but joins all three of its letters.
        return apply(text) { $0.decomposedStringWithCanonicalMapping.precomposedStringWithCanonicalMapping }
    }

    /// NFD.
    static func decomposed(_ text: some Collection<Unicode.Scalar>) -> [Unicode.Scalar] {
        guard text.contains(where: { !$0.isASCII }) else { return Array(text) }
        return apply(text) { $0.decomposedStringWithCanonicalMapping }
    }

    private static func apply(_ text: some Collection<Unicode.Scalar>, _ form: (String) -> String) -> [Unicode.Scalar] {
        var out: [Unicode.Scalar] = [], known = String.UnicodeScalarView()
        out.reserveCapacity(text.count)
        func finish() {
            guard !known.isEmpty else { return }
            out.append(contentsOf: form(String(known)).unicodeScalars)
            known = String.UnicodeScalarView()
        }
        for scalar in text {
            if standsApart(scalar) {
                finish()
                out.append(scalar)
            } else {
                known.append(scalar)
            }
        }
        finish()
        return out
    }

    /// Besides U+11A7, which joins nothing, but which Foundation loses behind a Hangul syllable.
    private static func standsApart(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x300 && scalar.properties.age.map { $0.major > version } ?? false || scalar.value == 0x11A7
    }
}
