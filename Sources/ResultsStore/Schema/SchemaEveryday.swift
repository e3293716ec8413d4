extension Schema {
    /// What living with a store needs: exactly what ran, remarks on jobs, what was dropped to save space, what merges found.
    static let everyday = """
        ALTER TABLE attempts ADD COLUMN code_dirty INTEGER;
        ALTER TABLE attempts ADD COLUMN tool_sha256 TEXT;
        ALTER TABLE attempts ADD COLUMN spec_sha256 TEXT;

        CREATE TABLE spec_texts (
            sha256 TEXT NOT NULL PRIMARY KEY,
            text TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE job_notes (
            id INTEGER PRIMARY KEY,
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            text TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX job_notes_by_job ON job_notes(job);

        CREATE TABLE job_tags (
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            tag TEXT NOT NULL,
            at TEXT NOT NULL,
            PRIMARY KEY (job, tag)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE archived_jobs (
            job INTEGER NOT NULL PRIMARY KEY REFERENCES jobs(id) ON DELETE CASCADE,
            at TEXT NOT NULL
        ) STRICT;

        CREATE TABLE dropped_files (
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            at TEXT NOT NULL,
            bytes INTEGER NOT NULL,
            PRIMARY KEY (job, kind)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE merged_conflicts (
            id INTEGER PRIMARY KEY,
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            what TEXT NOT NULL,
            here TEXT NOT NULL,
            there TEXT NOT NULL,
            source TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX merged_conflicts_by_job ON merged_conflicts(job);
        """
}
