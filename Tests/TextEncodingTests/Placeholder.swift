import Testing
@testable import TextEncoding
