extension MetricRegistry {
    /// The metrics of quality that a grid's questions are judged by and that have values; without such, those of quality that its table
    /// shows, and without these, all of quality.
    func primary(of grid: Grid) -> [MetricDefinition] {
        let judging = Set(grid.claims.claims.flatMap { $0.primary.map(\.metric) }), shown = Set(defaults.map(\.id)), quality = quality
        return [judging, shown].lazy.map { ids in quality.filter { ids.contains($0.id) } }.first { !$0.isEmpty } ?? quality
    }
}
