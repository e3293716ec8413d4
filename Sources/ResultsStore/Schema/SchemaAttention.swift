extension Schema {
    /// Low-rank shares beside the other attention statistics, and where attention falls.
    static let attentionLocalisation = """
        ALTER TABLE attention_statistics ADD COLUMN energy_first REAL;
        ALTER TABLE attention_statistics ADD COLUMN energy_first_two REAL;
        ALTER TABLE attention_statistics ADD COLUMN energy_first_four REAL;

        CREATE TABLE attention_localisation (
            job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
            step INTEGER NOT NULL,
            source TEXT NOT NULL,
            role TEXT NOT NULL,
            block_index INTEGER NOT NULL,
            head INTEGER NOT NULL,
            timestep INTEGER NOT NULL,
            block INTEGER NOT NULL REFERENCES blocks(id),
            words INTEGER NOT NULL,
            pointing REAL NOT NULL,
            iou REAL NOT NULL,
            area REAL NOT NULL,
            chance_iou REAL NOT NULL,
            PRIMARY KEY (job, step, source, role, block_index, head, timestep)
        ) STRICT, WITHOUT ROWID;

        DROP VIEW v_attention;
        CREATE VIEW v_attention AS
        SELECT j.key AS job, j.seed AS seed, t.step AS step, c.text AS caption, t.block_index AS block_index,
            b.name AS block, t.head AS head, t.timestep AS timestep,
            t.text_mass AS text_mass, t.entropy AS entropy, t.effective_rank AS effective_rank,
            t.energy_first AS energy_first, t.energy_first_two AS energy_first_two,
            t.energy_first_four AS energy_first_four
        FROM attention_statistics t JOIN jobs j ON j.id = t.job
        JOIN captions c ON c.id = t.caption JOIN blocks b ON b.id = t.block;

        CREATE VIEW v_localisation AS
        SELECT j.key AS job, j.seed AS seed, t.step AS step, t.source AS source, t.role AS role,
            t.block_index AS block_index, b.name AS block, t.head AS head, t.timestep AS timestep, t.words AS words,
            t.pointing AS pointing, t.area AS area, t.iou AS iou, t.chance_iou AS chance_iou
        FROM attention_localisation t JOIN jobs j ON j.id = t.job JOIN blocks b ON b.id = t.block;
        """
}
