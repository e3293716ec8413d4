import Foundation
import GRDB
import Platform
import Results

extension ResultsDatabase {
    /// Who judges a study under this name; a new name makes a new rater, with a new code.
    /// - Throws: when there is no such study, or the name is empty or longer than 60 characters.
    public func rater(named name: String, of study: String, now: Date = Date()) throws -> StudyRater {
        let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        guard (1...60).contains(name.count) else {
            throw ResultsStoreError.badRecord(what: "a rater's name", found: "\(name.count) characters", allowed: "1 to 60")
        }
        return try write("add a rater") { db in
            guard let id = try Int64.fetchOne(db, sql: "SELECT id FROM studies WHERE key = ?", arguments: [study]) else {
                throw ResultsStoreError.badRecord(what: "study `\(study)`", found: "none of that key", allowed: "one of `rate list`")
            }
            try db.execute(
                sql: """
                    INSERT INTO study_raters (study, name, code, order_seed, created_at)
                    SELECT ?1, ?2, ?3, ?4, ?5 WHERE NOT EXISTS (SELECT 1 FROM study_raters WHERE study = ?1 AND name = ?2)
                    """, arguments: [id, name, Self.newCode(), Self.orderSeed(name), now])
            let row = try Row.fetchOne(db, sql: "SELECT * FROM study_raters WHERE study = ? AND name = ?", arguments: [id, name])
            return try StudyRater(row!)
        }
    }

    /// Whom a code belongs to, and the key of the study; nil when nobody has it.
    public func rater(code: String) throws -> (rater: StudyRater, study: String)? {
        try read("look up a rater") { db in
            try Row.fetchOne(
                db, sql: "SELECT r.*, s.key FROM study_raters r JOIN studies s ON s.id = r.study WHERE r.code = ?", arguments: [code]
            ).map { (try StudyRater($0), try $0[checked: "key"]) }
        }
    }

    /// In the order in which they came.
    public func raters(ofStudy study: String) throws -> [StudyRater] {
        try read("read raters") { db in
            try Row.fetchAll(
                db, sql: "SELECT r.* FROM study_raters r JOIN studies s ON s.id = r.study WHERE s.key = ? ORDER BY r.id",
                arguments: [study]
            ).map(StudyRater.init)
        }
    }

    /// Takes a vote, on disk when this returns. Who said something about a showing before has said it: the same form sent again
    /// changes nothing.
    /// - Returns: whether it was new.
    public func record(_ vote: StudyVote, by rater: StudyRater) throws -> Bool {
        let isNew = try write("take a vote") { db in
            try db.execute(
                sql: """
                    INSERT INTO study_votes (rater, item, showing, answer, flipped, place, seconds, at)
                    SELECT r.id, i.id, ?, ?, ?, ?, ?, ? FROM study_raters r JOIN study_items i ON i.study = r.study
                    WHERE r.id = ? AND i.number = ? ON CONFLICT DO NOTHING
                    """,
                arguments: [
                    vote.showing, vote.answer, vote.isFlipped ? 1 : 0, vote.place, vote.seconds, vote.at, rater.id, vote.item,
                ])
            return db.changesCount == 1
        }
        try sync()
        return isNew
    }

    /// The places in somebody's order that have a vote.
    public func votedPlaces(of rater: StudyRater) throws -> Set<Int> {
        try read("read votes") { db in
            Set(try Int.fetchAll(db, sql: "SELECT place FROM study_votes WHERE rater = ?", arguments: [rater.id]))
        }
    }

    /// All votes of a study, rater by rater in the order in which each gave them.
    public func votes(ofStudy study: String) throws -> [StudyVote] {
        try read("read votes") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT (SELECT count(*) FROM study_raters WHERE study = r.study AND id < r.id) AS rater, i.number AS item,
                        v.showing, v.answer, v.flipped, v.place, v.seconds, v.at
                    FROM study_votes v JOIN study_raters r ON r.id = v.rater JOIN study_items i ON i.id = v.item
                    JOIN studies s ON s.id = r.study WHERE s.key = ? ORDER BY r.id, v.place
                    """, arguments: [study]
            ).map { row in
                let flipped: Int = try row[checked: "flipped"]
                return try StudyVote(
                    rater: row[checked: "rater"], item: row[checked: "item"], showing: row[checked: "showing"],
                    answer: row[checked: "answer"], isFlipped: flipped != 0, place: row[checked: "place"],
                    seconds: row[checked: "seconds"], at: row[checked: "at"])
            }
        }
    }

    /// What people were asked in studies that anybody voted in.
    public func votedTasks() throws -> [StudyTask] {
        try read("look for votes") { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT DISTINCT task FROM studies s
                    WHERE EXISTS (SELECT 1 FROM study_raters r JOIN study_votes v ON v.rater = r.id WHERE r.study = s.id)
                    """
            ).map { try $0.stored("task", in: "studies") }
        }
    }

    /// The newest study of a task that somebody voted in and that shows pictures of any of these jobs.
    public func newestStudy(_ task: StudyTask, of jobs: [String]) throws -> String? {
        try read("look for a study") { db in
            try String.fetchOne(
                db,
                sql: """
                    SELECT s.key FROM studies s WHERE s.task = ?
                        AND EXISTS (SELECT 1 FROM study_raters r JOIN study_votes v ON v.rater = r.id WHERE r.study = s.id)
                        AND EXISTS (SELECT 1 FROM study_pictures WHERE study = s.id AND job IN (SELECT value FROM json_each(?)))
                    ORDER BY s.id DESC LIMIT 1
                    """, arguments: [task.rawValue, jsonArray(unique(jobs))])
        }
    }

    /// The first 31 bits of the name's SHA-256.
    private static func orderSeed(_ name: String) -> Int {
        var hash = SHA256()
        Data(name.utf8).withUnsafeBytes { hash.update($0) }
        return hash.digest.prefix(4).reduce(0) { $0 << 8 | Int($1) } >> 1
    }

    /// 59 bits that nobody can guess, in letters and digits that do not look alike.
    private static func newCode() -> String {
        let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")
        return String((0..<12).map { _ in letters[Int.random(in: 0..<letters.count)] })
    }
}

extension StudyRater {
    fileprivate init(_ row: Row) throws {
        try self.init(
            id: row[checked: "id"], name: row[checked: "name"], code: row[checked: "code"], orderSeed: row[checked: "order_seed"],
            created: row[checked: "created_at"])
    }
}
