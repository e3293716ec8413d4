PRAGMA application_id = 1718055524;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('v1');
INSERT INTO grdb_migrations VALUES('missing metrics');
INSERT INTO grdb_migrations VALUES('attention-localisation');
INSERT INTO grdb_migrations VALUES('reliability');
INSERT INTO grdb_migrations VALUES('packed attention maps');
CREATE TABLE configurations (
    id INTEGER PRIMARY KEY,
    digest INTEGER NOT NULL,
    json TEXT NOT NULL
) STRICT;
INSERT INTO configurations VALUES(1,-600367186741836751,'{"data":{"kind":"shapes","path":null,"image_size":16,"train":16,"test":8,"seed":1,"on_error":"fail","minimum_objects":1,"maximum_objects":5,"grammar":["counts"],"kinds":8,"canvas":"grey","latent_scale":0.2301},"model":{"patch_size":8,"width":8,"depth":2,"heads":2,"mlp_ratio":4,"qkv_bias":false,"time_mlp":false,"init":"fan-in"},"fusion":{"point":0,"conditioning":"concat","text_depth":0},"text":{"encoder":"random","max_tokens":4,"width":8,"seed":1,"encoder_steps":600},"train":{"steps":2,"batch_size":4,"learning_rate":0.001,"warmup_steps":1,"weight_decay":0.03,"beta1":0.9,"beta2":0.9,"epsilon":1e-08,"ema":0.999,"unconditional":0.1,"prediction":"epsilon","weighting":"uniform","schedule":"constant","lanes":2,"log_every":1,"checkpoint_every":500},"sample":{"sampler":"ddim","steps":2,"guidance":1.0,"images":2},"evaluate":{"every":2,"validation":4,"probes":[],"probe_count":2,"timesteps":[500],"sample_every":0,"sample_images":64,"evaluator":"mini-clip","evaluator_seed":101,"evaluator_steps":600,"localisation":4}}');
INSERT INTO configurations VALUES(2,-9055595646306132896,'{"data":{"kind":"shapes","path":null,"image_size":16,"train":16,"test":8,"seed":1,"on_error":"fail","minimum_objects":1,"maximum_objects":5,"grammar":["counts"],"kinds":8,"canvas":"grey","latent_scale":0.2301},"model":{"patch_size":8,"width":8,"depth":2,"heads":2,"mlp_ratio":4,"qkv_bias":false,"time_mlp":false,"init":"fan-in"},"fusion":{"point":1,"conditioning":"concat","text_depth":0},"text":{"encoder":"random","max_tokens":4,"width":8,"seed":1,"encoder_steps":600},"train":{"steps":2,"batch_size":4,"learning_rate":0.001,"warmup_steps":1,"weight_decay":0.03,"beta1":0.9,"beta2":0.9,"epsilon":1e-08,"ema":0.999,"unconditional":0.1,"prediction":"epsilon","weighting":"uniform","schedule":"constant","lanes":2,"log_every":1,"checkpoint_every":500},"sample":{"sampler":"ddim","steps":2,"guidance":1.0,"images":2},"evaluate":{"every":2,"validation":4,"probes":[],"probe_count":2,"timesteps":[500],"sample_every":0,"sample_images":64,"evaluator":"mini-clip","evaluator_seed":101,"evaluator_steps":600,"localisation":4}}');
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
INSERT INTO option_paths VALUES(11,'data.kinds');
INSERT INTO option_paths VALUES(12,'data.canvas');
INSERT INTO option_paths VALUES(13,'data.latent_scale');
INSERT INTO option_paths VALUES(14,'model.patch_size');
INSERT INTO option_paths VALUES(15,'model.width');
INSERT INTO option_paths VALUES(16,'model.depth');
INSERT INTO option_paths VALUES(17,'model.heads');
INSERT INTO option_paths VALUES(18,'model.mlp_ratio');
INSERT INTO option_paths VALUES(19,'model.qkv_bias');
INSERT INTO option_paths VALUES(20,'model.time_mlp');
INSERT INTO option_paths VALUES(21,'model.init');
INSERT INTO option_paths VALUES(22,'fusion.point');
INSERT INTO option_paths VALUES(23,'fusion.conditioning');
INSERT INTO option_paths VALUES(24,'fusion.text_depth');
INSERT INTO option_paths VALUES(25,'text.encoder');
INSERT INTO option_paths VALUES(26,'text.max_tokens');
INSERT INTO option_paths VALUES(27,'text.width');
INSERT INTO option_paths VALUES(28,'text.seed');
INSERT INTO option_paths VALUES(29,'text.encoder_steps');
INSERT INTO option_paths VALUES(30,'train.steps');
INSERT INTO option_paths VALUES(31,'train.batch_size');
INSERT INTO option_paths VALUES(32,'train.learning_rate');
INSERT INTO option_paths VALUES(33,'train.warmup_steps');
INSERT INTO option_paths VALUES(34,'train.weight_decay');
INSERT INTO option_paths VALUES(35,'train.beta1');
INSERT INTO option_paths VALUES(36,'train.beta2');
INSERT INTO option_paths VALUES(37,'train.epsilon');
INSERT INTO option_paths VALUES(38,'train.ema');
INSERT INTO option_paths VALUES(39,'train.unconditional');
INSERT INTO option_paths VALUES(40,'train.prediction');
INSERT INTO option_paths VALUES(41,'train.weighting');
INSERT INTO option_paths VALUES(42,'train.schedule');
INSERT INTO option_paths VALUES(43,'train.lanes');
INSERT INTO option_paths VALUES(44,'train.log_every');
INSERT INTO option_paths VALUES(45,'train.checkpoint_every');
INSERT INTO option_paths VALUES(46,'sample.sampler');
INSERT INTO option_paths VALUES(47,'sample.steps');
INSERT INTO option_paths VALUES(48,'sample.guidance');
INSERT INTO option_paths VALUES(49,'sample.images');
INSERT INTO option_paths VALUES(50,'evaluate.every');
INSERT INTO option_paths VALUES(51,'evaluate.validation');
INSERT INTO option_paths VALUES(52,'evaluate.probes');
INSERT INTO option_paths VALUES(53,'evaluate.probe_count');
INSERT INTO option_paths VALUES(54,'evaluate.timesteps');
INSERT INTO option_paths VALUES(55,'evaluate.sample_every');
INSERT INTO option_paths VALUES(56,'evaluate.sample_images');
INSERT INTO option_paths VALUES(57,'evaluate.evaluator');
INSERT INTO option_paths VALUES(58,'evaluate.evaluator_seed');
INSERT INTO option_paths VALUES(59,'evaluate.evaluator_steps');
INSERT INTO option_paths VALUES(60,'evaluate.localisation');
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
INSERT INTO option_values VALUES(9,'grey');
INSERT INTO option_values VALUES(10,'0.2301');
INSERT INTO option_values VALUES(11,'2');
INSERT INTO option_values VALUES(12,'4');
INSERT INTO option_values VALUES(13,'false');
INSERT INTO option_values VALUES(14,'fan-in');
INSERT INTO option_values VALUES(15,'0');
INSERT INTO option_values VALUES(16,'concat');
INSERT INTO option_values VALUES(17,'random');
INSERT INTO option_values VALUES(18,'600');
INSERT INTO option_values VALUES(19,'0.001');
INSERT INTO option_values VALUES(20,'0.03');
INSERT INTO option_values VALUES(21,'0.9');
INSERT INTO option_values VALUES(22,'1e-08');
INSERT INTO option_values VALUES(23,'0.999');
INSERT INTO option_values VALUES(24,'0.1');
INSERT INTO option_values VALUES(25,'epsilon');
INSERT INTO option_values VALUES(26,'uniform');
INSERT INTO option_values VALUES(27,'constant');
INSERT INTO option_values VALUES(28,'500');
INSERT INTO option_values VALUES(29,'ddim');
INSERT INTO option_values VALUES(30,'1.0');
INSERT INTO option_values VALUES(31,'[]');
INSERT INTO option_values VALUES(32,'[500]');
INSERT INTO option_values VALUES(33,'64');
INSERT INTO option_values VALUES(34,'mini-clip');
INSERT INTO option_values VALUES(35,'101');
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
INSERT INTO configuration_options VALUES(1,12,9);
INSERT INTO configuration_options VALUES(1,13,10);
INSERT INTO configuration_options VALUES(1,14,4);
INSERT INTO configuration_options VALUES(1,15,4);
INSERT INTO configuration_options VALUES(1,16,11);
INSERT INTO configuration_options VALUES(1,17,11);
INSERT INTO configuration_options VALUES(1,18,12);
INSERT INTO configuration_options VALUES(1,19,13);
INSERT INTO configuration_options VALUES(1,20,13);
INSERT INTO configuration_options VALUES(1,21,14);
INSERT INTO configuration_options VALUES(1,22,15);
INSERT INTO configuration_options VALUES(1,23,16);
INSERT INTO configuration_options VALUES(1,24,15);
INSERT INTO configuration_options VALUES(1,25,17);
INSERT INTO configuration_options VALUES(1,26,12);
INSERT INTO configuration_options VALUES(1,27,4);
INSERT INTO configuration_options VALUES(1,28,5);
INSERT INTO configuration_options VALUES(1,29,18);
INSERT INTO configuration_options VALUES(1,30,11);
INSERT INTO configuration_options VALUES(1,31,12);
INSERT INTO configuration_options VALUES(1,32,19);
INSERT INTO configuration_options VALUES(1,33,5);
INSERT INTO configuration_options VALUES(1,34,20);
INSERT INTO configuration_options VALUES(1,35,21);
INSERT INTO configuration_options VALUES(1,36,21);
INSERT INTO configuration_options VALUES(1,37,22);
INSERT INTO configuration_options VALUES(1,38,23);
INSERT INTO configuration_options VALUES(1,39,24);
INSERT INTO configuration_options VALUES(1,40,25);
INSERT INTO configuration_options VALUES(1,41,26);
INSERT INTO configuration_options VALUES(1,42,27);
INSERT INTO configuration_options VALUES(1,43,11);
INSERT INTO configuration_options VALUES(1,44,5);
INSERT INTO configuration_options VALUES(1,45,28);
INSERT INTO configuration_options VALUES(1,46,29);
INSERT INTO configuration_options VALUES(1,47,11);
INSERT INTO configuration_options VALUES(1,48,30);
INSERT INTO configuration_options VALUES(1,49,11);
INSERT INTO configuration_options VALUES(1,50,11);
INSERT INTO configuration_options VALUES(1,51,12);
INSERT INTO configuration_options VALUES(1,52,31);
INSERT INTO configuration_options VALUES(1,53,11);
INSERT INTO configuration_options VALUES(1,54,32);
INSERT INTO configuration_options VALUES(1,55,15);
INSERT INTO configuration_options VALUES(1,56,33);
INSERT INTO configuration_options VALUES(1,57,34);
INSERT INTO configuration_options VALUES(1,58,35);
INSERT INTO configuration_options VALUES(1,59,18);
INSERT INTO configuration_options VALUES(1,60,12);
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
INSERT INTO configuration_options VALUES(2,12,9);
INSERT INTO configuration_options VALUES(2,13,10);
INSERT INTO configuration_options VALUES(2,14,4);
INSERT INTO configuration_options VALUES(2,15,4);
INSERT INTO configuration_options VALUES(2,16,11);
INSERT INTO configuration_options VALUES(2,17,11);
INSERT INTO configuration_options VALUES(2,18,12);
INSERT INTO configuration_options VALUES(2,19,13);
INSERT INTO configuration_options VALUES(2,20,13);
INSERT INTO configuration_options VALUES(2,21,14);
INSERT INTO configuration_options VALUES(2,22,5);
INSERT INTO configuration_options VALUES(2,23,16);
INSERT INTO configuration_options VALUES(2,24,15);
INSERT INTO configuration_options VALUES(2,25,17);
INSERT INTO configuration_options VALUES(2,26,12);
INSERT INTO configuration_options VALUES(2,27,4);
INSERT INTO configuration_options VALUES(2,28,5);
INSERT INTO configuration_options VALUES(2,29,18);
INSERT INTO configuration_options VALUES(2,30,11);
INSERT INTO configuration_options VALUES(2,31,12);
INSERT INTO configuration_options VALUES(2,32,19);
INSERT INTO configuration_options VALUES(2,33,5);
INSERT INTO configuration_options VALUES(2,34,20);
INSERT INTO configuration_options VALUES(2,35,21);
INSERT INTO configuration_options VALUES(2,36,21);
INSERT INTO configuration_options VALUES(2,37,22);
INSERT INTO configuration_options VALUES(2,38,23);
INSERT INTO configuration_options VALUES(2,39,24);
INSERT INTO configuration_options VALUES(2,40,25);
INSERT INTO configuration_options VALUES(2,41,26);
INSERT INTO configuration_options VALUES(2,42,27);
INSERT INTO configuration_options VALUES(2,43,11);
INSERT INTO configuration_options VALUES(2,44,5);
INSERT INTO configuration_options VALUES(2,45,28);
INSERT INTO configuration_options VALUES(2,46,29);
INSERT INTO configuration_options VALUES(2,47,11);
INSERT INTO configuration_options VALUES(2,48,30);
INSERT INTO configuration_options VALUES(2,49,11);
INSERT INTO configuration_options VALUES(2,50,11);
INSERT INTO configuration_options VALUES(2,51,12);
INSERT INTO configuration_options VALUES(2,52,31);
INSERT INTO configuration_options VALUES(2,53,11);
INSERT INTO configuration_options VALUES(2,54,32);
INSERT INTO configuration_options VALUES(2,55,15);
INSERT INTO configuration_options VALUES(2,56,33);
INSERT INTO configuration_options VALUES(2,57,34);
INSERT INTO configuration_options VALUES(2,58,35);
INSERT INTO configuration_options VALUES(2,59,18);
INSERT INTO configuration_options VALUES(2,60,12);
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
, budget_from INTEGER NOT NULL DEFAULT 0) STRICT;
INSERT INTO jobs VALUES(1,'e0f1e3e6b5d3322f3f564b5b06e4d86ce320540951f88a8284786910f8da377b','c2c0ba741e5c800eb8b2c2cde627293ebca8df786d2d76114ec93cd442413dfd',1,1,'bddc042319dd9814fcb5aea67aa38f99599a4253c12cd0286231c777cc3d460d','done',NULL,1,0,'2026-11-26 02:21:56.833','2026-11-26 02:22:48.654',0);
INSERT INTO jobs VALUES(2,'c05a6538358ee27029445e9c4e16a025f25f4ae5528a907031bd74e43b057b41','cb36f3bff581e1b8db9fffd8f84582400ae783f8fedbe08930145f9d97db71d9',2,1,'bddc042319dd9814fcb5aea67aa38f99599a4253c12cd0286231c777cc3d460d','done',NULL,2,0,'2026-11-26 02:21:56.833','2026-11-26 02:22:48.655',0);
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
    peak_bytes INTEGER, lease_uptime REAL, start_step INTEGER, kernel_oom_kills INTEGER,
    CHECK ((ended_at IS NULL) = (ending IS NULL))
) STRICT;
INSERT INTO attempts VALUES(1,1,'2026-11-26 02:21:56.867','2026-11-26 02:22:26.870','2026-11-26 02:24:26.870','2026-11-26 02:22:48.654','done',NULL,replace('2026-11-26T02:21:56Z training mini-clip 0/2\n2026-11-26T02:22:48Z training 1/2, loss 1.370219, 9859.9 images/s\n2026-11-26T02:22:48Z training 2/2, loss 1.382379, 12505.0 images/s\n2026-11-26T02:22:48Z sampling 2/2, loss 1.382379, 12505.0 images/s\n2026-11-26T02:22:48Z attention 2/2, loss 1.382379, 12505.0 images/s\n2026-11-26T02:22:48Z done','\n',char(10)),'vm',15005,'2055111','pid:[4026531836]','31698e9e-4f34-402b-b317-e5bc4b102cff','3',NULL,'AMD EPYC','OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Cooperlake MAX_THREADS=64','native-512',1,2,51.784076280000000736,NULL,89272320,20701.476326839001558,0,3);
INSERT INTO attempts VALUES(2,2,'2026-11-26 02:21:56.894','2026-11-26 02:22:26.895','2026-11-26 02:24:26.895','2026-11-26 02:22:48.655','done',NULL,replace('2026-11-26T02:22:48Z training 1/2, loss 1.366636, 4462.4 images/s\n2026-11-26T02:22:48Z training 2/2, loss 1.369972, 7371.4 images/s\n2026-11-26T02:22:48Z sampling 2/2, loss 1.369972, 7371.4 images/s\n2026-11-26T02:22:48Z attention 2/2, loss 1.369972, 7371.4 images/s\n2026-11-26T02:22:48Z done','\n',char(10)),'vm',15005,'2055111','pid:[4026531836]','31698e9e-4f34-402b-b317-e5bc4b102cff','3',NULL,'AMD EPYC','OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Cooperlake MAX_THREADS=64','native-512',1,2,51.759721110000000976,NULL,89272320,20701.50124874299945,0,3);
CREATE TABLE specs (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    text TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    UNIQUE (name, text_hash)
) STRICT;
INSERT INTO specs VALUES(1,'old','e561033ae3c16d908e67962a40ea292696ad1791f492aec7caa7336d9ac88ce2',replace('name: old\nbase:\n  data: {kind: shapes, image_size: 16, train: 16, test: 8, grammar: [counts]}\n  model: {patch_size: 8, width: 8, depth: 2, heads: 2, init: fan-in}\n  text: {max_tokens: 4, width: 8}\n  train: {steps: 2, batch_size: 4, learning_rate: 1e-3, warmup_steps: 1, log_every: 1, lanes: 2}\n  sample: {sampler: ddim, steps: 2, images: 2}\n  evaluate: {every: 2, validation: 4, timesteps: [500], probe_count: 2, localisation: 4, evaluator: mini-clip}\naxes:\n  fusion.point: [0, 1]\n','\n',char(10)),'2026-11-26 02:21:56.842','2026-11-26 02:21:56.842');
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
INSERT INTO metric_series VALUES(5,'evaluator_retrieval','all');
INSERT INTO metric_series VALUES(6,'evaluator_retrieval','seen');
INSERT INTO metric_series VALUES(7,'evaluator_retrieval','held-out');
INSERT INTO metric_series VALUES(8,'loss','train');
INSERT INTO metric_series VALUES(9,'loss','validation');
INSERT INTO metric_series VALUES(10,'text_use_gap','validation');
INSERT INTO metric_series VALUES(11,'loss_bucket_1','validation');
INSERT INTO metric_series VALUES(12,'loss_bucket_3','validation');
INSERT INTO metric_series VALUES(13,'loss_bucket_6','validation');
INSERT INTO metric_series VALUES(14,'loss_bucket_8','validation');
INSERT INTO metric_series VALUES(15,'clip_score','all');
INSERT INTO metric_series VALUES(16,'retrieval_rank','all');
INSERT INTO metric_series VALUES(17,'retrieval_first','all');
INSERT INTO metric_series VALUES(18,'retrieval_count','all');
INSERT INTO metric_series VALUES(19,'retrieval_colour','all');
INSERT INTO metric_series VALUES(20,'retrieval_shape','all');
INSERT INTO metric_series VALUES(21,'learned_images','all');
INSERT INTO metric_series VALUES(22,'clip_score','held-out');
INSERT INTO metric_series VALUES(23,'retrieval_rank','held-out');
INSERT INTO metric_series VALUES(24,'retrieval_first','held-out');
INSERT INTO metric_series VALUES(25,'retrieval_count','held-out');
INSERT INTO metric_series VALUES(26,'retrieval_colour','held-out');
INSERT INTO metric_series VALUES(27,'retrieval_shape','held-out');
INSERT INTO metric_series VALUES(28,'learned_images','held-out');
INSERT INTO metric_series VALUES(29,'clip_score','seen');
INSERT INTO metric_series VALUES(30,'retrieval_rank','seen');
INSERT INTO metric_series VALUES(31,'retrieval_first','seen');
INSERT INTO metric_series VALUES(32,'retrieval_count','seen');
INSERT INTO metric_series VALUES(33,'retrieval_colour','seen');
INSERT INTO metric_series VALUES(34,'retrieval_shape','seen');
INSERT INTO metric_series VALUES(35,'learned_images','seen');
INSERT INTO metric_series VALUES(36,'oracle_images','all');
INSERT INTO metric_series VALUES(37,'oracle_all','all');
INSERT INTO metric_series VALUES(38,'oracle_colour','all');
INSERT INTO metric_series VALUES(39,'oracle_count','all');
INSERT INTO metric_series VALUES(40,'oracle_palette','all');
INSERT INTO metric_series VALUES(41,'oracle_shape','all');
INSERT INTO metric_series VALUES(42,'oracle_shape_set','all');
INSERT INTO metric_series VALUES(43,'oracle_images_objects_4','all');
INSERT INTO metric_series VALUES(44,'oracle_all_objects_4','all');
INSERT INTO metric_series VALUES(45,'oracle_colour_objects_4','all');
INSERT INTO metric_series VALUES(46,'oracle_count_objects_4','all');
INSERT INTO metric_series VALUES(47,'oracle_palette_objects_4','all');
INSERT INTO metric_series VALUES(48,'oracle_shape_objects_4','all');
INSERT INTO metric_series VALUES(49,'oracle_shape_set_objects_4','all');
INSERT INTO metric_series VALUES(50,'oracle_images_objects_5','all');
INSERT INTO metric_series VALUES(51,'oracle_all_objects_5','all');
INSERT INTO metric_series VALUES(52,'oracle_colour_objects_5','all');
INSERT INTO metric_series VALUES(53,'oracle_count_objects_5','all');
INSERT INTO metric_series VALUES(54,'oracle_palette_objects_5','all');
INSERT INTO metric_series VALUES(55,'oracle_shape_objects_5','all');
INSERT INTO metric_series VALUES(56,'oracle_shape_set_objects_5','all');
INSERT INTO metric_series VALUES(57,'count_confusion_4_0','all');
INSERT INTO metric_series VALUES(58,'count_confusion_4_1','all');
INSERT INTO metric_series VALUES(59,'count_confusion_4_2','all');
INSERT INTO metric_series VALUES(60,'count_confusion_4_3','all');
INSERT INTO metric_series VALUES(61,'count_confusion_4_4','all');
INSERT INTO metric_series VALUES(62,'count_confusion_4_5','all');
INSERT INTO metric_series VALUES(63,'count_confusion_4_6','all');
INSERT INTO metric_series VALUES(64,'count_confusion_4_7','all');
INSERT INTO metric_series VALUES(65,'count_confusion_4_8','all');
INSERT INTO metric_series VALUES(66,'count_confusion_4_9','all');
INSERT INTO metric_series VALUES(67,'count_confusion_5_0','all');
INSERT INTO metric_series VALUES(68,'count_confusion_5_1','all');
INSERT INTO metric_series VALUES(69,'count_confusion_5_2','all');
INSERT INTO metric_series VALUES(70,'count_confusion_5_3','all');
INSERT INTO metric_series VALUES(71,'count_confusion_5_4','all');
INSERT INTO metric_series VALUES(72,'count_confusion_5_5','all');
INSERT INTO metric_series VALUES(73,'count_confusion_5_6','all');
INSERT INTO metric_series VALUES(74,'count_confusion_5_7','all');
INSERT INTO metric_series VALUES(75,'count_confusion_5_8','all');
INSERT INTO metric_series VALUES(76,'count_confusion_5_9','all');
INSERT INTO metric_series VALUES(77,'oracle_images','held-out');
INSERT INTO metric_series VALUES(78,'oracle_all','held-out');
INSERT INTO metric_series VALUES(79,'oracle_colour','held-out');
INSERT INTO metric_series VALUES(80,'oracle_count','held-out');
INSERT INTO metric_series VALUES(81,'oracle_palette','held-out');
INSERT INTO metric_series VALUES(82,'oracle_shape','held-out');
INSERT INTO metric_series VALUES(83,'oracle_shape_set','held-out');
INSERT INTO metric_series VALUES(84,'oracle_images_objects_4','held-out');
INSERT INTO metric_series VALUES(85,'oracle_all_objects_4','held-out');
INSERT INTO metric_series VALUES(86,'oracle_colour_objects_4','held-out');
INSERT INTO metric_series VALUES(87,'oracle_count_objects_4','held-out');
INSERT INTO metric_series VALUES(88,'oracle_palette_objects_4','held-out');
INSERT INTO metric_series VALUES(89,'oracle_shape_objects_4','held-out');
INSERT INTO metric_series VALUES(90,'oracle_shape_set_objects_4','held-out');
INSERT INTO metric_series VALUES(91,'count_confusion_4_0','held-out');
INSERT INTO metric_series VALUES(92,'count_confusion_4_1','held-out');
INSERT INTO metric_series VALUES(93,'count_confusion_4_2','held-out');
INSERT INTO metric_series VALUES(94,'count_confusion_4_3','held-out');
INSERT INTO metric_series VALUES(95,'count_confusion_4_4','held-out');
INSERT INTO metric_series VALUES(96,'count_confusion_4_5','held-out');
INSERT INTO metric_series VALUES(97,'count_confusion_4_6','held-out');
INSERT INTO metric_series VALUES(98,'count_confusion_4_7','held-out');
INSERT INTO metric_series VALUES(99,'count_confusion_4_8','held-out');
INSERT INTO metric_series VALUES(100,'count_confusion_4_9','held-out');
INSERT INTO metric_series VALUES(101,'oracle_images','seen');
INSERT INTO metric_series VALUES(102,'oracle_all','seen');
INSERT INTO metric_series VALUES(103,'oracle_colour','seen');
INSERT INTO metric_series VALUES(104,'oracle_count','seen');
INSERT INTO metric_series VALUES(105,'oracle_palette','seen');
INSERT INTO metric_series VALUES(106,'oracle_shape','seen');
INSERT INTO metric_series VALUES(107,'oracle_shape_set','seen');
INSERT INTO metric_series VALUES(108,'oracle_images_objects_5','seen');
INSERT INTO metric_series VALUES(109,'oracle_all_objects_5','seen');
INSERT INTO metric_series VALUES(110,'oracle_colour_objects_5','seen');
INSERT INTO metric_series VALUES(111,'oracle_count_objects_5','seen');
INSERT INTO metric_series VALUES(112,'oracle_palette_objects_5','seen');
INSERT INTO metric_series VALUES(113,'oracle_shape_objects_5','seen');
INSERT INTO metric_series VALUES(114,'oracle_shape_set_objects_5','seen');
INSERT INTO metric_series VALUES(115,'count_confusion_5_0','seen');
INSERT INTO metric_series VALUES(116,'count_confusion_5_1','seen');
INSERT INTO metric_series VALUES(117,'count_confusion_5_2','seen');
INSERT INTO metric_series VALUES(118,'count_confusion_5_3','seen');
INSERT INTO metric_series VALUES(119,'count_confusion_5_4','seen');
INSERT INTO metric_series VALUES(120,'count_confusion_5_5','seen');
INSERT INTO metric_series VALUES(121,'count_confusion_5_6','seen');
INSERT INTO metric_series VALUES(122,'count_confusion_5_7','seen');
INSERT INTO metric_series VALUES(123,'count_confusion_5_8','seen');
INSERT INTO metric_series VALUES(124,'count_confusion_5_9','seen');
INSERT INTO metric_series VALUES(125,'attention_energy_first','probes');
INSERT INTO metric_series VALUES(126,'attention_energy_first_two','probes');
INSERT INTO metric_series VALUES(127,'attention_energy_first_four','probes');
INSERT INTO metric_series VALUES(128,'attention_pointing','test');
INSERT INTO metric_series VALUES(129,'attention_pointing_chance','test');
INSERT INTO metric_series VALUES(130,'attention_iou','test');
INSERT INTO metric_series VALUES(131,'attention_iou_chance','test');
INSERT INTO metric_series VALUES(132,'parameters','cost');
INSERT INTO metric_series VALUES(133,'reference_forward_flops','cost');
INSERT INTO metric_series VALUES(134,'executed_forward_flops','cost');
INSERT INTO metric_series VALUES(135,'reference_training_flops','cost');
INSERT INTO metric_series VALUES(136,'executed_training_flops','cost');
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
INSERT INTO metrics VALUES(1,5,0,0.625,0);
INSERT INTO metrics VALUES(1,6,0,0.75,0);
INSERT INTO metrics VALUES(1,7,0,0.5,0);
INSERT INTO metrics VALUES(1,8,1,1.3702192902565002441,0);
INSERT INTO metrics VALUES(1,8,2,1.3823792636394500732,0);
INSERT INTO metrics VALUES(1,9,2,1.3588627360046339198,0);
INSERT INTO metrics VALUES(1,10,2,0.015114117300034424218,0);
INSERT INTO metrics VALUES(1,11,2,1.4215048844257447413,0);
INSERT INTO metrics VALUES(1,12,2,1.4730317674522954707,0);
INSERT INTO metrics VALUES(1,13,2,1.2691450115293383404,0);
INSERT INTO metrics VALUES(1,14,2,1.2717692806111571268,0);
INSERT INTO metrics VALUES(1,15,2,0.0076091013319221079136,0);
INSERT INTO metrics VALUES(1,16,2,6.0,0);
INSERT INTO metrics VALUES(1,17,2,0.0,0);
INSERT INTO metrics VALUES(1,18,2,0.0,0);
INSERT INTO metrics VALUES(1,19,2,0.0,0);
INSERT INTO metrics VALUES(1,20,2,0.0,0);
INSERT INTO metrics VALUES(1,21,2,2.0,0);
INSERT INTO metrics VALUES(1,22,2,0.0,0);
INSERT INTO metrics VALUES(1,23,2,6.0,0);
INSERT INTO metrics VALUES(1,24,2,0.0,0);
INSERT INTO metrics VALUES(1,25,2,0.0,0);
INSERT INTO metrics VALUES(1,26,2,0.0,0);
INSERT INTO metrics VALUES(1,27,2,0.0,0);
INSERT INTO metrics VALUES(1,28,2,1.0,0);
INSERT INTO metrics VALUES(1,29,2,0.015218202663844215827,0);
INSERT INTO metrics VALUES(1,30,2,6.0,0);
INSERT INTO metrics VALUES(1,31,2,0.0,0);
INSERT INTO metrics VALUES(1,32,2,0.0,0);
INSERT INTO metrics VALUES(1,33,2,0.0,0);
INSERT INTO metrics VALUES(1,34,2,0.0,0);
INSERT INTO metrics VALUES(1,35,2,1.0,0);
INSERT INTO metrics VALUES(1,36,2,2.0,0);
INSERT INTO metrics VALUES(1,37,2,0.0,0);
INSERT INTO metrics VALUES(1,38,2,0.0,0);
INSERT INTO metrics VALUES(1,39,2,0.0,0);
INSERT INTO metrics VALUES(1,40,2,0.5,0);
INSERT INTO metrics VALUES(1,41,2,0.0,0);
INSERT INTO metrics VALUES(1,42,2,0.0,0);
INSERT INTO metrics VALUES(1,43,2,1.0,0);
INSERT INTO metrics VALUES(1,44,2,0.0,0);
INSERT INTO metrics VALUES(1,45,2,0.0,0);
INSERT INTO metrics VALUES(1,46,2,0.0,0);
INSERT INTO metrics VALUES(1,47,2,0.0,0);
INSERT INTO metrics VALUES(1,48,2,0.0,0);
INSERT INTO metrics VALUES(1,49,2,0.0,0);
INSERT INTO metrics VALUES(1,50,2,1.0,0);
INSERT INTO metrics VALUES(1,51,2,0.0,0);
INSERT INTO metrics VALUES(1,52,2,0.0,0);
INSERT INTO metrics VALUES(1,53,2,0.0,0);
INSERT INTO metrics VALUES(1,54,2,1.0,0);
INSERT INTO metrics VALUES(1,55,2,0.0,0);
INSERT INTO metrics VALUES(1,56,2,0.0,0);
INSERT INTO metrics VALUES(1,57,2,1.0,0);
INSERT INTO metrics VALUES(1,58,2,0.0,0);
INSERT INTO metrics VALUES(1,59,2,0.0,0);
INSERT INTO metrics VALUES(1,60,2,0.0,0);
INSERT INTO metrics VALUES(1,61,2,0.0,0);
INSERT INTO metrics VALUES(1,62,2,0.0,0);
INSERT INTO metrics VALUES(1,63,2,0.0,0);
INSERT INTO metrics VALUES(1,64,2,0.0,0);
INSERT INTO metrics VALUES(1,65,2,0.0,0);
INSERT INTO metrics VALUES(1,66,2,0.0,0);
INSERT INTO metrics VALUES(1,67,2,0.0,0);
INSERT INTO metrics VALUES(1,68,2,1.0,0);
INSERT INTO metrics VALUES(1,69,2,0.0,0);
INSERT INTO metrics VALUES(1,70,2,0.0,0);
INSERT INTO metrics VALUES(1,71,2,0.0,0);
INSERT INTO metrics VALUES(1,72,2,0.0,0);
INSERT INTO metrics VALUES(1,73,2,0.0,0);
INSERT INTO metrics VALUES(1,74,2,0.0,0);
INSERT INTO metrics VALUES(1,75,2,0.0,0);
INSERT INTO metrics VALUES(1,76,2,0.0,0);
INSERT INTO metrics VALUES(1,77,2,1.0,0);
INSERT INTO metrics VALUES(1,78,2,0.0,0);
INSERT INTO metrics VALUES(1,79,2,0.0,0);
INSERT INTO metrics VALUES(1,80,2,0.0,0);
INSERT INTO metrics VALUES(1,81,2,0.0,0);
INSERT INTO metrics VALUES(1,82,2,0.0,0);
INSERT INTO metrics VALUES(1,83,2,0.0,0);
INSERT INTO metrics VALUES(1,84,2,1.0,0);
INSERT INTO metrics VALUES(1,85,2,0.0,0);
INSERT INTO metrics VALUES(1,86,2,0.0,0);
INSERT INTO metrics VALUES(1,87,2,0.0,0);
INSERT INTO metrics VALUES(1,88,2,0.0,0);
INSERT INTO metrics VALUES(1,89,2,0.0,0);
INSERT INTO metrics VALUES(1,90,2,0.0,0);
INSERT INTO metrics VALUES(1,91,2,1.0,0);
INSERT INTO metrics VALUES(1,92,2,0.0,0);
INSERT INTO metrics VALUES(1,93,2,0.0,0);
INSERT INTO metrics VALUES(1,94,2,0.0,0);
INSERT INTO metrics VALUES(1,95,2,0.0,0);
INSERT INTO metrics VALUES(1,96,2,0.0,0);
INSERT INTO metrics VALUES(1,97,2,0.0,0);
INSERT INTO metrics VALUES(1,98,2,0.0,0);
INSERT INTO metrics VALUES(1,99,2,0.0,0);
INSERT INTO metrics VALUES(1,100,2,0.0,0);
INSERT INTO metrics VALUES(1,101,2,1.0,0);
INSERT INTO metrics VALUES(1,102,2,0.0,0);
INSERT INTO metrics VALUES(1,103,2,0.0,0);
INSERT INTO metrics VALUES(1,104,2,0.0,0);
INSERT INTO metrics VALUES(1,105,2,1.0,0);
INSERT INTO metrics VALUES(1,106,2,0.0,0);
INSERT INTO metrics VALUES(1,107,2,0.0,0);
INSERT INTO metrics VALUES(1,108,2,1.0,0);
INSERT INTO metrics VALUES(1,109,2,0.0,0);
INSERT INTO metrics VALUES(1,110,2,0.0,0);
INSERT INTO metrics VALUES(1,111,2,0.0,0);
INSERT INTO metrics VALUES(1,112,2,1.0,0);
INSERT INTO metrics VALUES(1,113,2,0.0,0);
INSERT INTO metrics VALUES(1,114,2,0.0,0);
INSERT INTO metrics VALUES(1,115,2,0.0,0);
INSERT INTO metrics VALUES(1,116,2,1.0,0);
INSERT INTO metrics VALUES(1,117,2,0.0,0);
INSERT INTO metrics VALUES(1,118,2,0.0,0);
INSERT INTO metrics VALUES(1,119,2,0.0,0);
INSERT INTO metrics VALUES(1,120,2,0.0,0);
INSERT INTO metrics VALUES(1,121,2,0.0,0);
INSERT INTO metrics VALUES(1,122,2,0.0,0);
INSERT INTO metrics VALUES(1,123,2,0.0,0);
INSERT INTO metrics VALUES(1,124,2,0.0,0);
INSERT INTO metrics VALUES(1,125,2,0.89038862679689723123,0);
INSERT INTO metrics VALUES(1,126,2,0.99093707047049284231,0);
INSERT INTO metrics VALUES(1,127,2,1.0,0);
INSERT INTO metrics VALUES(1,128,2,0.33333333333333331482,0);
INSERT INTO metrics VALUES(1,129,2,0.3125,0);
INSERT INTO metrics VALUES(1,130,2,0.30555555555555552471,0);
INSERT INTO metrics VALUES(1,131,2,0.28472222222222226539,0);
INSERT INTO metrics VALUES(1,132,2,6196.0,0);
INSERT INTO metrics VALUES(1,133,2,121184.0,0);
INSERT INTO metrics VALUES(1,134,2,111840.0,0);
INSERT INTO metrics VALUES(1,135,2,363552.0,0);
INSERT INTO metrics VALUES(1,136,2,326032.0,0);
INSERT INTO metrics VALUES(2,1,0,16.0,0);
INSERT INTO metrics VALUES(2,2,0,8.0,0);
INSERT INTO metrics VALUES(2,3,0,0.0,0);
INSERT INTO metrics VALUES(2,4,0,64.0,0);
INSERT INTO metrics VALUES(2,5,0,0.625,0);
INSERT INTO metrics VALUES(2,6,0,0.75,0);
INSERT INTO metrics VALUES(2,7,0,0.5,0);
INSERT INTO metrics VALUES(2,8,1,1.3666357696056365966,0);
INSERT INTO metrics VALUES(2,8,2,1.3699716925621032714,0);
INSERT INTO metrics VALUES(2,9,2,1.3631789026863823099,0);
INSERT INTO metrics VALUES(2,10,2,-0.019703888828968674218,0);
INSERT INTO metrics VALUES(2,11,2,1.4544094447619986265,0);
INSERT INTO metrics VALUES(2,12,2,1.4605175017433527084,0);
INSERT INTO metrics VALUES(2,13,2,1.2741569116620039547,0);
INSERT INTO metrics VALUES(2,14,2,1.2636317525781739501,0);
INSERT INTO metrics VALUES(2,15,2,0.0,0);
INSERT INTO metrics VALUES(2,16,2,5.0,0);
INSERT INTO metrics VALUES(2,17,2,0.0,0);
INSERT INTO metrics VALUES(2,18,2,0.5,0);
INSERT INTO metrics VALUES(2,19,2,0.0,0);
INSERT INTO metrics VALUES(2,20,2,0.0,0);
INSERT INTO metrics VALUES(2,21,2,2.0,0);
INSERT INTO metrics VALUES(2,22,2,0.0,0);
INSERT INTO metrics VALUES(2,23,2,4.0,0);
INSERT INTO metrics VALUES(2,24,2,0.0,0);
INSERT INTO metrics VALUES(2,25,2,1.0,0);
INSERT INTO metrics VALUES(2,26,2,0.0,0);
INSERT INTO metrics VALUES(2,27,2,0.0,0);
INSERT INTO metrics VALUES(2,28,2,1.0,0);
INSERT INTO metrics VALUES(2,29,2,0.0,0);
INSERT INTO metrics VALUES(2,30,2,6.0,0);
INSERT INTO metrics VALUES(2,31,2,0.0,0);
INSERT INTO metrics VALUES(2,32,2,0.0,0);
INSERT INTO metrics VALUES(2,33,2,0.0,0);
INSERT INTO metrics VALUES(2,34,2,0.0,0);
INSERT INTO metrics VALUES(2,35,2,1.0,0);
INSERT INTO metrics VALUES(2,36,2,2.0,0);
INSERT INTO metrics VALUES(2,37,2,0.0,0);
INSERT INTO metrics VALUES(2,38,2,0.0,0);
INSERT INTO metrics VALUES(2,39,2,0.0,0);
INSERT INTO metrics VALUES(2,40,2,0.0,0);
INSERT INTO metrics VALUES(2,41,2,0.0,0);
INSERT INTO metrics VALUES(2,42,2,0.5,0);
INSERT INTO metrics VALUES(2,43,2,1.0,0);
INSERT INTO metrics VALUES(2,44,2,0.0,0);
INSERT INTO metrics VALUES(2,45,2,0.0,0);
INSERT INTO metrics VALUES(2,46,2,0.0,0);
INSERT INTO metrics VALUES(2,47,2,0.0,0);
INSERT INTO metrics VALUES(2,48,2,0.0,0);
INSERT INTO metrics VALUES(2,49,2,1.0,0);
INSERT INTO metrics VALUES(2,50,2,1.0,0);
INSERT INTO metrics VALUES(2,51,2,0.0,0);
INSERT INTO metrics VALUES(2,52,2,0.0,0);
INSERT INTO metrics VALUES(2,53,2,0.0,0);
INSERT INTO metrics VALUES(2,54,2,0.0,0);
INSERT INTO metrics VALUES(2,55,2,0.0,0);
INSERT INTO metrics VALUES(2,56,2,0.0,0);
INSERT INTO metrics VALUES(2,57,2,0.0,0);
INSERT INTO metrics VALUES(2,58,2,0.0,0);
INSERT INTO metrics VALUES(2,59,2,1.0,0);
INSERT INTO metrics VALUES(2,60,2,0.0,0);
INSERT INTO metrics VALUES(2,61,2,0.0,0);
INSERT INTO metrics VALUES(2,62,2,0.0,0);
INSERT INTO metrics VALUES(2,63,2,0.0,0);
INSERT INTO metrics VALUES(2,64,2,0.0,0);
INSERT INTO metrics VALUES(2,65,2,0.0,0);
INSERT INTO metrics VALUES(2,66,2,0.0,0);
INSERT INTO metrics VALUES(2,67,2,1.0,0);
INSERT INTO metrics VALUES(2,68,2,0.0,0);
INSERT INTO metrics VALUES(2,69,2,0.0,0);
INSERT INTO metrics VALUES(2,70,2,0.0,0);
INSERT INTO metrics VALUES(2,71,2,0.0,0);
INSERT INTO metrics VALUES(2,72,2,0.0,0);
INSERT INTO metrics VALUES(2,73,2,0.0,0);
INSERT INTO metrics VALUES(2,74,2,0.0,0);
INSERT INTO metrics VALUES(2,75,2,0.0,0);
INSERT INTO metrics VALUES(2,76,2,0.0,0);
INSERT INTO metrics VALUES(2,77,2,1.0,0);
INSERT INTO metrics VALUES(2,78,2,0.0,0);
INSERT INTO metrics VALUES(2,79,2,0.0,0);
INSERT INTO metrics VALUES(2,80,2,0.0,0);
INSERT INTO metrics VALUES(2,81,2,0.0,0);
INSERT INTO metrics VALUES(2,82,2,0.0,0);
INSERT INTO metrics VALUES(2,83,2,1.0,0);
INSERT INTO metrics VALUES(2,84,2,1.0,0);
INSERT INTO metrics VALUES(2,85,2,0.0,0);
INSERT INTO metrics VALUES(2,86,2,0.0,0);
INSERT INTO metrics VALUES(2,87,2,0.0,0);
INSERT INTO metrics VALUES(2,88,2,0.0,0);
INSERT INTO metrics VALUES(2,89,2,0.0,0);
INSERT INTO metrics VALUES(2,90,2,1.0,0);
INSERT INTO metrics VALUES(2,91,2,0.0,0);
INSERT INTO metrics VALUES(2,92,2,0.0,0);
INSERT INTO metrics VALUES(2,93,2,1.0,0);
INSERT INTO metrics VALUES(2,94,2,0.0,0);
INSERT INTO metrics VALUES(2,95,2,0.0,0);
INSERT INTO metrics VALUES(2,96,2,0.0,0);
INSERT INTO metrics VALUES(2,97,2,0.0,0);
INSERT INTO metrics VALUES(2,98,2,0.0,0);
INSERT INTO metrics VALUES(2,99,2,0.0,0);
INSERT INTO metrics VALUES(2,100,2,0.0,0);
INSERT INTO metrics VALUES(2,101,2,1.0,0);
INSERT INTO metrics VALUES(2,102,2,0.0,0);
INSERT INTO metrics VALUES(2,103,2,0.0,0);
INSERT INTO metrics VALUES(2,104,2,0.0,0);
INSERT INTO metrics VALUES(2,105,2,0.0,0);
INSERT INTO metrics VALUES(2,106,2,0.0,0);
INSERT INTO metrics VALUES(2,107,2,0.0,0);
INSERT INTO metrics VALUES(2,108,2,1.0,0);
INSERT INTO metrics VALUES(2,109,2,0.0,0);
INSERT INTO metrics VALUES(2,110,2,0.0,0);
INSERT INTO metrics VALUES(2,111,2,0.0,0);
INSERT INTO metrics VALUES(2,112,2,0.0,0);
INSERT INTO metrics VALUES(2,113,2,0.0,0);
INSERT INTO metrics VALUES(2,114,2,0.0,0);
INSERT INTO metrics VALUES(2,115,2,1.0,0);
INSERT INTO metrics VALUES(2,116,2,0.0,0);
INSERT INTO metrics VALUES(2,117,2,0.0,0);
INSERT INTO metrics VALUES(2,118,2,0.0,0);
INSERT INTO metrics VALUES(2,119,2,0.0,0);
INSERT INTO metrics VALUES(2,120,2,0.0,0);
INSERT INTO metrics VALUES(2,121,2,0.0,0);
INSERT INTO metrics VALUES(2,122,2,0.0,0);
INSERT INTO metrics VALUES(2,123,2,0.0,0);
INSERT INTO metrics VALUES(2,124,2,0.0,0);
INSERT INTO metrics VALUES(2,125,2,0.8668091411746585706,0);
INSERT INTO metrics VALUES(2,126,2,0.98863169673035611317,0);
INSERT INTO metrics VALUES(2,127,2,1.0,0);
INSERT INTO metrics VALUES(2,128,2,0.25,0);
INSERT INTO metrics VALUES(2,129,2,0.3125,0);
INSERT INTO metrics VALUES(2,130,2,0.16666666666666665741,0);
INSERT INTO metrics VALUES(2,131,2,0.28472222222222220988,0);
INSERT INTO metrics VALUES(2,132,2,6196.0,0);
INSERT INTO metrics VALUES(2,133,2,104288.0,0);
INSERT INTO metrics VALUES(2,134,2,94944.0,0);
INSERT INTO metrics VALUES(2,135,2,312864.0,0);
INSERT INTO metrics VALUES(2,136,2,273552.0,0);
CREATE TABLE measurements (
    attempt INTEGER NOT NULL REFERENCES attempts(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value REAL,
    kind INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (attempt, name),
    CHECK (kind BETWEEN 0 AND 3 AND (kind = 0) = (value IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO measurements VALUES(1,'evaluation_seconds',0.013259315000000000683,0);
INSERT INTO measurements VALUES(1,'executed_gflops',4.0770435581843926797,0);
INSERT INTO measurements VALUES(1,'images_per_second',12505.041094691296166,0);
INSERT INTO measurements VALUES(1,'training_seconds',0.00063974200000000011005,0);
INSERT INTO measurements VALUES(2,'evaluation_seconds',0.024751940000000003522,0);
INSERT INTO measurements VALUES(2,'executed_gflops',2.0164621870032939376,0);
INSERT INTO measurements VALUES(2,'images_per_second',7371.4035613093446953,0);
INSERT INTO measurements VALUES(2,'training_seconds',0.0010852750000000001284,0);
CREATE TABLE identities (
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    identity TEXT NOT NULL,
    PRIMARY KEY (job, role)
) STRICT, WITHOUT ROWID;
INSERT INTO identities VALUES(1,'dataset','bddc042319dd9814fcb5aea67aa38f99599a4253c12cd0286231c777cc3d460d');
INSERT INTO identities VALUES(1,'evaluator','mini-clip(bfb1152c272ad86e, image=80x3, text=48x3, tokens=6, steps=600, seed=101)');
INSERT INTO identities VALUES(1,'text_encoder','random-token(vocabulary=14c413965ebceeea, words=30, tokens=4, width=8, seed=1)');
INSERT INTO identities VALUES(2,'dataset','bddc042319dd9814fcb5aea67aa38f99599a4253c12cd0286231c777cc3d460d');
INSERT INTO identities VALUES(2,'evaluator','mini-clip(bfb1152c272ad86e, image=80x3, text=48x3, tokens=6, steps=600, seed=101)');
INSERT INTO identities VALUES(2,'text_encoder','random-token(vocabulary=14c413965ebceeea, words=30, tokens=4, width=8, seed=1)');
CREATE TABLE captions (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO captions VALUES(1,replace('five magenta squares\nfour blue triangles','\n',char(10)));
INSERT INTO captions VALUES(2,'five magenta squares');
INSERT INTO captions VALUES(3,'four blue triangles');
CREATE TABLE probes (
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    caption INTEGER NOT NULL REFERENCES captions(id),
    tokens TEXT NOT NULL,
    PRIMARY KEY (job, position)
) STRICT, WITHOUT ROWID;
INSERT INTO probes VALUES(1,0,2,'["five","magenta","squares"]');
INSERT INTO probes VALUES(1,1,3,'["four","blue","triangles"]');
INSERT INTO probes VALUES(2,0,2,'["five","magenta","squares"]');
INSERT INTO probes VALUES(2,1,3,'["four","blue","triangles"]');
CREATE TABLE blocks (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO blocks VALUES(1,'joint_blocks.0');
INSERT INTO blocks VALUES(2,'mid_block');
INSERT INTO blocks VALUES(3,'joint_skip_blocks.0');
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
    effective_rank REAL, energy_first REAL, energy_first_two REAL, energy_first_four REAL,
    PRIMARY KEY (job, step, caption, block_index, head, timestep)
) STRICT, WITHOUT ROWID;
INSERT INTO attention_statistics VALUES(1,2,2,0,0,500,1,0.43787621473893523216,0.84084604749212488172,2.7386521731466624274,0.76177749630109947709,0.97888070117063596953,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,0,1,500,1,0.464063265360891819,0.96389514709989776442,1.9745725075708682183,0.9230457246126297921,0.9984486210945854312,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,1,0,500,2,0.44339537504129111766,0.83722888125914629586,1.9384563221304180746,0.92705355212588602675,0.99925084661649776762,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,1,1,500,2,0.69404235039837658405,0.75718799523912350135,2.1855267589828710761,0.95324906076578486135,0.98646033076417960483,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,2,0,500,3,0.53446450713090598583,0.8545964295166866842,2.3230544128506993573,0.79818462888909669228,0.99072495573504804067,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,2,1,500,3,0.36400031670928001403,0.85008320199038711617,2.3640788558955145859,0.89766432748824187548,0.96587161557527567712,1.0);
INSERT INTO attention_statistics VALUES(1,2,3,0,0,500,1,0.34680305118672549724,0.90716219779567142111,2.3140949673782680306,0.87185230516650669141,0.99177888479526454812,1.0);
INSERT INTO attention_statistics VALUES(1,2,3,0,1,500,1,0.41658644494600594043,0.85443564598879273574,2.0436117835286911059,0.95821311133729414333,0.98386135417981801509,1.0);
INSERT INTO attention_statistics VALUES(1,2,3,1,0,500,2,0.45081480802036821842,0.8670448872235669846,2.2160448409407189629,0.83623183577939685928,0.99777358840901753112,1.0);
INSERT INTO attention_statistics VALUES(1,2,3,1,1,500,2,0.5335363037884235382,0.92645744745792224517,2.1653751308861139968,0.81965903220184499478,0.99877855231299017546,1.0);
INSERT INTO attention_statistics VALUES(1,2,3,2,0,500,3,0.45254383794963359832,0.9229833322209679558,1.8310043872049197588,0.93962125255595219108,0.99943994629520249706,1.0);
INSERT INTO attention_statistics VALUES(1,2,3,2,1,500,3,0.72825442161411046981,0.69336086946554964516,1.2365423677216740294,0.99811119433903539022,0.99997544869739818373,1.0);
INSERT INTO attention_statistics VALUES(2,2,2,1,0,500,2,0.30925718974322080612,0.76680364780887821929,1.9759382634153439539,0.93771462898044766198,0.99716151282673670674,1.0);
INSERT INTO attention_statistics VALUES(2,2,2,1,1,500,2,0.57845123182050883769,0.73141831193496498197,2.3195295600698875304,0.85021083461436219863,0.98694241750258904222,1.0);
INSERT INTO attention_statistics VALUES(2,2,3,1,0,500,2,0.44273501308634877204,0.82433187280020048248,2.5116198352838674523,0.76747740309674439274,0.98287674459605423038,1.0);
INSERT INTO attention_statistics VALUES(2,2,3,1,1,500,2,0.48533462081104516983,0.94446455837205489647,2.31105056708650336,0.9118336980070802511,0.98754611199604447335,1.0);
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
CREATE TABLE missing_metrics (
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    split TEXT NOT NULL,
    step INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (job, name, split, step)
) STRICT, WITHOUT ROWID;
INSERT INTO missing_metrics VALUES(1,'frechet_distance','all',2,'2 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'frechet_distance','held-out',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'frechet_distance','seen',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'kernel_inception_distance','all',2,'2 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'kernel_inception_distance','held-out',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'kernel_inception_distance','seen',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'kernel_inception_distance_error','all',2,'2 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'kernel_inception_distance_error','held-out',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'kernel_inception_distance_error','seen',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'precision','all',2,'2 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'precision','held-out',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'precision','seen',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'recall','all',2,'2 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'recall','held-out',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'recall','seen',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(1,'retrieval_relation','all',2,'no caption speaks of a relation that could be exchanged for another known one');
INSERT INTO missing_metrics VALUES(1,'retrieval_relation','held-out',2,'no caption speaks of a relation that could be exchanged for another known one');
INSERT INTO missing_metrics VALUES(1,'retrieval_relation','seen',2,'no caption speaks of a relation that could be exchanged for another known one');
INSERT INTO missing_metrics VALUES(2,'frechet_distance','all',2,'2 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'frechet_distance','held-out',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'frechet_distance','seen',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'kernel_inception_distance','all',2,'2 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'kernel_inception_distance','held-out',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'kernel_inception_distance','seen',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'kernel_inception_distance_error','all',2,'2 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'kernel_inception_distance_error','held-out',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'kernel_inception_distance_error','seen',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'precision','all',2,'2 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'precision','held-out',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'precision','seen',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'recall','all',2,'2 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'recall','held-out',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'recall','seen',2,'1 generated image(s); at least 10 are needed');
INSERT INTO missing_metrics VALUES(2,'retrieval_relation','all',2,'no caption speaks of a relation that could be exchanged for another known one');
INSERT INTO missing_metrics VALUES(2,'retrieval_relation','held-out',2,'no caption speaks of a relation that could be exchanged for another known one');
INSERT INTO missing_metrics VALUES(2,'retrieval_relation','seen',2,'no caption speaks of a relation that could be exchanged for another known one');
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
INSERT INTO attention_localisation VALUES(1,2,'test','colour',0,0,500,1,4,0.25,0.33333333333333331482,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','colour',0,1,500,1,4,0.5,0.33333333333333331482,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','colour',1,0,500,2,4,0.0,0.0,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','colour',1,1,500,2,4,0.0,0.083333333333333328707,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','colour',2,0,500,3,4,0.75,0.58333333333333325931,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','colour',2,1,500,3,4,0.75,0.58333333333333325931,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','count',0,0,500,1,4,0.0,0.083333333333333328707,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','count',0,1,500,1,4,0.0,0.0,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','count',1,0,500,2,4,0.25,0.25,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','count',1,1,500,2,4,0.5,0.5,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','count',2,0,500,3,4,0.5,0.33333333333333331482,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','count',2,1,500,3,4,0.25,0.25,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','noun',0,0,500,1,4,0.5,0.58333333333333325931,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','noun',0,1,500,1,4,0.25,0.25,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','noun',1,0,500,2,4,0.0,0.0,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','noun',1,1,500,2,4,0.25,0.083333333333333328707,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','noun',2,0,500,3,4,0.5,0.33333333333333331482,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(1,2,'test','noun',2,1,500,3,4,0.5,0.58333333333333325931,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','colour',1,0,500,2,4,0.0,0.0,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','colour',1,1,500,2,4,0.25,0.25,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','count',1,0,500,2,4,0.0,0.0,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','count',1,1,500,2,4,0.5,0.33333333333333331482,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','noun',1,0,500,2,4,0.25,0.083333333333333328707,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','noun',1,1,500,2,4,0.25,0.25,0.3125,0.28472222222222220988);
CREATE TABLE attention_packs (
    id INTEGER PRIMARY KEY,
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    number INTEGER NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (job, step, number)
) STRICT;
INSERT INTO attention_packs VALUES(1,1,2,0,X'29298a314b2b0130e131df2a343268268433ba28b2313029312a1a331b2e9b295c2f0a2f1b30612ccf2d092ed130a830c12e492fbe2ebf2a9c2c272e043105346c2fdb2dff2fe12fbd20ae33ad2e712f111dee33c62e332e5f229a32402de42d5d31a02a132b1028942345316c303c381e266932fa2fdc36e625632db8323a38ce2e0230302f53351230682f073028313d2856319833dc296c234d31af333827e9244f2e9c2bfb24c531c72b5f2ddf3090311329d02ce53039337b2636293b2a6f243930c42be430172fb42cfd30582b7a2a22306e2c12324623bc2b282c362a333182366c3358231e2a3c29b228162ebe245a24191ed126073056350f2d24266e2d6d30d32f7827f832a4230d31972f7733e9247331d52e3a2c3332472e1e28412f54322b2e242b542f902d91315635d12e1830a22ed72d3230db33bd2f7e284531422c2735b429442c5f2ec62bc02d372e852e1830ab2cfe2fd72c5833382c4d2aed2c072c3a35c328d530562c3639a4299330e42cd138c62ad72d8a2c8d36');
INSERT INTO attention_packs VALUES(2,2,2,0,X'db2bc529352de52aa4225c32c8280f2e731be9323824b92c992205329628b82e0a299434c623fa2c8c2a122664335c35952a662bd22f4a350e2bb0247a346e356a2ad52c282f222891345325272f852ddf34a725a82f5b2d142d7034ad2b792a222f6e310131b22b202d23293d32cc31c42eb32f462f182f462f87301532a22a');
CREATE TABLE attention_maps (
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    caption INTEGER NOT NULL REFERENCES captions(id),
    block_index INTEGER NOT NULL,
    head INTEGER NOT NULL,
    timestep INTEGER NOT NULL,
    block INTEGER NOT NULL REFERENCES blocks(id),
    query_tokens INTEGER NOT NULL,
    key_tokens INTEGER NOT NULL,
    shape TEXT NOT NULL,
    pack INTEGER NOT NULL,
    byte_offset INTEGER NOT NULL,
    PRIMARY KEY (job, step, caption, block_index, head, timestep),
    FOREIGN KEY (job, step, pack) REFERENCES attention_packs(job, step, number) ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;
INSERT INTO attention_maps VALUES(1,2,2,0,0,500,1,4,4,'[4,4]',0,0);
INSERT INTO attention_maps VALUES(1,2,2,0,1,500,1,4,4,'[4,4]',0,32);
INSERT INTO attention_maps VALUES(1,2,2,1,0,500,2,4,4,'[4,4]',0,64);
INSERT INTO attention_maps VALUES(1,2,2,1,1,500,2,4,4,'[4,4]',0,96);
INSERT INTO attention_maps VALUES(1,2,2,2,0,500,3,4,4,'[4,4]',0,128);
INSERT INTO attention_maps VALUES(1,2,2,2,1,500,3,4,4,'[4,4]',0,160);
INSERT INTO attention_maps VALUES(1,2,3,0,0,500,1,4,4,'[4,4]',0,192);
INSERT INTO attention_maps VALUES(1,2,3,0,1,500,1,4,4,'[4,4]',0,224);
INSERT INTO attention_maps VALUES(1,2,3,1,0,500,2,4,4,'[4,4]',0,256);
INSERT INTO attention_maps VALUES(1,2,3,1,1,500,2,4,4,'[4,4]',0,288);
INSERT INTO attention_maps VALUES(1,2,3,2,0,500,3,4,4,'[4,4]',0,320);
INSERT INTO attention_maps VALUES(1,2,3,2,1,500,3,4,4,'[4,4]',0,352);
INSERT INTO attention_maps VALUES(2,2,2,1,0,500,2,4,4,'[4,4]',0,0);
INSERT INTO attention_maps VALUES(2,2,2,1,1,500,2,4,4,'[4,4]',0,32);
INSERT INTO attention_maps VALUES(2,2,3,1,0,500,2,4,4,'[4,4]',0,64);
INSERT INTO attention_maps VALUES(2,2,3,1,1,500,2,4,4,'[4,4]',0,96);
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
CREATE VIEW v_missing_metrics AS
SELECT j.key AS job, j.seed, m.name, m.split, m.step, m.reason
FROM missing_metrics m JOIN jobs j ON j.id = m.job;
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
CREATE VIEW v_attention_maps AS
SELECT j.key AS job, j.seed AS seed, m.step AS step, c.text AS caption, m.block_index AS block_index, b.name AS block,
    m.head AS head, m.timestep AS timestep, m.query_tokens AS query_tokens, m.key_tokens AS key_tokens,
    m.shape AS shape, substr(p.data, m.byte_offset + 1, 2 * m.query_tokens * m.key_tokens) AS data
FROM attention_maps m JOIN jobs j ON j.id = m.job
JOIN attention_packs p ON p.job = m.job AND p.step = m.step AND p.number = m.pack
JOIN captions c ON c.id = m.caption JOIN blocks b ON b.id = m.block;
COMMIT;
