PRAGMA application_id = 1718055524;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('v1');
CREATE TABLE configurations (
    id INTEGER PRIMARY KEY,
    digest INTEGER NOT NULL,
    json TEXT NOT NULL
) STRICT;
INSERT INTO configurations VALUES(1,8149726224990127922,'{"data":{"kind":"shapes","path":null,"image_size":16,"train":16,"test":8,"seed":1,"on_error":"fail","minimum_objects":1,"maximum_objects":5,"grammar":["counts"]},"model":{"patch_size":8,"width":8,"depth":2,"heads":2,"mlp_ratio":4,"qkv_bias":false,"time_mlp":false,"init":"fan-in"},"fusion":{"point":0,"conditioning":"concat","text_depth":0},"text":{"encoder":"random","max_tokens":4,"width":8,"seed":1},"train":{"steps":2,"batch_size":4,"learning_rate":0.001,"warmup_steps":1,"weight_decay":0.03,"beta1":0.9,"beta2":0.9,"epsilon":1e-08,"ema":0.999,"unconditional":0.1,"prediction":"epsilon","weighting":"uniform","schedule":"constant","lanes":2,"log_every":1,"checkpoint_every":500},"sample":{"sampler":"ddim","steps":2,"guidance":1.0,"images":2},"evaluate":{"every":2,"validation":4,"probes":[],"probe_count":1,"timesteps":[500],"sample_every":0,"sample_images":64}}');
INSERT INTO configurations VALUES(2,3140785619594422811,'{"data":{"kind":"shapes","path":null,"image_size":16,"train":16,"test":8,"seed":1,"on_error":"fail","minimum_objects":1,"maximum_objects":5,"grammar":["counts"]},"model":{"patch_size":8,"width":8,"depth":2,"heads":2,"mlp_ratio":4,"qkv_bias":false,"time_mlp":false,"init":"fan-in"},"fusion":{"point":1,"conditioning":"concat","text_depth":0},"text":{"encoder":"random","max_tokens":4,"width":8,"seed":1},"train":{"steps":2,"batch_size":4,"learning_rate":0.001,"warmup_steps":1,"weight_decay":0.03,"beta1":0.9,"beta2":0.9,"epsilon":1e-08,"ema":0.999,"unconditional":0.1,"prediction":"epsilon","weighting":"uniform","schedule":"constant","lanes":2,"log_every":1,"checkpoint_every":500},"sample":{"sampler":"ddim","steps":2,"guidance":1.0,"images":2},"evaluate":{"every":2,"validation":4,"probes":[],"probe_count":1,"timesteps":[500],"sample_every":0,"sample_images":64}}');
CREATE TABLE option_paths (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO option_paths VALUES(1,'data.kind');
INSERT INTO option_paths VALUES(2,'data.path');
INSERT INTO option_paths VALUES(3,'data.image_size');
INSERT INTO option_paths VALUES(4,'data.train');
INSERT INTO option_paths VALUES(5,'data.test');
INSERT INTO option_paths VALUES(6,'data.seed');
INSERT INTO option_paths VALUES(7,'data.on_error');
INSERT INTO option_paths VALUES(8,'data.minimum_objects');
INSERT INTO option_paths VALUES(9,'data.maximum_objects');
INSERT INTO option_paths VALUES(10,'data.grammar');
INSERT INTO option_paths VALUES(11,'model.patch_size');
INSERT INTO option_paths VALUES(12,'model.width');
INSERT INTO option_paths VALUES(13,'model.depth');
INSERT INTO option_paths VALUES(14,'model.heads');
INSERT INTO option_paths VALUES(15,'model.mlp_ratio');
INSERT INTO option_paths VALUES(16,'model.qkv_bias');
INSERT INTO option_paths VALUES(17,'model.time_mlp');
INSERT INTO option_paths VALUES(18,'model.init');
INSERT INTO option_paths VALUES(19,'fusion.point');
INSERT INTO option_paths VALUES(20,'fusion.conditioning');
INSERT INTO option_paths VALUES(21,'fusion.text_depth');
INSERT INTO option_paths VALUES(22,'text.encoder');
INSERT INTO option_paths VALUES(23,'text.max_tokens');
INSERT INTO option_paths VALUES(24,'text.width');
INSERT INTO option_paths VALUES(25,'text.seed');
INSERT INTO option_paths VALUES(26,'train.steps');
INSERT INTO option_paths VALUES(27,'train.batch_size');
INSERT INTO option_paths VALUES(28,'train.learning_rate');
INSERT INTO option_paths VALUES(29,'train.warmup_steps');
INSERT INTO option_paths VALUES(30,'train.weight_decay');
INSERT INTO option_paths VALUES(31,'train.beta1');
INSERT INTO option_paths VALUES(32,'train.beta2');
INSERT INTO option_paths VALUES(33,'train.epsilon');
INSERT INTO option_paths VALUES(34,'train.ema');
INSERT INTO option_paths VALUES(35,'train.unconditional');
INSERT INTO option_paths VALUES(36,'train.prediction');
INSERT INTO option_paths VALUES(37,'train.weighting');
INSERT INTO option_paths VALUES(38,'train.schedule');
INSERT INTO option_paths VALUES(39,'train.lanes');
INSERT INTO option_paths VALUES(40,'train.log_every');
INSERT INTO option_paths VALUES(41,'train.checkpoint_every');
INSERT INTO option_paths VALUES(42,'sample.sampler');
INSERT INTO option_paths VALUES(43,'sample.steps');
INSERT INTO option_paths VALUES(44,'sample.guidance');
INSERT INTO option_paths VALUES(45,'sample.images');
INSERT INTO option_paths VALUES(46,'evaluate.every');
INSERT INTO option_paths VALUES(47,'evaluate.validation');
INSERT INTO option_paths VALUES(48,'evaluate.probes');
INSERT INTO option_paths VALUES(49,'evaluate.probe_count');
INSERT INTO option_paths VALUES(50,'evaluate.timesteps');
INSERT INTO option_paths VALUES(51,'evaluate.sample_every');
INSERT INTO option_paths VALUES(52,'evaluate.sample_images');
CREATE TABLE option_values (
    id INTEGER PRIMARY KEY,
    value TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO option_values VALUES(1,'shapes');
INSERT INTO option_values VALUES(2,'null');
INSERT INTO option_values VALUES(3,'16');
INSERT INTO option_values VALUES(4,'8');
INSERT INTO option_values VALUES(5,'1');
INSERT INTO option_values VALUES(6,'fail');
INSERT INTO option_values VALUES(7,'5');
INSERT INTO option_values VALUES(8,'[counts]');
INSERT INTO option_values VALUES(9,'2');
INSERT INTO option_values VALUES(10,'4');
INSERT INTO option_values VALUES(11,'false');
INSERT INTO option_values VALUES(12,'fan-in');
INSERT INTO option_values VALUES(13,'0');
INSERT INTO option_values VALUES(14,'concat');
INSERT INTO option_values VALUES(15,'random');
INSERT INTO option_values VALUES(16,'0.001');
INSERT INTO option_values VALUES(17,'0.03');
INSERT INTO option_values VALUES(18,'0.9');
INSERT INTO option_values VALUES(19,'1e-08');
INSERT INTO option_values VALUES(20,'0.999');
INSERT INTO option_values VALUES(21,'0.1');
INSERT INTO option_values VALUES(22,'epsilon');
INSERT INTO option_values VALUES(23,'uniform');
INSERT INTO option_values VALUES(24,'constant');
INSERT INTO option_values VALUES(25,'500');
INSERT INTO option_values VALUES(26,'ddim');
INSERT INTO option_values VALUES(27,'1.0');
INSERT INTO option_values VALUES(28,'[]');
INSERT INTO option_values VALUES(29,'[500]');
INSERT INTO option_values VALUES(30,'64');
CREATE TABLE configuration_options (
    configuration INTEGER NOT NULL REFERENCES configurations(id) ON DELETE CASCADE,
    path INTEGER NOT NULL REFERENCES option_paths(id),
    value INTEGER NOT NULL REFERENCES option_values(id),
    PRIMARY KEY (configuration, path)
) STRICT, WITHOUT ROWID;
INSERT INTO configuration_options VALUES(1,1,1);
INSERT INTO configuration_options VALUES(1,2,2);
INSERT INTO configuration_options VALUES(1,3,3);
INSERT INTO configuration_options VALUES(1,4,3);
INSERT INTO configuration_options VALUES(1,5,4);
INSERT INTO configuration_options VALUES(1,6,5);
INSERT INTO configuration_options VALUES(1,7,6);
INSERT INTO configuration_options VALUES(1,8,5);
INSERT INTO configuration_options VALUES(1,9,7);
INSERT INTO configuration_options VALUES(1,10,8);
INSERT INTO configuration_options VALUES(1,11,4);
INSERT INTO configuration_options VALUES(1,12,4);
INSERT INTO configuration_options VALUES(1,13,9);
INSERT INTO configuration_options VALUES(1,14,9);
INSERT INTO configuration_options VALUES(1,15,10);
INSERT INTO configuration_options VALUES(1,16,11);
INSERT INTO configuration_options VALUES(1,17,11);
INSERT INTO configuration_options VALUES(1,18,12);
INSERT INTO configuration_options VALUES(1,19,13);
INSERT INTO configuration_options VALUES(1,20,14);
INSERT INTO configuration_options VALUES(1,21,13);
INSERT INTO configuration_options VALUES(1,22,15);
INSERT INTO configuration_options VALUES(1,23,10);
INSERT INTO configuration_options VALUES(1,24,4);
INSERT INTO configuration_options VALUES(1,25,5);
INSERT INTO configuration_options VALUES(1,26,9);
INSERT INTO configuration_options VALUES(1,27,10);
INSERT INTO configuration_options VALUES(1,28,16);
INSERT INTO configuration_options VALUES(1,29,5);
INSERT INTO configuration_options VALUES(1,30,17);
INSERT INTO configuration_options VALUES(1,31,18);
INSERT INTO configuration_options VALUES(1,32,18);
INSERT INTO configuration_options VALUES(1,33,19);
INSERT INTO configuration_options VALUES(1,34,20);
INSERT INTO configuration_options VALUES(1,35,21);
INSERT INTO configuration_options VALUES(1,36,22);
INSERT INTO configuration_options VALUES(1,37,23);
INSERT INTO configuration_options VALUES(1,38,24);
INSERT INTO configuration_options VALUES(1,39,9);
INSERT INTO configuration_options VALUES(1,40,5);
INSERT INTO configuration_options VALUES(1,41,25);
INSERT INTO configuration_options VALUES(1,42,26);
INSERT INTO configuration_options VALUES(1,43,9);
INSERT INTO configuration_options VALUES(1,44,27);
INSERT INTO configuration_options VALUES(1,45,9);
INSERT INTO configuration_options VALUES(1,46,9);
INSERT INTO configuration_options VALUES(1,47,10);
INSERT INTO configuration_options VALUES(1,48,28);
INSERT INTO configuration_options VALUES(1,49,5);
INSERT INTO configuration_options VALUES(1,50,29);
INSERT INTO configuration_options VALUES(1,51,13);
INSERT INTO configuration_options VALUES(1,52,30);
INSERT INTO configuration_options VALUES(2,1,1);
INSERT INTO configuration_options VALUES(2,2,2);
INSERT INTO configuration_options VALUES(2,3,3);
INSERT INTO configuration_options VALUES(2,4,3);
INSERT INTO configuration_options VALUES(2,5,4);
INSERT INTO configuration_options VALUES(2,6,5);
INSERT INTO configuration_options VALUES(2,7,6);
INSERT INTO configuration_options VALUES(2,8,5);
INSERT INTO configuration_options VALUES(2,9,7);
INSERT INTO configuration_options VALUES(2,10,8);
INSERT INTO configuration_options VALUES(2,11,4);
INSERT INTO configuration_options VALUES(2,12,4);
INSERT INTO configuration_options VALUES(2,13,9);
INSERT INTO configuration_options VALUES(2,14,9);
INSERT INTO configuration_options VALUES(2,15,10);
INSERT INTO configuration_options VALUES(2,16,11);
INSERT INTO configuration_options VALUES(2,17,11);
INSERT INTO configuration_options VALUES(2,18,12);
INSERT INTO configuration_options VALUES(2,19,5);
INSERT INTO configuration_options VALUES(2,20,14);
INSERT INTO configuration_options VALUES(2,21,13);
INSERT INTO configuration_options VALUES(2,22,15);
INSERT INTO configuration_options VALUES(2,23,10);
INSERT INTO configuration_options VALUES(2,24,4);
INSERT INTO configuration_options VALUES(2,25,5);
INSERT INTO configuration_options VALUES(2,26,9);
INSERT INTO configuration_options VALUES(2,27,10);
INSERT INTO configuration_options VALUES(2,28,16);
INSERT INTO configuration_options VALUES(2,29,5);
INSERT INTO configuration_options VALUES(2,30,17);
INSERT INTO configuration_options VALUES(2,31,18);
INSERT INTO configuration_options VALUES(2,32,18);
INSERT INTO configuration_options VALUES(2,33,19);
INSERT INTO configuration_options VALUES(2,34,20);
INSERT INTO configuration_options VALUES(2,35,21);
INSERT INTO configuration_options VALUES(2,36,22);
INSERT INTO configuration_options VALUES(2,37,23);
INSERT INTO configuration_options VALUES(2,38,24);
INSERT INTO configuration_options VALUES(2,39,9);
INSERT INTO configuration_options VALUES(2,40,5);
INSERT INTO configuration_options VALUES(2,41,25);
INSERT INTO configuration_options VALUES(2,42,26);
INSERT INTO configuration_options VALUES(2,43,9);
INSERT INTO configuration_options VALUES(2,44,27);
INSERT INTO configuration_options VALUES(2,45,9);
INSERT INTO configuration_options VALUES(2,46,9);
INSERT INTO configuration_options VALUES(2,47,10);
INSERT INTO configuration_options VALUES(2,48,28);
INSERT INTO configuration_options VALUES(2,49,5);
INSERT INTO configuration_options VALUES(2,50,29);
INSERT INTO configuration_options VALUES(2,51,13);
INSERT INTO configuration_options VALUES(2,52,30);
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
INSERT INTO jobs VALUES(1,'4c0beeae2ba71ee0d2fd742b2d2b06e20372f087ef3a8f2ef448cda56eb43c33','c2c0ba741e5c800eb8b2c2cde627293ebca8df786d2d76114ec93cd442413dfd',1,1,'bddc042319dd9814fcb5aea67aa38f99599a4253c12cd0286231c777cc3d460d','done',NULL,1,0,'2026-11-23 21:36:07.328','2026-11-23 21:36:07.840');
INSERT INTO jobs VALUES(2,'801d9e5f80d783a4f07cb2da1bdd578f979d678d9015fc0cfad6df993604f75b','cb36f3bff581e1b8db9fffd8f84582400ae783f8fedbe08930145f9d97db71d9',2,1,'bddc042319dd9814fcb5aea67aa38f99599a4253c12cd0286231c777cc3d460d','done',NULL,2,0,'2026-11-23 21:36:07.328','2026-11-23 21:36:07.919');
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
INSERT INTO attempts VALUES(1,1,'2026-11-23 21:36:07.342','2026-11-23 21:36:07.342','2026-11-23 21:38:07.342','2026-11-23 21:36:07.840','done',NULL,replace('2026-11-23T21:36:07Z training 1/2, loss 1.370219, 12066.3 images/s\n2026-11-23T21:36:07Z training 2/2, loss 1.382379, 12473.3 images/s\n2026-11-23T21:36:07Z sampling 2/2, loss 1.382379, 12473.3 images/s\n2026-11-23T21:36:07Z attention 2/2, loss 1.382379, 12473.3 images/s\n2026-11-23T21:36:07Z done','\n',char(10)),'vm',23881,'183213','pid:[4026531836]','9bb3364e-041c-4e49-ac25-17b33e594f3f','1',NULL,'AMD EPYC','OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Cooperlake MAX_THREADS=64','Cooperlake',1,2,0.49249377000000005288,NULL,48922624);
INSERT INTO attempts VALUES(2,2,'2026-11-23 21:36:07.351','2026-11-23 21:36:07.351','2026-11-23 21:38:07.351','2026-11-23 21:36:07.919','done',NULL,replace('2026-11-23T21:36:07Z training 1/2, loss 1.366636, 17957.4 images/s\n2026-11-23T21:36:07Z training 2/2, loss 1.369972, 14221.6 images/s\n2026-11-23T21:36:07Z sampling 2/2, loss 1.369972, 14221.6 images/s\n2026-11-23T21:36:07Z attention 2/2, loss 1.369972, 14221.6 images/s\n2026-11-23T21:36:07Z done','\n',char(10)),'vm',23881,'183213','pid:[4026531836]','9bb3364e-041c-4e49-ac25-17b33e594f3f','1',NULL,'AMD EPYC','OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Cooperlake MAX_THREADS=64','Cooperlake',1,2,0.50298267000000007609,NULL,48922624);
CREATE TABLE specs (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    text TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    UNIQUE (name, text_hash)
) STRICT;
INSERT INTO specs VALUES(1,'tiny','cc84fe943f2dbb7bf850272e180dcdf56cd0e1275a71daf658c99a214f763b68',replace('name: tiny\nbase:\n  data: {kind: shapes, image_size: 16, train: 16, test: 8, grammar: [counts]}\n  model: {patch_size: 8, width: 8, depth: 2, heads: 2, init: fan-in}\n  text: {max_tokens: 4, width: 8}\n  train: {steps: 2, batch_size: 4, learning_rate: 1e-3, warmup_steps: 1, log_every: 1, lanes: 2}\n  sample: {sampler: ddim, steps: 2, images: 2}\n  evaluate: {every: 2, validation: 4, timesteps: [500], probe_count: 1}\naxes:\n  fusion.point: [0, 1]\nseeds: [1]\n','\n',char(10)),'2026-11-23 21:36:07.339','2026-11-23 21:36:07.339');
CREATE TABLE spec_jobs (
    spec INTEGER NOT NULL REFERENCES specs(id) ON DELETE CASCADE,
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    PRIMARY KEY (spec, job)
) STRICT, WITHOUT ROWID;
INSERT INTO spec_jobs VALUES(1,1);
INSERT INTO spec_jobs VALUES(1,2);
CREATE TABLE metric_series (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    split TEXT NOT NULL,
    UNIQUE (name, split)
) STRICT;
INSERT INTO metric_series VALUES(1,'items','train');
INSERT INTO metric_series VALUES(2,'items','test');
INSERT INTO metric_series VALUES(3,'skipped_files','data');
INSERT INTO metric_series VALUES(4,'truncated_captions','train');
INSERT INTO metric_series VALUES(5,'loss','train');
INSERT INTO metric_series VALUES(6,'loss','validation');
INSERT INTO metric_series VALUES(7,'text_use_gap','validation');
INSERT INTO metric_series VALUES(8,'loss_bucket_1','validation');
INSERT INTO metric_series VALUES(9,'loss_bucket_3','validation');
INSERT INTO metric_series VALUES(10,'loss_bucket_6','validation');
INSERT INTO metric_series VALUES(11,'loss_bucket_8','validation');
INSERT INTO metric_series VALUES(12,'oracle_count','all');
INSERT INTO metric_series VALUES(13,'oracle_colour','all');
INSERT INTO metric_series VALUES(14,'oracle_palette','all');
INSERT INTO metric_series VALUES(15,'oracle_shape','all');
INSERT INTO metric_series VALUES(16,'oracle_shape_set','all');
INSERT INTO metric_series VALUES(17,'oracle_all','all');
INSERT INTO metric_series VALUES(18,'oracle_images','all');
INSERT INTO metric_series VALUES(19,'oracle_count','held-out');
INSERT INTO metric_series VALUES(20,'oracle_colour','held-out');
INSERT INTO metric_series VALUES(21,'oracle_palette','held-out');
INSERT INTO metric_series VALUES(22,'oracle_shape','held-out');
INSERT INTO metric_series VALUES(23,'oracle_shape_set','held-out');
INSERT INTO metric_series VALUES(24,'oracle_all','held-out');
INSERT INTO metric_series VALUES(25,'oracle_images','held-out');
INSERT INTO metric_series VALUES(26,'oracle_count','seen');
INSERT INTO metric_series VALUES(27,'oracle_colour','seen');
INSERT INTO metric_series VALUES(28,'oracle_palette','seen');
INSERT INTO metric_series VALUES(29,'oracle_shape','seen');
INSERT INTO metric_series VALUES(30,'oracle_shape_set','seen');
INSERT INTO metric_series VALUES(31,'oracle_all','seen');
INSERT INTO metric_series VALUES(32,'oracle_images','seen');
INSERT INTO metric_series VALUES(33,'parameters','cost');
INSERT INTO metric_series VALUES(34,'reference_forward_flops','cost');
INSERT INTO metric_series VALUES(35,'executed_forward_flops','cost');
INSERT INTO metric_series VALUES(36,'reference_training_flops','cost');
INSERT INTO metric_series VALUES(37,'executed_training_flops','cost');
CREATE TABLE metrics (
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    series INTEGER NOT NULL REFERENCES metric_series(id),
    step INTEGER NOT NULL,
    value REAL,
    kind INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (job, series, step),
    CHECK (kind BETWEEN 0 AND 3 AND (kind = 0) = (value IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO metrics VALUES(1,1,0,16.0,0);
INSERT INTO metrics VALUES(1,2,0,8.0,0);
INSERT INTO metrics VALUES(1,3,0,0.0,0);
INSERT INTO metrics VALUES(1,4,0,64.0,0);
INSERT INTO metrics VALUES(1,5,1,1.3702192902565002441,0);
INSERT INTO metrics VALUES(1,5,2,1.3823792636394500732,0);
INSERT INTO metrics VALUES(1,6,2,1.3588627093593128591,0);
INSERT INTO metrics VALUES(1,7,2,0.015114175731822943049,0);
INSERT INTO metrics VALUES(1,8,2,1.4215048439860114015,0);
INSERT INTO metrics VALUES(1,9,2,1.4730316969922991887,0);
INSERT INTO metrics VALUES(1,10,2,1.2691449886819281545,0);
INSERT INTO metrics VALUES(1,11,2,1.2717693077770126919,0);
INSERT INTO metrics VALUES(1,12,2,0.0,0);
INSERT INTO metrics VALUES(1,13,2,0.0,0);
INSERT INTO metrics VALUES(1,14,2,0.5,0);
INSERT INTO metrics VALUES(1,15,2,0.0,0);
INSERT INTO metrics VALUES(1,16,2,0.0,0);
INSERT INTO metrics VALUES(1,17,2,0.0,0);
INSERT INTO metrics VALUES(1,18,2,2.0,0);
INSERT INTO metrics VALUES(1,19,2,0.0,0);
INSERT INTO metrics VALUES(1,20,2,0.0,0);
INSERT INTO metrics VALUES(1,21,2,0.0,0);
INSERT INTO metrics VALUES(1,22,2,0.0,0);
INSERT INTO metrics VALUES(1,23,2,0.0,0);
INSERT INTO metrics VALUES(1,24,2,0.0,0);
INSERT INTO metrics VALUES(1,25,2,1.0,0);
INSERT INTO metrics VALUES(1,26,2,0.0,0);
INSERT INTO metrics VALUES(1,27,2,0.0,0);
INSERT INTO metrics VALUES(1,28,2,1.0,0);
INSERT INTO metrics VALUES(1,29,2,0.0,0);
INSERT INTO metrics VALUES(1,30,2,0.0,0);
INSERT INTO metrics VALUES(1,31,2,0.0,0);
INSERT INTO metrics VALUES(1,32,2,1.0,0);
INSERT INTO metrics VALUES(1,33,2,6196.0,0);
INSERT INTO metrics VALUES(1,34,2,121184.0,0);
INSERT INTO metrics VALUES(1,35,2,111840.0,0);
INSERT INTO metrics VALUES(1,36,2,363552.0,0);
INSERT INTO metrics VALUES(1,37,2,326032.0,0);
INSERT INTO metrics VALUES(2,1,0,16.0,0);
INSERT INTO metrics VALUES(2,2,0,8.0,0);
INSERT INTO metrics VALUES(2,3,0,0.0,0);
INSERT INTO metrics VALUES(2,4,0,64.0,0);
INSERT INTO metrics VALUES(2,5,1,1.3666357398033142089,0);
INSERT INTO metrics VALUES(2,5,2,1.3699717223644256591,0);
INSERT INTO metrics VALUES(2,6,2,1.3631789442020112446,0);
INSERT INTO metrics VALUES(2,7,2,-0.019703916722213721257,0);
INSERT INTO metrics VALUES(2,8,2,1.4544095839223729615,0);
INSERT INTO metrics VALUES(2,9,2,1.4605175371474869994,0);
INSERT INTO metrics VALUES(2,10,2,1.2741568985412925485,0);
INSERT INTO metrics VALUES(2,11,2,1.2636317571968915807,0);
INSERT INTO metrics VALUES(2,12,2,0.0,0);
INSERT INTO metrics VALUES(2,13,2,0.0,0);
INSERT INTO metrics VALUES(2,14,2,0.0,0);
INSERT INTO metrics VALUES(2,15,2,0.0,0);
INSERT INTO metrics VALUES(2,16,2,0.5,0);
INSERT INTO metrics VALUES(2,17,2,0.0,0);
INSERT INTO metrics VALUES(2,18,2,2.0,0);
INSERT INTO metrics VALUES(2,19,2,0.0,0);
INSERT INTO metrics VALUES(2,20,2,0.0,0);
INSERT INTO metrics VALUES(2,21,2,0.0,0);
INSERT INTO metrics VALUES(2,22,2,0.0,0);
INSERT INTO metrics VALUES(2,23,2,1.0,0);
INSERT INTO metrics VALUES(2,24,2,0.0,0);
INSERT INTO metrics VALUES(2,25,2,1.0,0);
INSERT INTO metrics VALUES(2,26,2,0.0,0);
INSERT INTO metrics VALUES(2,27,2,0.0,0);
INSERT INTO metrics VALUES(2,28,2,0.0,0);
INSERT INTO metrics VALUES(2,29,2,0.0,0);
INSERT INTO metrics VALUES(2,30,2,0.0,0);
INSERT INTO metrics VALUES(2,31,2,0.0,0);
INSERT INTO metrics VALUES(2,32,2,1.0,0);
INSERT INTO metrics VALUES(2,33,2,6196.0,0);
INSERT INTO metrics VALUES(2,34,2,104288.0,0);
INSERT INTO metrics VALUES(2,35,2,94944.0,0);
INSERT INTO metrics VALUES(2,36,2,312864.0,0);
INSERT INTO metrics VALUES(2,37,2,273552.0,0);
CREATE TABLE measurements (
    attempt INTEGER NOT NULL REFERENCES attempts(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value REAL,
    kind INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (attempt, name),
    CHECK (kind BETWEEN 0 AND 3 AND (kind = 0) = (value IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO measurements VALUES(1,'executed_gflops',4.0666883909624846893,0);
INSERT INTO measurements VALUES(1,'images_per_second',12473.279895723379012,0);
INSERT INTO measurements VALUES(1,'training_seconds',0.00064137100000000006345,0);
INSERT INTO measurements VALUES(2,'executed_gflops',3.8903513450092792602,0);
INSERT INTO measurements VALUES(2,'images_per_second',14221.615433297067283,0);
INSERT INTO measurements VALUES(2,'training_seconds',0.00056252400000000001012,0);
CREATE TABLE identities (
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    identity TEXT NOT NULL,
    PRIMARY KEY (job, role)
) STRICT, WITHOUT ROWID;
INSERT INTO identities VALUES(1,'dataset','bddc042319dd9814fcb5aea67aa38f99599a4253c12cd0286231c777cc3d460d');
INSERT INTO identities VALUES(1,'text_encoder','random-token(vocabulary=14c413965ebceeea, words=30, tokens=4, width=8, seed=1)');
INSERT INTO identities VALUES(2,'dataset','bddc042319dd9814fcb5aea67aa38f99599a4253c12cd0286231c777cc3d460d');
INSERT INTO identities VALUES(2,'text_encoder','random-token(vocabulary=14c413965ebceeea, words=30, tokens=4, width=8, seed=1)');
CREATE TABLE captions (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO captions VALUES(1,replace('five magenta squares\nfour blue triangles','\n',char(10)));
INSERT INTO captions VALUES(2,'five magenta squares');
CREATE TABLE probes (
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    caption INTEGER NOT NULL REFERENCES captions(id),
    tokens TEXT NOT NULL,
    PRIMARY KEY (job, position)
) STRICT, WITHOUT ROWID;
INSERT INTO probes VALUES(1,0,2,'["five","magenta","squares"]');
INSERT INTO probes VALUES(2,0,2,'["five","magenta","squares"]');
CREATE TABLE blocks (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO blocks VALUES(1,'joint_blocks.0');
INSERT INTO blocks VALUES(2,'mid_block');
INSERT INTO blocks VALUES(3,'joint_skip_blocks.0');
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
INSERT INTO attention_maps VALUES(1,1,2,2,0,1,0,500,4,4,'[4,4]',X'29298a314b2b0130e131df2a343268268433ba28b2313029312a1a331b2e9b29');
INSERT INTO attention_maps VALUES(2,1,2,2,0,1,1,500,4,4,'[4,4]',X'5c2f0a2f1b30612ccf2d092ed130a830c12e492fbe2ebf2a9c2c272e04310534');
INSERT INTO attention_maps VALUES(3,1,2,2,1,2,0,500,4,4,'[4,4]',X'6c2fdb2dff2fe12fbd20ae33ad2e712f111dee33c62e332e5f229a32402de42d');
INSERT INTO attention_maps VALUES(4,1,2,2,1,2,1,500,4,4,'[4,4]',X'5d31a02a132b1028942345316c303c381e266932fa2fdc36e625632db8323a38');
INSERT INTO attention_maps VALUES(5,1,2,2,2,3,0,500,4,4,'[4,4]',X'ce2e0230302f53351230682f073028313d2856319833dc296c234d31af333827');
INSERT INTO attention_maps VALUES(6,1,2,2,2,3,1,500,4,4,'[4,4]',X'e9244f2e9c2bfb24c531c72b5f2ddf3090311329d02ce53039337b2636293b2a');
INSERT INTO attention_maps VALUES(7,2,2,2,1,2,0,500,4,4,'[4,4]',X'db2bc529352de52aa4225c32c8280f2e731be9323824b92c992205329628b82e');
INSERT INTO attention_maps VALUES(8,2,2,2,1,2,1,500,4,4,'[4,4]',X'0a299434c623fa2c8c2a122664335c35952a662bd22f4a350e2bb0247a346e35');
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
INSERT INTO attention_statistics VALUES(1,2,2,0,0,500,1,0.43787622032687067985,0.84084612055969676358,2.7386515835529530171);
INSERT INTO attention_statistics VALUES(1,2,2,0,1,500,1,0.46406325418502092361,0.96389515650225199294,1.9745723224177598176);
INSERT INTO attention_statistics VALUES(1,2,2,1,0,500,2,0.44339541113004088401,0.83722886945792485136,1.9384555075434104498);
INSERT INTO attention_statistics VALUES(1,2,2,1,1,500,2,0.69404234224930405616,0.75718808378164415007,2.1855265165233714874);
INSERT INTO attention_statistics VALUES(1,2,2,2,0,500,3,0.53446465986780822277,0.85459634261575367908,2.3230538837645786642);
INSERT INTO attention_statistics VALUES(1,2,2,2,1,500,3,0.36400025291368365287,0.85008315025766822969,2.3640787230327267032);
INSERT INTO attention_statistics VALUES(2,2,2,1,0,500,2,0.30925708747236058115,0.76680366714915759729,1.9759381602810828226);
INSERT INTO attention_statistics VALUES(2,2,2,1,1,500,2,0.57845117710530757904,0.73141836539789295557,2.3195300766910591505);
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
INSERT INTO samples VALUES(1,1,2,'grid',0,1,X'89504e470d0a1a0a0000000d49484452000000260000001408020000006eedd85f000000017352474200aece1ce90000022a494441544889c5963d8b544110454f899908c2c68a8c0a466b20186966642c468288d1269b899128469bfb0f44f017ec8aa960a28918092682e00722ac891a08c7a0bbaadf7b938f3dcc30ddafaa6edd5bb7870995cdae231bc61b901141d49780208808a03dd9ee71fd5d2bfa494b0b4e45d4514f8d4c8819241a060182be0bc3a069ee2d226eb7aac2a3911c84360845313ec90b218c066b04666c61a90a2a8e64c003f354b185521ffab7c7550415d54fcfb70ae03173e1c044b8e2a4bc89df71a90256e1beedb80d130eab4ab550456b967af02be433f09336d80809c057dc2420ced174b20b9bc4886b40686848e0096337471df4a09c7ff6bb538c47db97dae3520d4e9343d052a3d1bf40316dc16350ccc429986f53ee2df2618e55b244e28f55a31477561dbec6017aa6472d217360e5a4a9b53a19880560ebf249a3e2945db9a958df59d8a77bae2c3bf8f0b6efef679fd54a79b85c5b8d9e5574958c538d35c78e6a64737b8a5b13d7cdbc77924102fd915b578c22a4f86b2cd305294b1282ab00beef1efd3aa1f93ca5cdeb8aeabe1304d00769a5359687359171cd44fc90aa3b865569cf785c5c27af894f7fa76997900e2d4479ed175fceadd2d9f371f49baabdb92ec25366917f865a631a73fbe877006e944e79e5c9768e4f7e7cea02d564864ba87ef2900564b55c49b0572e4e41b93803543d3a1824626dcbffa9de926551dd6f65ef8e4b356639b35ecfcf8b3135e7e57177f2f7e45ea644577a83eb3ffc2bf80743a8a7f4f6b208ae0000000049454e44ae426082');
INSERT INTO samples VALUES(2,2,2,'grid',0,1,X'89504e470d0a1a0a0000000d49484452000000260000001408020000006eedd85f000000017352474200aece1ce900000214494441544889c5962d8b555114869f6d1011c5669966120c0a820326c7e60fb00946a3168b41440c6211c48f60d0322068b6c9b4714cfa07fc01362d96098f61efb5d7daa379bcf772ceda67efb5def75d1f87db540ef773e490f112b2b546ebf7168bd6b65adf015aba149317ad354e35686dfe5a03da0ffab29c0f43554fab22bf818fdd34f604b9dfadb11a3b883f33c8d874fa43bfc613679071b6df50de5f45c477a2de82082217506f86d7c51ef0976007f179c481fd600709e862117b0c6c795804a1b0017770d31978d02fb2142e811cef44cac90a993a7ae278d8ada17e33f3833b6b8ebe0555f4a81161b00f24649f15723ccfe4ce28a16f48c763c26ea4667be66722d5548d4245da579503812218be8c182365d13da51a09a478f9f567c5bb2962c250ec2c645e8343093ac06e2c8d3005e16e91e9839418aa4b5b1fe88ea523d07345f4992ce7e29c758b6c28f2383444031d681fa39b33cf51cc707a4b14269d5944cca5b0e5b251c6b2aaa4b0fe0eee0dd91f5240ca577523476ed15f1066d7ffd53e4e52f34070a3384edae9f586d45abea5f167fefe01694e55c5b33edfe3c9fac29b7d8ef034c4d6383e5aaab1b6cf2c6327b5c3d7a21c4e3aa7ccc424b8cad96bf6823c2bb31a1c380039a5ccf18057b3cbe5f61c5cf05ef1f9940a46fee07c9ded88f917249e48a93187f92ae14a277c095f2e2cb751b81ea35c0b52df7655a42d7279789ffff0afe00f3524f38e2b2715130000000049454e44ae426082');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('attempts',2);
CREATE INDEX configurations_by_digest ON configurations(digest);
CREATE INDEX jobs_by_training_key ON jobs(training_key);
CREATE INDEX jobs_by_state ON jobs(state);
CREATE INDEX jobs_by_configuration ON jobs(configuration);
CREATE INDEX attempts_by_job ON attempts(job);
CREATE VIEW job_options AS
SELECT j.key AS job, p.path AS path, v.value AS value
FROM jobs j
JOIN configuration_options o ON o.configuration = j.configuration
JOIN option_paths p ON p.id = o.path
JOIN option_values v ON v.id = o.value;
CREATE VIEW v_results AS
SELECT j.key AS job, j.state AS state, j.seed AS seed,
    CAST((SELECT v.value FROM configuration_options o JOIN option_values v ON v.id = o.value
    WHERE o.configuration = j.configuration
      AND o.path = (SELECT id FROM option_paths WHERE path = 'fusion.point')) AS INTEGER) AS fusion_point,
    (SELECT v.value FROM configuration_options o JOIN option_values v ON v.id = o.value
    WHERE o.configuration = j.configuration
      AND o.path = (SELECT id FROM option_paths WHERE path = 'fusion.conditioning')) AS fusion_conditioning,
    CAST((SELECT v.value FROM configuration_options o JOIN option_values v ON v.id = o.value
    WHERE o.configuration = j.configuration
      AND o.path = (SELECT id FROM option_paths WHERE path = 'fusion.text_depth')) AS INTEGER) AS fusion_text_depth,
    (SELECT m.value FROM metrics m
    WHERE m.job = j.id
      AND m.series = (SELECT id FROM metric_series WHERE name = 'loss' AND split = 'train')
    ORDER BY m.step DESC LIMIT 1) AS loss_train,
    (SELECT m.value FROM metrics m
    WHERE m.job = j.id
      AND m.series = (SELECT id FROM metric_series WHERE name = 'loss' AND split = 'validation')
    ORDER BY m.step DESC LIMIT 1) AS loss_validation,
    (SELECT m.value FROM metrics m
    WHERE m.job = j.id
      AND m.series = (SELECT id FROM metric_series WHERE name = 'text_use_gap' AND split = 'validation')
    ORDER BY m.step DESC LIMIT 1) AS text_use_gap,
    (SELECT m.value FROM metrics m
    WHERE m.job = j.id
      AND m.series = (SELECT id FROM metric_series WHERE name = 'oracle_count' AND split = 'all')
    ORDER BY m.step DESC LIMIT 1) AS oracle_count,
    (SELECT m.value FROM metrics m
    WHERE m.job = j.id
      AND m.series = (SELECT id FROM metric_series WHERE name = 'oracle_colour' AND split = 'all')
    ORDER BY m.step DESC LIMIT 1) AS oracle_colour,
    (SELECT m.value FROM metrics m
    WHERE m.job = j.id
      AND m.series = (SELECT id FROM metric_series WHERE name = 'oracle_shape' AND split = 'all')
    ORDER BY m.step DESC LIMIT 1) AS oracle_shape,
    (SELECT m.value FROM metrics m
    WHERE m.job = j.id
      AND m.series = (SELECT id FROM metric_series WHERE name = 'oracle_relation' AND split = 'all')
    ORDER BY m.step DESC LIMIT 1) AS oracle_relation,
    (SELECT m.value FROM metrics m
    WHERE m.job = j.id
      AND m.series = (SELECT id FROM metric_series WHERE name = 'oracle_all' AND split = 'all')
    ORDER BY m.step DESC LIMIT 1) AS oracle_all,
    (SELECT m.value FROM metrics m
    WHERE m.job = j.id
      AND m.series = (SELECT id FROM metric_series WHERE name = 'parameters' AND split = 'cost')
    ORDER BY m.step DESC LIMIT 1) AS parameters,
    (SELECT m.value FROM metrics m
    WHERE m.job = j.id
      AND m.series = (SELECT id FROM metric_series WHERE name = 'reference_forward_flops' AND split = 'cost')
    ORDER BY m.step DESC LIMIT 1) AS reference_forward_flops,
    (SELECT m.value FROM metrics m
    WHERE m.job = j.id
      AND m.series = (SELECT id FROM metric_series WHERE name = 'executed_forward_flops' AND split = 'cost')
    ORDER BY m.step DESC LIMIT 1) AS executed_forward_flops
FROM jobs j;
CREATE VIEW v_curves AS
SELECT j.key AS job, j.seed AS seed, s.name AS name, s.split AS split,
    m.step AS step, m.value AS value, CASE kind WHEN 0 THEN 'finite' WHEN 1 THEN 'nan' WHEN 2 THEN 'inf' ELSE '-inf' END AS kind
FROM metrics m JOIN jobs j ON j.id = m.job JOIN metric_series s ON s.id = m.series;
CREATE VIEW v_final_metrics AS
SELECT j.key AS job, j.state AS state, j.seed AS seed, s.name AS name, s.split AS split,
    m.step AS step, m.value AS value, CASE kind WHEN 0 THEN 'finite' WHEN 1 THEN 'nan' WHEN 2 THEN 'inf' ELSE '-inf' END AS kind
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
    CASE kind WHEN 0 THEN 'finite' WHEN 1 THEN 'nan' WHEN 2 THEN 'inf' ELSE '-inf' END AS kind
FROM measurements m JOIN attempts a ON a.id = m.attempt JOIN jobs j ON j.id = a.job;
CREATE VIEW v_attention AS
SELECT j.key AS job, j.seed AS seed, t.step AS step, c.text AS caption, t.block_index AS block_index,
    b.name AS block, t.head AS head, t.timestep AS timestep,
    t.text_mass AS text_mass, t.entropy AS entropy, t.effective_rank AS effective_rank
FROM attention_statistics t JOIN jobs j ON j.id = t.job
JOIN captions c ON c.id = t.caption JOIN blocks b ON b.id = t.block;
COMMIT;
