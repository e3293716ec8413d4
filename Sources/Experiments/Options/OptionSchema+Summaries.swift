extension OptionSchema {
    /// What an option is, in words; nil for a path that is none.
    public static func summary(of path: String) -> String? { option(path)?.summary }
}
