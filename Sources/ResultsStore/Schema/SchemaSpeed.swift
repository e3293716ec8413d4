extension Schema {
    /// How fast training steps are, measured by interleaved rounds. They hang on no job: a speed is no sample of a seed.
    static let speed = """
        CREATE TABLE speed_sessions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            spec TEXT NOT NULL,
            threads INTEGER NOT NULL,
            cpu_model TEXT,
            host TEXT NOT NULL,
            code_version TEXT NOT NULL,
            started_at TEXT NOT NULL
        ) STRICT;

        CREATE TABLE speed_rounds (
            session INTEGER NOT NULL REFERENCES speed_sessions(id) ON DELETE CASCADE,
            round INTEGER NOT NULL,
            place INTEGER NOT NULL,
            model TEXT NOT NULL,
            cell TEXT NOT NULL,
            batch INTEGER NOT NULL,
            lanes INTEGER NOT NULL,
            steps INTEGER NOT NULL,
            seconds REAL NOT NULL,
            images_per_second REAL NOT NULL,
            load_before REAL,
            load_after REAL,
            foreign_cores REAL,
            started_at TEXT NOT NULL,
            PRIMARY KEY (session, round, place),
            UNIQUE (session, round, model)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX speed_rounds_by_model ON speed_rounds(model);

        CREATE VIEW v_speed AS
        SELECT s.spec AS spec, r.cell AS cell, r.model AS model, r.session AS session, r.round AS round, r.place AS place,
            r.images_per_second AS images_per_second, r.batch AS batch, r.lanes AS lanes, r.steps AS steps, r.seconds AS seconds,
            s.threads AS threads, s.cpu_model AS cpu_model, s.host AS host, s.code_version AS code_version,
            r.load_before AS load_before, r.load_after AS load_after, r.foreign_cores AS foreign_cores, r.started_at AS started_at
        FROM speed_rounds r JOIN speed_sessions s ON s.id = r.session;
        """
}
