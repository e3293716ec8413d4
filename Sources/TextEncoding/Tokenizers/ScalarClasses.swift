import Foundation

/// Unicode's classes as the reference tokenizers know them: each of their libraries has the tables of one version of Unicode,
/// and what came later belongs to no class. So a newer Swift does not change a caption's numbers.
///
/// Compared scalar by scalar, over all 1,112,064, with the Hugging Face tokenizers 0.23.3.
enum ScalarClasses {
    /// Of CLIP's regular expression.
    static let bytePairVersion = 16
    /// Of BERT's cleaning and splitting.
    static let wordPieceVersion = 8

    private static func isKnown(_ properties: Unicode.Scalar.Properties, _ version: Int) -> Bool {
        properties.age.map { $0.major <= version } ?? false
    }

    /// `\p{L}`
    static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
            isKnown(scalar.properties, bytePairVersion)
        default: false
        }
    }

    /// `\p{N}`
    static func isNumber(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .otherNumber: isKnown(scalar.properties, bytePairVersion)
        default: false
        }
    }

    /// Stands alone in BERT's splitting.
    static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: return true
        case 0x166D, 0x111C9: return true  // of another class since
        default: break
        }
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
            .otherPunctuation:
            return isKnown(scalar.properties, wordPieceVersion)
        default: return false
        }
    }

    /// What BERT takes off letters after they were decomposed.
    static func isAccent(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1734, 0x1171E: true  // of another class since
        case 0x1885, 0x1886, 0xA9BD, 0x111C9: false
        default: scalar.properties.generalCategory == .nonspacingMark && isKnown(scalar.properties, wordPieceVersion)
        }
    }

    /// What BERT's cleaning drops: controls but line ends and tabulators, formats, private use, the replacement character.
    static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20..<0x7F: return false
        case 0..<0x20, 0x7F, 0xFFFD: return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format: return isKnown(scalar.properties, wordPieceVersion)
        case .privateUse: return true
        default: return false
        }
    }

    /// BERT's blocks of Chinese characters, one of which the reference begins 0x100 too late.
    static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x2A6DF, 0x2A700...0x2B81F, 0x2B920...0x2CEAF,
            0x2F800...0x2FA1F:
            true
        default: false
        }
    }

    /// Lower-case scalar by scalar: no context such as a final sigma counts.
    static func appendLowercase(_ scalar: Unicode.Scalar, to text: inout [Unicode.Scalar]) {
        if scalar.isASCII {
            text.append(0x41...0x5A ~= scalar.value ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar)
        } else {
            text.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
        }
    }
}
