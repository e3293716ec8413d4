/// What a word of a caption says of the objects it speaks of. Raw values are those of a store.
public enum WordRole: String, Choice {
    /// "circles" in "two red circles"
    case noun
    /// "red"
    case colour
    /// "two", "2", "a"
    case count
}
