import Testing

@testable import FrozenNetworks

@Test func errorsNameFileKeyAndWhatIsAllowed() {
    let error = FrozenNetworksError.configuration(file: "a/config.json", key: "hidden_act", found: "relu", allowed: "quick_gelu, gelu")
    #expect(error.description == "a/config.json: hidden_act is relu; allowed: quick_gelu, gelu")
}
