extension Schema {
    /// Pictures that people judge, and what they said. A study holds its pictures itself and names jobs by their keys: it outlives them.
    static let humanStudies = """
        CREATE TABLE studies (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL UNIQUE,
            spec TEXT NOT NULL,
            task TEXT NOT NULL,
            question TEXT NOT NULL,
            seed INTEGER NOT NULL,
            repeats INTEGER NOT NULL,
            least_checks REAL NOT NULL,
            least_seconds REAL NOT NULL,
            plan TEXT NOT NULL,
            created_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX studies_by_spec ON studies(spec);

        CREATE TABLE study_cells (
            study INTEGER NOT NULL REFERENCES studies(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            label TEXT NOT NULL,
            coordinates TEXT NOT NULL,
            PRIMARY KEY (study, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE study_pictures (
            id INTEGER PRIMARY KEY,
            study INTEGER NOT NULL REFERENCES studies(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            cell INTEGER,
            job TEXT,
            seed INTEGER,
            position INTEGER,
            asked INTEGER,
            oracle INTEGER,
            png BLOB NOT NULL,
            UNIQUE (study, number)
        ) STRICT;

        CREATE TABLE study_items (
            id INTEGER PRIMARY KEY,
            study INTEGER NOT NULL REFERENCES studies(id) ON DELETE CASCADE,
            number INTEGER NOT NULL,
            caption TEXT NOT NULL,
            first INTEGER NOT NULL,
            second INTEGER,
            truth INTEGER,
            UNIQUE (study, number),
            FOREIGN KEY (study, first) REFERENCES study_pictures(study, number),
            FOREIGN KEY (study, second) REFERENCES study_pictures(study, number)
        ) STRICT;

        CREATE TABLE study_raters (
            id INTEGER PRIMARY KEY,
            study INTEGER NOT NULL REFERENCES studies(id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            code TEXT NOT NULL UNIQUE,
            order_seed INTEGER NOT NULL,
            created_at TEXT NOT NULL,
            UNIQUE (study, name)
        ) STRICT;

        CREATE TABLE study_votes (
            rater INTEGER NOT NULL REFERENCES study_raters(id) ON DELETE CASCADE,
            item INTEGER NOT NULL REFERENCES study_items(id) ON DELETE CASCADE,
            showing INTEGER NOT NULL,
            answer INTEGER NOT NULL,
            flipped INTEGER NOT NULL,
            place INTEGER NOT NULL,
            seconds REAL,
            at TEXT NOT NULL,
            PRIMARY KEY (rater, item, showing),
            UNIQUE (rater, place)
        ) STRICT, WITHOUT ROWID;

        CREATE VIEW v_study_votes AS
        SELECT s.key AS study, s.spec AS spec, s.task AS task, r.name AS rater, i.number AS item, i.caption AS caption,
            a.label AS first_cell, b.label AS second_cell, p.seed AS seed, p.job AS first_job, q.job AS second_job, p.asked AS asked,
            p.oracle AS oracle, i.truth AS truth, v.answer AS answer, v.flipped AS flipped, v.showing AS showing, v.place AS place,
            v.seconds AS seconds, v.at AS at
        FROM study_votes v JOIN study_raters r ON r.id = v.rater JOIN studies s ON s.id = r.study JOIN study_items i ON i.id = v.item
        JOIN study_pictures p ON p.study = s.id AND p.number = i.first
        LEFT JOIN study_pictures q ON q.study = s.id AND q.number = i.second
        LEFT JOIN study_cells a ON a.study = s.id AND a.number = p.cell
        LEFT JOIN study_cells b ON b.study = s.id AND b.number = q.cell;
        """
}
