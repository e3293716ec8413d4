import Foundation
import GRDB
import Results

extension ResultsDatabase {
    /// Stores a new study with the PNG file of each of its pictures, in one transaction that is on disk when it returns.
    /// - Throws: when the store has it already.
    public func create(_ study: HumanStudy, pictures: [Data]) throws {
        precondition(pictures.count == study.pictures.count, "\(pictures.count) files for \(study.pictures.count) pictures")
        try write("store a study") { db in
            guard try Bool.fetchOne(db, sql: "SELECT 1 FROM studies WHERE key = ?", arguments: [study.key]) == nil else {
                throw ResultsStoreError.badRecord(
                    what: "study", found: "study \(study.key), which is here already", allowed: "another --seed")
            }
            try db.insert(
                "studies",
                [
                    "key": study.key, "spec": study.spec, "task": study.task.rawValue, "question": study.question, "seed": study.seed,
                    "repeats": study.repeats, "least_checks": study.leastChecks, "least_seconds": study.leastSeconds, "plan": study.plan,
                    "created_at": study.created,
                ])
            let id = db.lastInsertedRowID
            for (number, cell) in study.cells.enumerated() {
                try db.insert(
                    "study_cells", ["study": id, "number": number, "label": cell.label, "coordinates": cell.coordinates])
            }
            for (number, picture) in study.pictures.enumerated() {
                try db.insert(
                    "study_pictures",
                    [
                        "study": id, "number": number, "cell": picture.cell, "job": picture.job, "seed": picture.seed,
                        "position": picture.position, "asked": picture.asked, "oracle": picture.oracle, "png": pictures[number],
                    ])
            }
            for (number, item) in study.items.enumerated() {
                try db.insert(
                    "study_items",
                    [
                        "study": id, "number": number, "caption": item.caption, "first": item.first, "second": item.second,
                        "truth": item.truth,
                    ])
            }
        }
        try sync()
    }

    /// Every study, or those of a spec, oldest first.
    public func studyKeys(spec: String? = nil) throws -> [String] {
        try read("list studies") { db in
            try String.fetchAll(db, sql: "SELECT key FROM studies WHERE ?1 IS NULL OR spec = ?1 ORDER BY id", arguments: [spec])
        }
    }

    /// The study whose key begins so.
    /// - Throws: ``ResultsStoreError/badRecord(what:found:allowed:)`` for none, or several.
    public func study(_ prefix: String) throws -> HumanStudy {
        try read("read a study") { db in
            let rows = try Row.fetchAll(
                db, sql: "SELECT * FROM studies WHERE substr(key, 1, length(?1)) = ?1 ORDER BY id", arguments: [prefix])
            guard rows.count == 1, !prefix.isEmpty, let row = rows.first else {
                throw ResultsStoreError.badRecord(
                    what: "study `\(prefix)`", found: rows.isEmpty || prefix.isEmpty ? "none of that key" : "\(rows.count) that begin so",
                    allowed: "one that `fusiongrid rate list` shows")
            }
            let id: Int64 = try row[checked: "id"]
            return HumanStudy(
                key: try row[checked: "key"], spec: try row[checked: "spec"], task: try row.stored("task", in: "studies"),
                question: try row[checked: "question"], seed: try row[checked: "seed"], repeats: try row[checked: "repeats"],
                leastChecks: try row[checked: "least_checks"], leastSeconds: try row[checked: "least_seconds"],
                plan: try row[checked: "plan"], created: try row[checked: "created_at"], cells: try cells(db, id),
                pictures: try pictures(db, id), items: try items(db, id))
        }
    }

    private func cells(_ db: Database, _ study: Int64) throws -> [HumanStudy.Cell] {
        try Row.fetchAll(db, sql: "SELECT label, coordinates FROM study_cells WHERE study = ? ORDER BY number", arguments: [study])
            .map { try HumanStudy.Cell(label: $0[checked: "label"], coordinates: $0[checked: "coordinates"]) }
    }

    private func pictures(_ db: Database, _ study: Int64) throws -> [HumanStudy.Picture] {
        try Row.fetchAll(
            db, sql: "SELECT cell, job, seed, position, asked, oracle FROM study_pictures WHERE study = ? ORDER BY number",
            arguments: [study]
        ).map {
            try HumanStudy.Picture(
                cell: $0[checked: "cell"], job: $0[checked: "job"], seed: $0[checked: "seed"], position: $0[checked: "position"],
                asked: $0[checked: "asked"], oracle: $0[checked: "oracle"])
        }
    }

    private func items(_ db: Database, _ study: Int64) throws -> [HumanStudy.Item] {
        try Row.fetchAll(
            db, sql: "SELECT caption, first, second, truth FROM study_items WHERE study = ? ORDER BY number", arguments: [study]
        ).map {
            try HumanStudy.Item(
                caption: $0[checked: "caption"], first: $0[checked: "first"], second: $0[checked: "second"], truth: $0[checked: "truth"])
        }
    }

    /// The PNG file of a study's picture; nil when it has no such picture.
    public func studyPicture(_ study: String, _ number: Int) throws -> Data? {
        try read("read a study's picture") { db in
            try Data.fetchOne(
                db, sql: "SELECT p.png FROM study_pictures p JOIN studies s ON s.id = p.study WHERE s.key = ? AND p.number = ?",
                arguments: [study, number])
        }
    }
}
