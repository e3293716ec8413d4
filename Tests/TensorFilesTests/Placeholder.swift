import Testing
@testable import TensorFiles
