/// Options that move with the seed, so that seeds repeat the world and not only the training: in the job of seed s each has its
/// declared value plus s - `origin`.
struct SeedVariation: Sendable {
    /// Integer options, each once.
    let options: [OptionDefinition]
    /// The seed with the declared values.
    let origin: Int

    var isEmpty: Bool { options.isEmpty }

    /// What is added to the declared values; 0 where nothing varies.
    func offset(of seed: Int) -> Int { options.isEmpty ? 0 : seed - origin }

    func value(of option: OptionDefinition, in configuration: JobConfiguration, seed: Int) -> Int {
        guard let declared = option.read(configuration).int else { preconditionFailure("\(option.path) is no integer") }
        return declared + offset(of: seed)
    }

    func applied(to configuration: JobConfiguration, seed: Int) -> JobConfiguration {
        var varied = configuration
        for option in options { option.write(&varied, .int(value(of: option, in: configuration, seed: seed))) }
        return varied
    }
}
