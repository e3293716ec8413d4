import Results
import ResultsStore

/// What people said in the newest studies of the grid's pictures; nothing without a study.
extension FigureBuilder {
    func people() -> [FigureGroup] {
        guard let people = results.people else { return [] }
        var groups: [FigureGroup] = []
        if let found = people.results[.preference] {
            groups.append(
                FigureGroup("people-win-rates", "Which cell people prefer", isAnswer: true) { figure in
                    [.table(name: figure.name, title: figure.title, StudyReport(found).data)]
                })
        }
        if let found = people.results[.count] {
            groups.append(
                FigureGroup("people-count-confusion", "Objects people see where so many are asked for (% of each row)", isAnswer: true) {
                    figure in
                    let panels = found.study.cells.indices.compactMap { cell -> ConfusionFigure.Panel? in
                        let rows = found.confusionWithCaption(cell: cell)
                        return rows.isEmpty ? nil : ConfusionFigure.Panel(label: found.study.cells[cell].label, coordinates: [], rows: rows)
                    }
                    return ConfusionFigure(name: figure.name, title: figure.title, panels: panels).planned()
                })
        }
        return groups
    }
}
