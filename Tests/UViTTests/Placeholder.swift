import Testing
@testable import UViT
