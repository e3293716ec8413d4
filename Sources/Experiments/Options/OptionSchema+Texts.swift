extension OptionSchema {
    /// The paths of the options that decide about results: those that are part of job keys.
    public static let pathsInKeys: [String] = options.filter(\.affectsKey).map(\.path)

    /// Every option's default as tables show it.
    public static let defaultTexts: [String: String] = Dictionary(
        uniqueKeysWithValues: options.map { ($0.path, $0.defaultValue.plainText) })
}
