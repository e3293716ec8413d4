import GRDB

/// The database schema as named migrations. A published migration never changes: a later schema is
/// a new migration appended to the list. Every table and column is explained in `docs/schema.md`.
enum Schema {
    /// "fgrd": lets a stranger's SQLite file be told from one of ours.
    static let applicationID: Int32 = 0x6667_7264

    static let migrator: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: jobTables)
            try db.execute(sql: resultTables)
            try db.execute(sql: views)
        }
        migrator.registerMigration("missing metrics") { db in
            try db.execute(sql: missingMetrics)
        }
        migrator.registerMigration("attention-localisation") { db in try db.execute(sql: attentionLocalisation) }
        migrator.registerMigration("reliability") { try $0.execute(sql: reliability) }
        migrator.registerMigration("packed attention maps") { try packAttentionMaps($0) }
        migrator.registerMigration("declared claims") { try $0.execute(sql: declaredClaims) }
        migrator.registerMigration("speed") { try $0.execute(sql: speed) }
        migrator.registerMigration("everyday") { try $0.execute(sql: everyday) }
        migrator.registerMigration("human studies") { try $0.execute(sql: humanStudies) }
        migrator.registerMigration("cluster") { try $0.execute(sql: cluster) }
        return migrator
    }()

    /// Leases on the clock that no one can set, where an attempt began, and what a retry forgives.
    private static let reliability = """
        ALTER TABLE attempts ADD COLUMN lease_uptime REAL;
        ALTER TABLE attempts ADD COLUMN start_step INTEGER;
        ALTER TABLE attempts ADD COLUMN kernel_oom_kills INTEGER;
        ALTER TABLE jobs ADD COLUMN budget_from INTEGER NOT NULL DEFAULT 0;
        """

    /// What was asked for and who ran it. A configuration is stored once for all of its seeds, and
    /// an option's path and value once for all configurations.
    private static let jobTables = """
        CREATE TABLE configurations (
            id INTEGER PRIMARY KEY,
            digest INTEGER NOT NULL,
            json TEXT NOT NULL
        ) STRICT;
        CREATE INDEX configurations_by_digest ON configurations(digest);

        CREATE TABLE option_paths (
            id INTEGER PRIMARY KEY,
            path TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE option_values (
            id INTEGER PRIMARY KEY,
            value TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE configuration_options (
            configuration INTEGER NOT NULL REFERENCES configurations(id) ON DELETE CASCADE,
            path INTEGER NOT NULL REFERENCES option_paths(id),
            value INTEGER NOT NULL REFERENCES option_values(id),
            PRIMARY KEY (configuration, path)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE jobs (
            id INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            training_key TEXT NOT NULL,
            configuration INTEGER NOT NULL REFERENCES configurations(id),
            seed INTEGER NOT NULL,
            data_fingerprint TEXT NOT NULL,
            state TEXT NOT NULL DEFAULT 'pending',
            reason TEXT,
            attempt INTEGER REFERENCES attempts(id) DEFERRABLE INITIALLY DEFERRED,
            cancel_requested INTEGER NOT NULL DEFAULT 0,
            created_at TEXT NOT NULL,
            updated_at TEXT NOT NULL
        ) STRICT;
        CREATE INDEX jobs_by_training_key ON jobs(training_key);
        CREATE INDEX jobs_by_state ON jobs(state);
        CREATE INDEX jobs_by_configuration ON jobs(configuration);

        CREATE TABLE attempts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            started_at TEXT NOT NULL,
            heartbeat_at TEXT NOT NULL,
            lease_expires_at TEXT NOT NULL,
            ended_at TEXT,
            ending TEXT,
            reason TEXT,
            log_tail TEXT,
            host TEXT NOT NULL,
            pid INTEGER NOT NULL,
            process_started TEXT NOT NULL,
            process_namespace TEXT NOT NULL,
            boot_id TEXT NOT NULL,
            code_version TEXT,
            code_commit TEXT,
            cpu_model TEXT,
            blas_build TEXT,
            blas_kernel TEXT,
            threads INTEGER,
            workers INTEGER,
            wall_seconds REAL,
            cpu_seconds REAL,
            peak_bytes INTEGER,
            CHECK ((ended_at IS NULL) = (ending IS NULL))
        ) STRICT;
        CREATE INDEX attempts_by_job ON attempts(job);

        CREATE TABLE specs (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            text_hash TEXT NOT NULL,
            text TEXT NOT NULL,
            first_seen_at TEXT NOT NULL,
            last_seen_at TEXT NOT NULL,
            UNIQUE (name, text_hash)
        ) STRICT;

        CREATE TABLE spec_jobs (
            spec INTEGER NOT NULL REFERENCES specs(id) ON DELETE CASCADE,
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            PRIMARY KEY (spec, job)
        ) STRICT, WITHOUT ROWID;
        """

    /// What came out. Rows that are a function of the job hang on `jobs`; what depends on the
    /// machine hangs on `attempts`.
    private static let resultTables = """
        CREATE TABLE metric_series (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            split TEXT NOT NULL,
            UNIQUE (name, split)
        ) STRICT;

        CREATE TABLE metrics (
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            series INTEGER NOT NULL REFERENCES metric_series(id),
            step INTEGER NOT NULL,
            value REAL,
            kind INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (job, series, step),
            CHECK (kind BETWEEN 0 AND 3 AND (kind = 0) = (value IS NOT NULL))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE measurements (
            attempt INTEGER NOT NULL REFERENCES attempts(id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            value REAL,
            kind INTEGER NOT NULL DEFAULT 0,
            PRIMARY KEY (attempt, name),
            CHECK (kind BETWEEN 0 AND 3 AND (kind = 0) = (value IS NOT NULL))
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE identities (
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            role TEXT NOT NULL,
            identity TEXT NOT NULL,
            PRIMARY KEY (job, role)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE captions (
            id INTEGER PRIMARY KEY,
            text TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE probes (
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            caption INTEGER NOT NULL REFERENCES captions(id),
            tokens TEXT NOT NULL,
            PRIMARY KEY (job, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE blocks (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE attention_maps (
            id INTEGER PRIMARY KEY,
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            caption INTEGER NOT NULL REFERENCES captions(id),
            block_index INTEGER NOT NULL,
            block INTEGER NOT NULL REFERENCES blocks(id),
            head INTEGER NOT NULL,
            timestep INTEGER NOT NULL,
            query_tokens INTEGER NOT NULL,
            key_tokens INTEGER NOT NULL,
            shape TEXT NOT NULL,
            data BLOB NOT NULL,
            UNIQUE (job, step, caption, block_index, head, timestep),
            CHECK (length(data) = 2 * query_tokens * key_tokens)
        ) STRICT;

        CREATE TABLE attention_statistics (
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            caption INTEGER NOT NULL REFERENCES captions(id),
            block_index INTEGER NOT NULL,
            head INTEGER NOT NULL,
            timestep INTEGER NOT NULL,
            block INTEGER NOT NULL REFERENCES blocks(id),
            text_mass REAL,
            entropy REAL,
            effective_rank REAL,
            PRIMARY KEY (job, step, caption, block_index, head, timestep)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE samples (
            id INTEGER PRIMARY KEY,
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            kind TEXT NOT NULL,
            position INTEGER NOT NULL,
            caption INTEGER REFERENCES captions(id),
            png BLOB NOT NULL,
            UNIQUE (job, step, kind, position)
        ) STRICT;
        """

    /// Names are spelt out: a metric that no job has a value of makes no series.
    private static let missingMetrics = """
        CREATE TABLE missing_metrics (
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            split TEXT NOT NULL,
            step INTEGER NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (job, name, split, step)
        ) STRICT, WITHOUT ROWID;

        CREATE VIEW v_missing_metrics AS
        SELECT j.key AS job, j.seed, m.name, m.split, m.step, m.reason
        FROM missing_metrics m JOIN jobs j ON j.id = m.job;
        """

    /// What was claimed of a spec's results, and when first: by its content, so that a changed claim is a new one.
    private static let declaredClaims = """
        CREATE TABLE declared_claims (
            spec TEXT NOT NULL,
            claim TEXT NOT NULL,
            text TEXT NOT NULL,
            declared_at TEXT NOT NULL,
            PRIMARY KEY (spec, claim, text)
        ) STRICT, WITHOUT ROWID;
        """
}
