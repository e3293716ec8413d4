extension Schema {
    /// Names for the small integers of `kind` (see ``ValueKind``).
    private static let kindName = """
        CASE kind WHEN 0 THEN 'finite' WHEN 1 THEN 'nan' WHEN 2 THEN 'inf' ELSE '-inf' END
        """

    /// The value of a job's series at its greatest step, as a column of `v_results`.
    private static func final(_ name: String, _ split: String) -> String {
        """
        (SELECT m.value FROM metrics m
            WHERE m.job = j.id
              AND m.series = (SELECT id FROM metric_series WHERE name = '\(name)' AND split = '\(split)')
            ORDER BY m.step DESC LIMIT 1)
        """
    }

    /// The value of a job's option, as a column of `v_results`.
    private static func option(_ path: String) -> String {
        """
        (SELECT v.value FROM configuration_options o JOIN option_values v ON v.id = o.value
            WHERE o.configuration = j.configuration
              AND o.path = (SELECT id FROM option_paths WHERE path = '\(path)'))
        """
    }

    /// Common questions as one SELECT; in every view `job` is the job's key.
    static let views = """
        CREATE VIEW job_options AS
        SELECT j.key AS job, p.path AS path, v.value AS value
        FROM jobs j
        JOIN configuration_options o ON o.configuration = j.configuration
        JOIN option_paths p ON p.id = o.path
        JOIN option_values v ON v.id = o.value;

        CREATE VIEW v_results AS
        SELECT j.key AS job, j.state AS state, j.seed AS seed,
            CAST(\(option("fusion.point")) AS INTEGER) AS fusion_point,
            \(option("fusion.conditioning")) AS fusion_conditioning,
            CAST(\(option("fusion.text_depth")) AS INTEGER) AS fusion_text_depth,
            \(final("loss", "train")) AS loss_train,
            \(final("loss", "validation")) AS loss_validation,
            \(final("text_use_gap", "validation")) AS text_use_gap,
            \(final("oracle_count", "all")) AS oracle_count,
            \(final("oracle_colour", "all")) AS oracle_colour,
            \(final("oracle_shape", "all")) AS oracle_shape,
            \(final("oracle_relation", "all")) AS oracle_relation,
            \(final("oracle_all", "all")) AS oracle_all,
            \(final("parameters", "cost")) AS parameters,
            \(final("reference_forward_flops", "cost")) AS reference_forward_flops,
            \(final("executed_forward_flops", "cost")) AS executed_forward_flops
        FROM jobs j;

        CREATE VIEW v_curves AS
        SELECT j.key AS job, j.seed AS seed, s.name AS name, s.split AS split,
            m.step AS step, m.value AS value, \(kindName) AS kind
        FROM metrics m JOIN jobs j ON j.id = m.job JOIN metric_series s ON s.id = m.series;

        CREATE VIEW v_final_metrics AS
        SELECT j.key AS job, j.state AS state, j.seed AS seed, s.name AS name, s.split AS split,
            m.step AS step, m.value AS value, \(kindName) AS kind
        FROM jobs j CROSS JOIN metric_series s
        JOIN metrics m ON m.job = j.id AND m.series = s.id
            AND m.step = (SELECT max(step) FROM metrics WHERE job = j.id AND series = s.id);

        CREATE VIEW v_attempts AS
        SELECT j.key AS job, a.id AS attempt, a.started_at, a.ended_at, a.ending, a.reason, a.host, a.pid,
            a.code_version, a.code_commit, a.cpu_model, a.blas_kernel, a.threads, a.workers,
            a.wall_seconds, a.cpu_seconds, a.peak_bytes
        FROM attempts a JOIN jobs j ON j.id = a.job;

        CREATE VIEW v_measurements AS
        SELECT j.key AS job, a.id AS attempt, a.ending AS ending, m.name AS name, m.value AS value,
            \(kindName) AS kind
        FROM measurements m JOIN attempts a ON a.id = m.attempt JOIN jobs j ON j.id = a.job;

        CREATE VIEW v_attention AS
        SELECT j.key AS job, j.seed AS seed, t.step AS step, c.text AS caption, t.block_index AS block_index,
            b.name AS block, t.head AS head, t.timestep AS timestep,
            t.text_mass AS text_mass, t.entropy AS entropy, t.effective_rank AS effective_rank
        FROM attention_statistics t JOIN jobs j ON j.id = t.job
        JOIN captions c ON c.id = t.caption JOIN blocks b ON b.id = t.block;
        """
}
