extension Schema {
    /// Where a batch system ran an attempt, which spools bring results, and what of them has come.
    static let cluster = """
        ALTER TABLE attempts ADD COLUMN slurm_job TEXT;
        ALTER TABLE attempts ADD COLUMN slurm_restarts INTEGER;

        CREATE TABLE spools (
            path TEXT NOT NULL PRIMARY KEY,
            spec TEXT NOT NULL,
            at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX spools_by_spec ON spools(spec);

        CREATE TABLE merged_bundles (
            name TEXT NOT NULL PRIMARY KEY,
            at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
