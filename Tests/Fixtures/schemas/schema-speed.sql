PRAGMA application_id = 1718055524;
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
INSERT INTO grdb_migrations VALUES('v1');
INSERT INTO grdb_migrations VALUES('missing metrics');
INSERT INTO grdb_migrations VALUES('attention-localisation');
INSERT INTO grdb_migrations VALUES('reliability');
INSERT INTO grdb_migrations VALUES('packed attention maps');
INSERT INTO grdb_migrations VALUES('declared claims');
INSERT INTO grdb_migrations VALUES('speed');
CREATE TABLE configurations (
    id INTEGER PRIMARY KEY,
    digest INTEGER NOT NULL,
    json TEXT NOT NULL
) STRICT;
INSERT INTO configurations VALUES(1,-2562976668487725949,'{"data":{"kind":"shapes","path":null,"image_size":16,"train":16,"test":8,"seed":1,"on_error":"fail","minimum_objects":1,"maximum_objects":5,"grammar":["counts"],"layout":"scattered","kinds":8,"canvas":"grey","latent_scale":0.2301},"model":{"patch_size":8,"width":8,"depth":2,"heads":2,"mlp_ratio":4,"qkv_bias":false,"time_mlp":false,"init":"fan-in"},"fusion":{"point":0,"conditioning":"concat","text_depth":0},"text":{"encoder":"random","max_tokens":4,"width":8,"seed":1,"encoder_steps":600},"train":{"steps":2,"batch_size":4,"learning_rate":0.001,"warmup_steps":1,"weight_decay":0.03,"beta1":0.9,"beta2":0.9,"epsilon":1e-08,"ema":0.999,"unconditional":0.1,"prediction":"epsilon","weighting":"uniform","schedule":"constant","lanes":2,"log_every":1,"checkpoint_every":500},"sample":{"sampler":"ddim","steps":2,"guidance":1.0,"images":2},"evaluate":{"every":2,"validation":4,"probes":[],"probe_count":1,"probe_selection":"first","timesteps":[500],"sample_every":0,"sample_images":64,"evaluator":"none","evaluator_seed":101,"evaluator_steps":600,"evaluator_data":"train","localisation":0,"knockout":0,"block_probes":0}}');
INSERT INTO configurations VALUES(2,-5281719620607398478,'{"data":{"kind":"shapes","path":null,"image_size":16,"train":16,"test":8,"seed":1,"on_error":"fail","minimum_objects":1,"maximum_objects":5,"grammar":["counts"],"layout":"scattered","kinds":8,"canvas":"grey","latent_scale":0.2301},"model":{"patch_size":8,"width":8,"depth":2,"heads":2,"mlp_ratio":4,"qkv_bias":false,"time_mlp":false,"init":"fan-in"},"fusion":{"point":1,"conditioning":"concat","text_depth":0},"text":{"encoder":"random","max_tokens":4,"width":8,"seed":1,"encoder_steps":600},"train":{"steps":2,"batch_size":4,"learning_rate":0.001,"warmup_steps":1,"weight_decay":0.03,"beta1":0.9,"beta2":0.9,"epsilon":1e-08,"ema":0.999,"unconditional":0.1,"prediction":"epsilon","weighting":"uniform","schedule":"constant","lanes":2,"log_every":1,"checkpoint_every":500},"sample":{"sampler":"ddim","steps":2,"guidance":1.0,"images":2},"evaluate":{"every":2,"validation":4,"probes":[],"probe_count":1,"probe_selection":"first","timesteps":[500],"sample_every":0,"sample_images":64,"evaluator":"none","evaluator_seed":101,"evaluator_steps":600,"evaluator_data":"train","localisation":0,"knockout":0,"block_probes":0}}');
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
INSERT INTO option_paths VALUES(11,'data.layout');
INSERT INTO option_paths VALUES(12,'data.kinds');
INSERT INTO option_paths VALUES(13,'data.canvas');
INSERT INTO option_paths VALUES(14,'data.latent_scale');
INSERT INTO option_paths VALUES(15,'model.patch_size');
INSERT INTO option_paths VALUES(16,'model.width');
INSERT INTO option_paths VALUES(17,'model.depth');
INSERT INTO option_paths VALUES(18,'model.heads');
INSERT INTO option_paths VALUES(19,'model.mlp_ratio');
INSERT INTO option_paths VALUES(20,'model.qkv_bias');
INSERT INTO option_paths VALUES(21,'model.time_mlp');
INSERT INTO option_paths VALUES(22,'model.init');
INSERT INTO option_paths VALUES(23,'fusion.point');
INSERT INTO option_paths VALUES(24,'fusion.conditioning');
INSERT INTO option_paths VALUES(25,'fusion.text_depth');
INSERT INTO option_paths VALUES(26,'text.encoder');
INSERT INTO option_paths VALUES(27,'text.max_tokens');
INSERT INTO option_paths VALUES(28,'text.width');
INSERT INTO option_paths VALUES(29,'text.seed');
INSERT INTO option_paths VALUES(30,'text.encoder_steps');
INSERT INTO option_paths VALUES(31,'train.steps');
INSERT INTO option_paths VALUES(32,'train.batch_size');
INSERT INTO option_paths VALUES(33,'train.learning_rate');
INSERT INTO option_paths VALUES(34,'train.warmup_steps');
INSERT INTO option_paths VALUES(35,'train.weight_decay');
INSERT INTO option_paths VALUES(36,'train.beta1');
INSERT INTO option_paths VALUES(37,'train.beta2');
INSERT INTO option_paths VALUES(38,'train.epsilon');
INSERT INTO option_paths VALUES(39,'train.ema');
INSERT INTO option_paths VALUES(40,'train.unconditional');
INSERT INTO option_paths VALUES(41,'train.prediction');
INSERT INTO option_paths VALUES(42,'train.weighting');
INSERT INTO option_paths VALUES(43,'train.schedule');
INSERT INTO option_paths VALUES(44,'train.lanes');
INSERT INTO option_paths VALUES(45,'train.log_every');
INSERT INTO option_paths VALUES(46,'train.checkpoint_every');
INSERT INTO option_paths VALUES(47,'sample.sampler');
INSERT INTO option_paths VALUES(48,'sample.steps');
INSERT INTO option_paths VALUES(49,'sample.guidance');
INSERT INTO option_paths VALUES(50,'sample.images');
INSERT INTO option_paths VALUES(51,'evaluate.every');
INSERT INTO option_paths VALUES(52,'evaluate.validation');
INSERT INTO option_paths VALUES(53,'evaluate.probes');
INSERT INTO option_paths VALUES(54,'evaluate.probe_count');
INSERT INTO option_paths VALUES(55,'evaluate.probe_selection');
INSERT INTO option_paths VALUES(56,'evaluate.timesteps');
INSERT INTO option_paths VALUES(57,'evaluate.sample_every');
INSERT INTO option_paths VALUES(58,'evaluate.sample_images');
INSERT INTO option_paths VALUES(59,'evaluate.evaluator');
INSERT INTO option_paths VALUES(60,'evaluate.evaluator_seed');
INSERT INTO option_paths VALUES(61,'evaluate.evaluator_steps');
INSERT INTO option_paths VALUES(62,'evaluate.evaluator_data');
INSERT INTO option_paths VALUES(63,'evaluate.localisation');
INSERT INTO option_paths VALUES(64,'evaluate.knockout');
INSERT INTO option_paths VALUES(65,'evaluate.block_probes');
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
INSERT INTO option_values VALUES(9,'scattered');
INSERT INTO option_values VALUES(10,'grey');
INSERT INTO option_values VALUES(11,'0.2301');
INSERT INTO option_values VALUES(12,'2');
INSERT INTO option_values VALUES(13,'4');
INSERT INTO option_values VALUES(14,'false');
INSERT INTO option_values VALUES(15,'fan-in');
INSERT INTO option_values VALUES(16,'0');
INSERT INTO option_values VALUES(17,'concat');
INSERT INTO option_values VALUES(18,'random');
INSERT INTO option_values VALUES(19,'600');
INSERT INTO option_values VALUES(20,'0.001');
INSERT INTO option_values VALUES(21,'0.03');
INSERT INTO option_values VALUES(22,'0.9');
INSERT INTO option_values VALUES(23,'1e-08');
INSERT INTO option_values VALUES(24,'0.999');
INSERT INTO option_values VALUES(25,'0.1');
INSERT INTO option_values VALUES(26,'epsilon');
INSERT INTO option_values VALUES(27,'uniform');
INSERT INTO option_values VALUES(28,'constant');
INSERT INTO option_values VALUES(29,'500');
INSERT INTO option_values VALUES(30,'ddim');
INSERT INTO option_values VALUES(31,'1.0');
INSERT INTO option_values VALUES(32,'[]');
INSERT INTO option_values VALUES(33,'first');
INSERT INTO option_values VALUES(34,'[500]');
INSERT INTO option_values VALUES(35,'64');
INSERT INTO option_values VALUES(36,'none');
INSERT INTO option_values VALUES(37,'101');
INSERT INTO option_values VALUES(38,'train');
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
INSERT INTO configuration_options VALUES(1,11,9);
INSERT INTO configuration_options VALUES(1,12,4);
INSERT INTO configuration_options VALUES(1,13,10);
INSERT INTO configuration_options VALUES(1,14,11);
INSERT INTO configuration_options VALUES(1,15,4);
INSERT INTO configuration_options VALUES(1,16,4);
INSERT INTO configuration_options VALUES(1,17,12);
INSERT INTO configuration_options VALUES(1,18,12);
INSERT INTO configuration_options VALUES(1,19,13);
INSERT INTO configuration_options VALUES(1,20,14);
INSERT INTO configuration_options VALUES(1,21,14);
INSERT INTO configuration_options VALUES(1,22,15);
INSERT INTO configuration_options VALUES(1,23,16);
INSERT INTO configuration_options VALUES(1,24,17);
INSERT INTO configuration_options VALUES(1,25,16);
INSERT INTO configuration_options VALUES(1,26,18);
INSERT INTO configuration_options VALUES(1,27,13);
INSERT INTO configuration_options VALUES(1,28,4);
INSERT INTO configuration_options VALUES(1,29,5);
INSERT INTO configuration_options VALUES(1,30,19);
INSERT INTO configuration_options VALUES(1,31,12);
INSERT INTO configuration_options VALUES(1,32,13);
INSERT INTO configuration_options VALUES(1,33,20);
INSERT INTO configuration_options VALUES(1,34,5);
INSERT INTO configuration_options VALUES(1,35,21);
INSERT INTO configuration_options VALUES(1,36,22);
INSERT INTO configuration_options VALUES(1,37,22);
INSERT INTO configuration_options VALUES(1,38,23);
INSERT INTO configuration_options VALUES(1,39,24);
INSERT INTO configuration_options VALUES(1,40,25);
INSERT INTO configuration_options VALUES(1,41,26);
INSERT INTO configuration_options VALUES(1,42,27);
INSERT INTO configuration_options VALUES(1,43,28);
INSERT INTO configuration_options VALUES(1,44,12);
INSERT INTO configuration_options VALUES(1,45,5);
INSERT INTO configuration_options VALUES(1,46,29);
INSERT INTO configuration_options VALUES(1,47,30);
INSERT INTO configuration_options VALUES(1,48,12);
INSERT INTO configuration_options VALUES(1,49,31);
INSERT INTO configuration_options VALUES(1,50,12);
INSERT INTO configuration_options VALUES(1,51,12);
INSERT INTO configuration_options VALUES(1,52,13);
INSERT INTO configuration_options VALUES(1,53,32);
INSERT INTO configuration_options VALUES(1,54,5);
INSERT INTO configuration_options VALUES(1,55,33);
INSERT INTO configuration_options VALUES(1,56,34);
INSERT INTO configuration_options VALUES(1,57,16);
INSERT INTO configuration_options VALUES(1,58,35);
INSERT INTO configuration_options VALUES(1,59,36);
INSERT INTO configuration_options VALUES(1,60,37);
INSERT INTO configuration_options VALUES(1,61,19);
INSERT INTO configuration_options VALUES(1,62,38);
INSERT INTO configuration_options VALUES(1,63,16);
INSERT INTO configuration_options VALUES(1,64,16);
INSERT INTO configuration_options VALUES(1,65,16);
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
INSERT INTO configuration_options VALUES(2,11,9);
INSERT INTO configuration_options VALUES(2,12,4);
INSERT INTO configuration_options VALUES(2,13,10);
INSERT INTO configuration_options VALUES(2,14,11);
INSERT INTO configuration_options VALUES(2,15,4);
INSERT INTO configuration_options VALUES(2,16,4);
INSERT INTO configuration_options VALUES(2,17,12);
INSERT INTO configuration_options VALUES(2,18,12);
INSERT INTO configuration_options VALUES(2,19,13);
INSERT INTO configuration_options VALUES(2,20,14);
INSERT INTO configuration_options VALUES(2,21,14);
INSERT INTO configuration_options VALUES(2,22,15);
INSERT INTO configuration_options VALUES(2,23,5);
INSERT INTO configuration_options VALUES(2,24,17);
INSERT INTO configuration_options VALUES(2,25,16);
INSERT INTO configuration_options VALUES(2,26,18);
INSERT INTO configuration_options VALUES(2,27,13);
INSERT INTO configuration_options VALUES(2,28,4);
INSERT INTO configuration_options VALUES(2,29,5);
INSERT INTO configuration_options VALUES(2,30,19);
INSERT INTO configuration_options VALUES(2,31,12);
INSERT INTO configuration_options VALUES(2,32,13);
INSERT INTO configuration_options VALUES(2,33,20);
INSERT INTO configuration_options VALUES(2,34,5);
INSERT INTO configuration_options VALUES(2,35,21);
INSERT INTO configuration_options VALUES(2,36,22);
INSERT INTO configuration_options VALUES(2,37,22);
INSERT INTO configuration_options VALUES(2,38,23);
INSERT INTO configuration_options VALUES(2,39,24);
INSERT INTO configuration_options VALUES(2,40,25);
INSERT INTO configuration_options VALUES(2,41,26);
INSERT INTO configuration_options VALUES(2,42,27);
INSERT INTO configuration_options VALUES(2,43,28);
INSERT INTO configuration_options VALUES(2,44,12);
INSERT INTO configuration_options VALUES(2,45,5);
INSERT INTO configuration_options VALUES(2,46,29);
INSERT INTO configuration_options VALUES(2,47,30);
INSERT INTO configuration_options VALUES(2,48,12);
INSERT INTO configuration_options VALUES(2,49,31);
INSERT INTO configuration_options VALUES(2,50,12);
INSERT INTO configuration_options VALUES(2,51,12);
INSERT INTO configuration_options VALUES(2,52,13);
INSERT INTO configuration_options VALUES(2,53,32);
INSERT INTO configuration_options VALUES(2,54,5);
INSERT INTO configuration_options VALUES(2,55,33);
INSERT INTO configuration_options VALUES(2,56,34);
INSERT INTO configuration_options VALUES(2,57,16);
INSERT INTO configuration_options VALUES(2,58,35);
INSERT INTO configuration_options VALUES(2,59,36);
INSERT INTO configuration_options VALUES(2,60,37);
INSERT INTO configuration_options VALUES(2,61,19);
INSERT INTO configuration_options VALUES(2,62,38);
INSERT INTO configuration_options VALUES(2,63,16);
INSERT INTO configuration_options VALUES(2,64,16);
INSERT INTO configuration_options VALUES(2,65,16);
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
INSERT INTO jobs VALUES(1,'4c0beeae2ba71ee0d2fd742b2d2b06e20372f087ef3a8f2ef448cda56eb43c33','c2c0ba741e5c800eb8b2c2cde627293ebca8df786d2d76114ec93cd442413dfd',1,1,'bddc042319dd9814fcb5aea67aa38f99599a4253c12cd0286231c777cc3d460d','done',NULL,2,0,'2026-11-26 06:26:41.519','2026-11-26 06:26:41.666',0);
INSERT INTO jobs VALUES(2,'801d9e5f80d783a4f07cb2da1bdd578f979d678d9015fc0cfad6df993604f75b','cb36f3bff581e1b8db9fffd8f84582400ae783f8fedbe08930145f9d97db71d9',2,1,'bddc042319dd9814fcb5aea67aa38f99599a4253c12cd0286231c777cc3d460d','done',NULL,1,0,'2026-11-26 06:26:41.519','2026-11-26 06:26:41.656',0);
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
INSERT INTO attempts VALUES(1,2,'2026-11-26 06:26:41.549','2026-11-26 06:26:41.549','2026-11-26 06:28:41.549','2026-11-26 06:26:41.656','done',NULL,replace('2026-11-26T06:26:41Z training 1/2, loss 1.366636, 3608.4 images/s\n2026-11-26T06:26:41Z training 2/2, loss 1.369972, 6030.7 images/s\n2026-11-26T06:26:41Z sampling 2/2, loss 1.369972, 6030.7 images/s\n2026-11-26T06:26:41Z attention 2/2, loss 1.369972, 6030.7 images/s\n2026-11-26T06:26:41Z done','\n',char(10)),'vm',28679,'3523595','pid:[4026531836]','31698e9e-4f34-402b-b317-e5bc4b102cff','3',NULL,'AMD EPYC','OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Cooperlake MAX_THREADS=64','native-512',1,2,0.1014104090000000069,NULL,58032128,35356.155234249003116,0,6);
INSERT INTO attempts VALUES(2,1,'2026-11-26 06:26:41.570','2026-11-26 06:26:41.570','2026-11-26 06:28:41.570','2026-11-26 06:26:41.666','done',NULL,replace('2026-11-26T06:26:41Z training 1/2, loss 1.370219, 4701.1 images/s\n2026-11-26T06:26:41Z training 2/2, loss 1.382379, 7443.6 images/s\n2026-11-26T06:26:41Z sampling 2/2, loss 1.382379, 7443.6 images/s\n2026-11-26T06:26:41Z attention 2/2, loss 1.382379, 7443.6 images/s\n2026-11-26T06:26:41Z done','\n',char(10)),'vm',28679,'3523595','pid:[4026531836]','31698e9e-4f34-402b-b317-e5bc4b102cff','3',NULL,'AMD EPYC','OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Cooperlake MAX_THREADS=64','native-512',1,2,0.095457118000000007462,NULL,58032128,35356.176373683003476,0,6);
CREATE TABLE specs (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    text TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    UNIQUE (name, text_hash)
) STRICT;
INSERT INTO specs VALUES(1,'tiny','cc84fe943f2dbb7bf850272e180dcdf56cd0e1275a71daf658c99a214f763b68',replace('name: tiny\nbase:\n  data: {kind: shapes, image_size: 16, train: 16, test: 8, grammar: [counts]}\n  model: {patch_size: 8, width: 8, depth: 2, heads: 2, init: fan-in}\n  text: {max_tokens: 4, width: 8}\n  train: {steps: 2, batch_size: 4, learning_rate: 1e-3, warmup_steps: 1, log_every: 1, lanes: 2}\n  sample: {sampler: ddim, steps: 2, images: 2}\n  evaluate: {every: 2, validation: 4, timesteps: [500], probe_count: 1}\naxes:\n  fusion.point: [0, 1]\nseeds: [1]\n','\n',char(10)),'2026-11-26 06:26:41.521','2026-11-26 06:26:41.521');
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
INSERT INTO metric_series VALUES(5,'oracle_all_real','test');
INSERT INTO metric_series VALUES(6,'oracle_colour_real','test');
INSERT INTO metric_series VALUES(7,'oracle_count_real','test');
INSERT INTO metric_series VALUES(8,'oracle_palette_real','test');
INSERT INTO metric_series VALUES(9,'oracle_shape_real','test');
INSERT INTO metric_series VALUES(10,'oracle_shape_set_real','test');
INSERT INTO metric_series VALUES(11,'oracle_all_chance','test');
INSERT INTO metric_series VALUES(12,'oracle_colour_chance','test');
INSERT INTO metric_series VALUES(13,'oracle_count_chance','test');
INSERT INTO metric_series VALUES(14,'oracle_palette_chance','test');
INSERT INTO metric_series VALUES(15,'oracle_shape_chance','test');
INSERT INTO metric_series VALUES(16,'oracle_shape_set_chance','test');
INSERT INTO metric_series VALUES(17,'loss','train');
INSERT INTO metric_series VALUES(18,'loss','validation');
INSERT INTO metric_series VALUES(19,'text_use_gap','validation');
INSERT INTO metric_series VALUES(20,'loss_bucket_1','validation');
INSERT INTO metric_series VALUES(21,'loss_bucket_3','validation');
INSERT INTO metric_series VALUES(22,'loss_bucket_6','validation');
INSERT INTO metric_series VALUES(23,'loss_bucket_8','validation');
INSERT INTO metric_series VALUES(24,'x0_error','validation');
INSERT INTO metric_series VALUES(25,'x0_text_use_gap','validation');
INSERT INTO metric_series VALUES(26,'objective','validation');
INSERT INTO metric_series VALUES(27,'x0_error_bucket_0','validation');
INSERT INTO metric_series VALUES(28,'x0_text_use_gap_bucket_0','validation');
INSERT INTO metric_series VALUES(29,'objective_bucket_0','validation');
INSERT INTO metric_series VALUES(30,'x0_error_bucket_1','validation');
INSERT INTO metric_series VALUES(31,'x0_text_use_gap_bucket_1','validation');
INSERT INTO metric_series VALUES(32,'objective_bucket_1','validation');
INSERT INTO metric_series VALUES(33,'x0_error_bucket_2','validation');
INSERT INTO metric_series VALUES(34,'x0_text_use_gap_bucket_2','validation');
INSERT INTO metric_series VALUES(35,'objective_bucket_2','validation');
INSERT INTO metric_series VALUES(36,'x0_error_bucket_3','validation');
INSERT INTO metric_series VALUES(37,'x0_text_use_gap_bucket_3','validation');
INSERT INTO metric_series VALUES(38,'objective_bucket_3','validation');
INSERT INTO metric_series VALUES(39,'x0_error_bucket_4','validation');
INSERT INTO metric_series VALUES(40,'x0_text_use_gap_bucket_4','validation');
INSERT INTO metric_series VALUES(41,'objective_bucket_4','validation');
INSERT INTO metric_series VALUES(42,'x0_error_bucket_5','validation');
INSERT INTO metric_series VALUES(43,'x0_text_use_gap_bucket_5','validation');
INSERT INTO metric_series VALUES(44,'objective_bucket_5','validation');
INSERT INTO metric_series VALUES(45,'x0_error_bucket_6','validation');
INSERT INTO metric_series VALUES(46,'x0_text_use_gap_bucket_6','validation');
INSERT INTO metric_series VALUES(47,'objective_bucket_6','validation');
INSERT INTO metric_series VALUES(48,'x0_error_bucket_7','validation');
INSERT INTO metric_series VALUES(49,'x0_text_use_gap_bucket_7','validation');
INSERT INTO metric_series VALUES(50,'objective_bucket_7','validation');
INSERT INTO metric_series VALUES(51,'x0_error_bucket_8','validation');
INSERT INTO metric_series VALUES(52,'x0_text_use_gap_bucket_8','validation');
INSERT INTO metric_series VALUES(53,'objective_bucket_8','validation');
INSERT INTO metric_series VALUES(54,'x0_error_bucket_9','validation');
INSERT INTO metric_series VALUES(55,'x0_text_use_gap_bucket_9','validation');
INSERT INTO metric_series VALUES(56,'objective_bucket_9','validation');
INSERT INTO metric_series VALUES(57,'x0_error_largest_item','validation');
INSERT INTO metric_series VALUES(58,'x0_error_ten_largest','validation');
INSERT INTO metric_series VALUES(59,'oracle_images','all');
INSERT INTO metric_series VALUES(60,'oracle_all','all');
INSERT INTO metric_series VALUES(61,'oracle_colour','all');
INSERT INTO metric_series VALUES(62,'oracle_count','all');
INSERT INTO metric_series VALUES(63,'oracle_palette','all');
INSERT INTO metric_series VALUES(64,'oracle_shape','all');
INSERT INTO metric_series VALUES(65,'oracle_shape_set','all');
INSERT INTO metric_series VALUES(66,'oracle_images_objects_4','all');
INSERT INTO metric_series VALUES(67,'oracle_all_objects_4','all');
INSERT INTO metric_series VALUES(68,'oracle_colour_objects_4','all');
INSERT INTO metric_series VALUES(69,'oracle_count_objects_4','all');
INSERT INTO metric_series VALUES(70,'oracle_palette_objects_4','all');
INSERT INTO metric_series VALUES(71,'oracle_shape_objects_4','all');
INSERT INTO metric_series VALUES(72,'oracle_shape_set_objects_4','all');
INSERT INTO metric_series VALUES(73,'oracle_images_objects_5','all');
INSERT INTO metric_series VALUES(74,'oracle_all_objects_5','all');
INSERT INTO metric_series VALUES(75,'oracle_colour_objects_5','all');
INSERT INTO metric_series VALUES(76,'oracle_count_objects_5','all');
INSERT INTO metric_series VALUES(77,'oracle_palette_objects_5','all');
INSERT INTO metric_series VALUES(78,'oracle_shape_objects_5','all');
INSERT INTO metric_series VALUES(79,'oracle_shape_set_objects_5','all');
INSERT INTO metric_series VALUES(80,'count_confusion_4_0','all');
INSERT INTO metric_series VALUES(81,'count_confusion_4_1','all');
INSERT INTO metric_series VALUES(82,'count_confusion_4_2','all');
INSERT INTO metric_series VALUES(83,'count_confusion_4_3','all');
INSERT INTO metric_series VALUES(84,'count_confusion_4_4','all');
INSERT INTO metric_series VALUES(85,'count_confusion_4_5','all');
INSERT INTO metric_series VALUES(86,'count_confusion_4_6','all');
INSERT INTO metric_series VALUES(87,'count_confusion_4_7','all');
INSERT INTO metric_series VALUES(88,'count_confusion_4_8','all');
INSERT INTO metric_series VALUES(89,'count_confusion_4_9','all');
INSERT INTO metric_series VALUES(90,'count_confusion_5_0','all');
INSERT INTO metric_series VALUES(91,'count_confusion_5_1','all');
INSERT INTO metric_series VALUES(92,'count_confusion_5_2','all');
INSERT INTO metric_series VALUES(93,'count_confusion_5_3','all');
INSERT INTO metric_series VALUES(94,'count_confusion_5_4','all');
INSERT INTO metric_series VALUES(95,'count_confusion_5_5','all');
INSERT INTO metric_series VALUES(96,'count_confusion_5_6','all');
INSERT INTO metric_series VALUES(97,'count_confusion_5_7','all');
INSERT INTO metric_series VALUES(98,'count_confusion_5_8','all');
INSERT INTO metric_series VALUES(99,'count_confusion_5_9','all');
INSERT INTO metric_series VALUES(100,'oracle_images','held-out');
INSERT INTO metric_series VALUES(101,'oracle_all','held-out');
INSERT INTO metric_series VALUES(102,'oracle_colour','held-out');
INSERT INTO metric_series VALUES(103,'oracle_count','held-out');
INSERT INTO metric_series VALUES(104,'oracle_palette','held-out');
INSERT INTO metric_series VALUES(105,'oracle_shape','held-out');
INSERT INTO metric_series VALUES(106,'oracle_shape_set','held-out');
INSERT INTO metric_series VALUES(107,'oracle_images_objects_4','held-out');
INSERT INTO metric_series VALUES(108,'oracle_all_objects_4','held-out');
INSERT INTO metric_series VALUES(109,'oracle_colour_objects_4','held-out');
INSERT INTO metric_series VALUES(110,'oracle_count_objects_4','held-out');
INSERT INTO metric_series VALUES(111,'oracle_palette_objects_4','held-out');
INSERT INTO metric_series VALUES(112,'oracle_shape_objects_4','held-out');
INSERT INTO metric_series VALUES(113,'oracle_shape_set_objects_4','held-out');
INSERT INTO metric_series VALUES(114,'count_confusion_4_0','held-out');
INSERT INTO metric_series VALUES(115,'count_confusion_4_1','held-out');
INSERT INTO metric_series VALUES(116,'count_confusion_4_2','held-out');
INSERT INTO metric_series VALUES(117,'count_confusion_4_3','held-out');
INSERT INTO metric_series VALUES(118,'count_confusion_4_4','held-out');
INSERT INTO metric_series VALUES(119,'count_confusion_4_5','held-out');
INSERT INTO metric_series VALUES(120,'count_confusion_4_6','held-out');
INSERT INTO metric_series VALUES(121,'count_confusion_4_7','held-out');
INSERT INTO metric_series VALUES(122,'count_confusion_4_8','held-out');
INSERT INTO metric_series VALUES(123,'count_confusion_4_9','held-out');
INSERT INTO metric_series VALUES(124,'oracle_images','seen');
INSERT INTO metric_series VALUES(125,'oracle_all','seen');
INSERT INTO metric_series VALUES(126,'oracle_colour','seen');
INSERT INTO metric_series VALUES(127,'oracle_count','seen');
INSERT INTO metric_series VALUES(128,'oracle_palette','seen');
INSERT INTO metric_series VALUES(129,'oracle_shape','seen');
INSERT INTO metric_series VALUES(130,'oracle_shape_set','seen');
INSERT INTO metric_series VALUES(131,'oracle_images_objects_5','seen');
INSERT INTO metric_series VALUES(132,'oracle_all_objects_5','seen');
INSERT INTO metric_series VALUES(133,'oracle_colour_objects_5','seen');
INSERT INTO metric_series VALUES(134,'oracle_count_objects_5','seen');
INSERT INTO metric_series VALUES(135,'oracle_palette_objects_5','seen');
INSERT INTO metric_series VALUES(136,'oracle_shape_objects_5','seen');
INSERT INTO metric_series VALUES(137,'oracle_shape_set_objects_5','seen');
INSERT INTO metric_series VALUES(138,'count_confusion_5_0','seen');
INSERT INTO metric_series VALUES(139,'count_confusion_5_1','seen');
INSERT INTO metric_series VALUES(140,'count_confusion_5_2','seen');
INSERT INTO metric_series VALUES(141,'count_confusion_5_3','seen');
INSERT INTO metric_series VALUES(142,'count_confusion_5_4','seen');
INSERT INTO metric_series VALUES(143,'count_confusion_5_5','seen');
INSERT INTO metric_series VALUES(144,'count_confusion_5_6','seen');
INSERT INTO metric_series VALUES(145,'count_confusion_5_7','seen');
INSERT INTO metric_series VALUES(146,'count_confusion_5_8','seen');
INSERT INTO metric_series VALUES(147,'count_confusion_5_9','seen');
INSERT INTO metric_series VALUES(148,'attention_energy_first','probes');
INSERT INTO metric_series VALUES(149,'attention_energy_first_two','probes');
INSERT INTO metric_series VALUES(150,'attention_energy_first_four','probes');
INSERT INTO metric_series VALUES(151,'word_attention_entropy','test');
INSERT INTO metric_series VALUES(152,'word_attention_entropy_inner','test');
INSERT INTO metric_series VALUES(153,'word_attention_entropy_block_1','test');
INSERT INTO metric_series VALUES(154,'word_attention_padding','test');
INSERT INTO metric_series VALUES(155,'word_attention_padding_inner','test');
INSERT INTO metric_series VALUES(156,'word_attention_padding_block_1','test');
INSERT INTO metric_series VALUES(157,'word_attention_effective_rank','test');
INSERT INTO metric_series VALUES(158,'word_attention_effective_rank_inner','test');
INSERT INTO metric_series VALUES(159,'word_attention_effective_rank_block_1','test');
INSERT INTO metric_series VALUES(160,'word_attention_entropy_block_1_head_0','test');
INSERT INTO metric_series VALUES(161,'word_attention_entropy_block_1_head_1','test');
INSERT INTO metric_series VALUES(162,'parameters','cost');
INSERT INTO metric_series VALUES(163,'reference_forward_flops','cost');
INSERT INTO metric_series VALUES(164,'executed_forward_flops','cost');
INSERT INTO metric_series VALUES(165,'reference_training_flops','cost');
INSERT INTO metric_series VALUES(166,'executed_training_flops','cost');
INSERT INTO metric_series VALUES(167,'word_attention_entropy_outer','test');
INSERT INTO metric_series VALUES(168,'word_attention_entropy_block_0','test');
INSERT INTO metric_series VALUES(169,'word_attention_entropy_block_2','test');
INSERT INTO metric_series VALUES(170,'word_attention_padding_outer','test');
INSERT INTO metric_series VALUES(171,'word_attention_padding_block_0','test');
INSERT INTO metric_series VALUES(172,'word_attention_padding_block_2','test');
INSERT INTO metric_series VALUES(173,'word_attention_effective_rank_outer','test');
INSERT INTO metric_series VALUES(174,'word_attention_effective_rank_block_0','test');
INSERT INTO metric_series VALUES(175,'word_attention_effective_rank_block_2','test');
INSERT INTO metric_series VALUES(176,'word_attention_entropy_outer_minus_inner','test');
INSERT INTO metric_series VALUES(177,'word_attention_entropy_block_0_head_0','test');
INSERT INTO metric_series VALUES(178,'word_attention_entropy_block_0_head_1','test');
INSERT INTO metric_series VALUES(179,'word_attention_entropy_block_2_head_0','test');
INSERT INTO metric_series VALUES(180,'word_attention_entropy_block_2_head_1','test');
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
INSERT INTO metrics VALUES(1,5,0,1.0,0);
INSERT INTO metrics VALUES(1,6,0,1.0,0);
INSERT INTO metrics VALUES(1,7,0,1.0,0);
INSERT INTO metrics VALUES(1,8,0,1.0,0);
INSERT INTO metrics VALUES(1,9,0,1.0,0);
INSERT INTO metrics VALUES(1,10,0,1.0,0);
INSERT INTO metrics VALUES(1,11,0,0.03125,0);
INSERT INTO metrics VALUES(1,12,0,0.09375,0);
INSERT INTO metrics VALUES(1,13,0,0.34375,0);
INSERT INTO metrics VALUES(1,14,0,0.15625,0);
INSERT INTO metrics VALUES(1,15,0,0.125,0);
INSERT INTO metrics VALUES(1,16,0,0.4375,0);
INSERT INTO metrics VALUES(1,17,1,1.3702192902565002441,0);
INSERT INTO metrics VALUES(1,17,2,1.3823792636394500732,0);
INSERT INTO metrics VALUES(1,18,2,1.3588627360046339198,0);
INSERT INTO metrics VALUES(1,19,2,0.015114117300034424218,0);
INSERT INTO metrics VALUES(1,20,2,1.4215048844257447413,0);
INSERT INTO metrics VALUES(1,21,2,1.4730317674522954707,0);
INSERT INTO metrics VALUES(1,22,2,1.2691450115293383404,0);
INSERT INTO metrics VALUES(1,23,2,1.2717692806111571268,0);
INSERT INTO metrics VALUES(1,24,2,0.69443959318676973246,0);
INSERT INTO metrics VALUES(1,25,2,0.0049561918440003726107,0);
INSERT INTO metrics VALUES(1,26,2,1.4045295417448391273,0);
INSERT INTO metrics VALUES(1,27,2,0.0034995965478002645683,0);
INSERT INTO metrics VALUES(1,28,2,5.504707365019609333e-05,0);
INSERT INTO metrics VALUES(1,29,2,1.3674695473927727107,0);
INSERT INTO metrics VALUES(1,30,2,0.19566194172233208892,0);
INSERT INTO metrics VALUES(1,31,2,-1.813619625187778972e-06,0);
INSERT INTO metrics VALUES(1,32,2,1.395426170439315161,0);
INSERT INTO metrics VALUES(1,33,2,0.40148422943161166109,0);
INSERT INTO metrics VALUES(1,34,2,0.00042364680011797162251,0);
INSERT INTO metrics VALUES(1,35,2,1.4596311757282098842,0);
INSERT INTO metrics VALUES(1,36,2,0.51987036186574209217,0);
INSERT INTO metrics VALUES(1,37,2,0.0019857827197943267449,0);
INSERT INTO metrics VALUES(1,38,2,1.3263208234320660316,0);
INSERT INTO metrics VALUES(1,39,2,0.65201070109587955236,0);
INSERT INTO metrics VALUES(1,40,2,0.0045906422509180422331,0);
INSERT INTO metrics VALUES(1,41,2,1.31858149647486389,0);
INSERT INTO metrics VALUES(1,42,2,0.72475279113764168315,0);
INSERT INTO metrics VALUES(1,43,2,0.012960210918177228478,0);
INSERT INTO metrics VALUES(1,44,2,1.3737629715941526153,0);
INSERT INTO metrics VALUES(1,45,2,0.9964152810397375326,0);
INSERT INTO metrics VALUES(1,46,2,0.01052940114096939661,0);
INSERT INTO metrics VALUES(1,47,2,1.3580125841291939003,0);
INSERT INTO metrics VALUES(1,48,2,0.90928865817756499012,0);
INSERT INTO metrics VALUES(1,49,2,-0.0053173024690780223977,0);
INSERT INTO metrics VALUES(1,50,2,1.3960180958731134293,0);
INSERT INTO metrics VALUES(1,51,2,1.0019322052942369882,0);
INSERT INTO metrics VALUES(1,52,2,-0.00022666725490977368551,0);
INSERT INTO metrics VALUES(1,53,2,1.5029799228074396388,0);
INSERT INTO metrics VALUES(1,54,2,1.2293066830459853377,0);
INSERT INTO metrics VALUES(1,55,2,0.012083878464460018342,0);
INSERT INTO metrics VALUES(1,56,2,1.4698192652336394825,0);
INSERT INTO metrics VALUES(1,57,2,0.26462926464721037156,0);
INSERT INTO metrics VALUES(1,58,2,1.0,0);
INSERT INTO metrics VALUES(1,59,2,2.0,0);
INSERT INTO metrics VALUES(1,60,2,0.0,0);
INSERT INTO metrics VALUES(1,61,2,0.0,0);
INSERT INTO metrics VALUES(1,62,2,0.0,0);
INSERT INTO metrics VALUES(1,63,2,0.5,0);
INSERT INTO metrics VALUES(1,64,2,0.0,0);
INSERT INTO metrics VALUES(1,65,2,0.0,0);
INSERT INTO metrics VALUES(1,66,2,1.0,0);
INSERT INTO metrics VALUES(1,67,2,0.0,0);
INSERT INTO metrics VALUES(1,68,2,0.0,0);
INSERT INTO metrics VALUES(1,69,2,0.0,0);
INSERT INTO metrics VALUES(1,70,2,0.0,0);
INSERT INTO metrics VALUES(1,71,2,0.0,0);
INSERT INTO metrics VALUES(1,72,2,0.0,0);
INSERT INTO metrics VALUES(1,73,2,1.0,0);
INSERT INTO metrics VALUES(1,74,2,0.0,0);
INSERT INTO metrics VALUES(1,75,2,0.0,0);
INSERT INTO metrics VALUES(1,76,2,0.0,0);
INSERT INTO metrics VALUES(1,77,2,1.0,0);
INSERT INTO metrics VALUES(1,78,2,0.0,0);
INSERT INTO metrics VALUES(1,79,2,0.0,0);
INSERT INTO metrics VALUES(1,80,2,1.0,0);
INSERT INTO metrics VALUES(1,81,2,0.0,0);
INSERT INTO metrics VALUES(1,82,2,0.0,0);
INSERT INTO metrics VALUES(1,83,2,0.0,0);
INSERT INTO metrics VALUES(1,84,2,0.0,0);
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
INSERT INTO metrics VALUES(1,100,2,1.0,0);
INSERT INTO metrics VALUES(1,101,2,0.0,0);
INSERT INTO metrics VALUES(1,102,2,0.0,0);
INSERT INTO metrics VALUES(1,103,2,0.0,0);
INSERT INTO metrics VALUES(1,104,2,0.0,0);
INSERT INTO metrics VALUES(1,105,2,0.0,0);
INSERT INTO metrics VALUES(1,106,2,0.0,0);
INSERT INTO metrics VALUES(1,107,2,1.0,0);
INSERT INTO metrics VALUES(1,108,2,0.0,0);
INSERT INTO metrics VALUES(1,109,2,0.0,0);
INSERT INTO metrics VALUES(1,110,2,0.0,0);
INSERT INTO metrics VALUES(1,111,2,0.0,0);
INSERT INTO metrics VALUES(1,112,2,0.0,0);
INSERT INTO metrics VALUES(1,113,2,0.0,0);
INSERT INTO metrics VALUES(1,114,2,1.0,0);
INSERT INTO metrics VALUES(1,115,2,0.0,0);
INSERT INTO metrics VALUES(1,116,2,0.0,0);
INSERT INTO metrics VALUES(1,117,2,0.0,0);
INSERT INTO metrics VALUES(1,118,2,0.0,0);
INSERT INTO metrics VALUES(1,119,2,0.0,0);
INSERT INTO metrics VALUES(1,120,2,0.0,0);
INSERT INTO metrics VALUES(1,121,2,0.0,0);
INSERT INTO metrics VALUES(1,122,2,0.0,0);
INSERT INTO metrics VALUES(1,123,2,0.0,0);
INSERT INTO metrics VALUES(1,124,2,1.0,0);
INSERT INTO metrics VALUES(1,125,2,0.0,0);
INSERT INTO metrics VALUES(1,126,2,0.0,0);
INSERT INTO metrics VALUES(1,127,2,0.0,0);
INSERT INTO metrics VALUES(1,128,2,1.0,0);
INSERT INTO metrics VALUES(1,129,2,0.0,0);
INSERT INTO metrics VALUES(1,130,2,0.0,0);
INSERT INTO metrics VALUES(1,131,2,1.0,0);
INSERT INTO metrics VALUES(1,132,2,0.0,0);
INSERT INTO metrics VALUES(1,133,2,0.0,0);
INSERT INTO metrics VALUES(1,134,2,0.0,0);
INSERT INTO metrics VALUES(1,135,2,1.0,0);
INSERT INTO metrics VALUES(1,136,2,0.0,0);
INSERT INTO metrics VALUES(1,137,2,0.0,0);
INSERT INTO metrics VALUES(1,138,2,0.0,0);
INSERT INTO metrics VALUES(1,139,2,1.0,0);
INSERT INTO metrics VALUES(1,140,2,0.0,0);
INSERT INTO metrics VALUES(1,141,2,0.0,0);
INSERT INTO metrics VALUES(1,142,2,0.0,0);
INSERT INTO metrics VALUES(1,143,2,0.0,0);
INSERT INTO metrics VALUES(1,144,2,0.0,0);
INSERT INTO metrics VALUES(1,145,2,0.0,0);
INSERT INTO metrics VALUES(1,146,2,0.0,0);
INSERT INTO metrics VALUES(1,147,2,0.0,0);
INSERT INTO metrics VALUES(1,148,2,0.87682913169712295431,0);
INSERT INTO metrics VALUES(1,149,2,0.98660617849270382251,0);
INSERT INTO metrics VALUES(1,150,2,1.0,0);
INSERT INTO metrics VALUES(1,151,2,0.85705033132462560274,0);
INSERT INTO metrics VALUES(1,152,2,0.89746737776866714053,0);
INSERT INTO metrics VALUES(1,153,2,0.89746737776866714053,0);
INSERT INTO metrics VALUES(1,154,2,0.17592350734095310582,0);
INSERT INTO metrics VALUES(1,155,2,0.12319110909697594813,0);
INSERT INTO metrics VALUES(1,156,2,0.12319110909697594813,0);
INSERT INTO metrics VALUES(1,157,2,1.8598287567147706589,0);
INSERT INTO metrics VALUES(1,158,2,1.7556720576834468072,0);
INSERT INTO metrics VALUES(1,159,2,1.7556720576834468072,0);
INSERT INTO metrics VALUES(1,160,2,0.85080270974892890922,0);
INSERT INTO metrics VALUES(1,161,2,0.94413204578840548286,0);
INSERT INTO metrics VALUES(1,162,2,6196.0,0);
INSERT INTO metrics VALUES(1,163,2,121184.0,0);
INSERT INTO metrics VALUES(1,164,2,111840.0,0);
INSERT INTO metrics VALUES(1,165,2,363552.0,0);
INSERT INTO metrics VALUES(1,166,2,326032.0,0);
INSERT INTO metrics VALUES(1,167,2,0.83684180810260477834,0);
INSERT INTO metrics VALUES(1,168,2,0.78852241955294644082,0);
INSERT INTO metrics VALUES(1,169,2,0.88516119665226311585,0);
INSERT INTO metrics VALUES(1,170,2,0.20228970646294178181,0);
INSERT INTO metrics VALUES(1,171,2,0.19614701829719868864,0);
INSERT INTO metrics VALUES(1,172,2,0.20843239462868481948,0);
INSERT INTO metrics VALUES(1,173,2,1.9119071062304331398,0);
INSERT INTO metrics VALUES(1,174,2,2.1032365638891805659,0);
INSERT INTO metrics VALUES(1,175,2,1.7205776485716854917,0);
INSERT INTO metrics VALUES(1,176,2,-0.060625569666062362195,0);
INSERT INTO metrics VALUES(1,177,2,0.75237891200064843655,0);
INSERT INTO metrics VALUES(1,178,2,0.82466592710524433407,0);
INSERT INTO metrics VALUES(1,179,2,0.8852999158937422397,0);
INSERT INTO metrics VALUES(1,180,2,0.88502247741078421405,0);
INSERT INTO metrics VALUES(2,1,0,16.0,0);
INSERT INTO metrics VALUES(2,2,0,8.0,0);
INSERT INTO metrics VALUES(2,3,0,0.0,0);
INSERT INTO metrics VALUES(2,4,0,64.0,0);
INSERT INTO metrics VALUES(2,5,0,1.0,0);
INSERT INTO metrics VALUES(2,6,0,1.0,0);
INSERT INTO metrics VALUES(2,7,0,1.0,0);
INSERT INTO metrics VALUES(2,8,0,1.0,0);
INSERT INTO metrics VALUES(2,9,0,1.0,0);
INSERT INTO metrics VALUES(2,10,0,1.0,0);
INSERT INTO metrics VALUES(2,11,0,0.03125,0);
INSERT INTO metrics VALUES(2,12,0,0.09375,0);
INSERT INTO metrics VALUES(2,13,0,0.34375,0);
INSERT INTO metrics VALUES(2,14,0,0.15625,0);
INSERT INTO metrics VALUES(2,15,0,0.125,0);
INSERT INTO metrics VALUES(2,16,0,0.4375,0);
INSERT INTO metrics VALUES(2,17,1,1.3666357696056365966,0);
INSERT INTO metrics VALUES(2,17,2,1.3699716925621032714,0);
INSERT INTO metrics VALUES(2,18,2,1.3631789026863823099,0);
INSERT INTO metrics VALUES(2,19,2,-0.019703888828968674218,0);
INSERT INTO metrics VALUES(2,20,2,1.4544094447619986265,0);
INSERT INTO metrics VALUES(2,21,2,1.4605175017433527084,0);
INSERT INTO metrics VALUES(2,22,2,1.2741569116620039547,0);
INSERT INTO metrics VALUES(2,23,2,1.2636317525781739501,0);
INSERT INTO metrics VALUES(2,24,2,0.69687852161596730571,0);
INSERT INTO metrics VALUES(2,25,2,0.0017358624743954314834,0);
INSERT INTO metrics VALUES(2,26,2,1.4023308865998431738,0);
INSERT INTO metrics VALUES(2,27,2,0.0034096972368680283915,0);
INSERT INTO metrics VALUES(2,28,2,2.5669143181252310204e-05,0);
INSERT INTO metrics VALUES(2,29,2,1.331806389041432892,0);
INSERT INTO metrics VALUES(2,30,2,0.19585383008853174402,0);
INSERT INTO metrics VALUES(2,31,2,0.00053347248989363271753,0);
INSERT INTO metrics VALUES(2,32,2,1.3973967345142361828,0);
INSERT INTO metrics VALUES(2,33,2,0.39884100465917227129,0);
INSERT INTO metrics VALUES(2,34,2,8.5123271331422056817e-05,0);
INSERT INTO metrics VALUES(2,35,2,1.4472785640622984892,0);
INSERT INTO metrics VALUES(2,36,2,0.51554928334658678412,0);
INSERT INTO metrics VALUES(2,37,2,-0.0082779008646362006729,0);
INSERT INTO metrics VALUES(2,38,2,1.3657079673285998921,0);
INSERT INTO metrics VALUES(2,39,2,0.65114480283180298236,0);
INSERT INTO metrics VALUES(2,40,2,0.0066620348780461191573,0);
INSERT INTO metrics VALUES(2,41,2,1.3518881530872373097,0);
INSERT INTO metrics VALUES(2,42,2,0.72905365953143930202,0);
INSERT INTO metrics VALUES(2,43,2,0.0021953556374820770713,0);
INSERT INTO metrics VALUES(2,44,2,1.4277177511016416744,0);
INSERT INTO metrics VALUES(2,45,2,0.99485732191141584834,0);
INSERT INTO metrics VALUES(2,46,2,0.0098309136256615747839,0);
INSERT INTO metrics VALUES(2,47,2,1.3360445578686122036,0);
INSERT INTO metrics VALUES(2,48,2,0.91018942663254087666,0);
INSERT INTO metrics VALUES(2,49,2,0.0090616335325579555615,0);
INSERT INTO metrics VALUES(2,50,2,1.387749109863732011,0);
INSERT INTO metrics VALUES(2,51,2,1.0093781326563169287,0);
INSERT INTO metrics VALUES(2,52,2,-0.0053355820576823087542,0);
INSERT INTO metrics VALUES(2,53,2,1.4912815987592757949,0);
INSERT INTO metrics VALUES(2,54,2,1.2458520474067813488,0);
INSERT INTO metrics VALUES(2,55,2,-0.0014489277864884186897,0);
INSERT INTO metrics VALUES(2,56,2,1.4382668758393832852,0);
INSERT INTO metrics VALUES(2,57,2,0.26214983806898795037,0);
INSERT INTO metrics VALUES(2,58,2,1.0,0);
INSERT INTO metrics VALUES(2,59,2,2.0,0);
INSERT INTO metrics VALUES(2,60,2,0.0,0);
INSERT INTO metrics VALUES(2,61,2,0.0,0);
INSERT INTO metrics VALUES(2,62,2,0.0,0);
INSERT INTO metrics VALUES(2,63,2,0.0,0);
INSERT INTO metrics VALUES(2,64,2,0.0,0);
INSERT INTO metrics VALUES(2,65,2,0.5,0);
INSERT INTO metrics VALUES(2,66,2,1.0,0);
INSERT INTO metrics VALUES(2,67,2,0.0,0);
INSERT INTO metrics VALUES(2,68,2,0.0,0);
INSERT INTO metrics VALUES(2,69,2,0.0,0);
INSERT INTO metrics VALUES(2,70,2,0.0,0);
INSERT INTO metrics VALUES(2,71,2,0.0,0);
INSERT INTO metrics VALUES(2,72,2,1.0,0);
INSERT INTO metrics VALUES(2,73,2,1.0,0);
INSERT INTO metrics VALUES(2,74,2,0.0,0);
INSERT INTO metrics VALUES(2,75,2,0.0,0);
INSERT INTO metrics VALUES(2,76,2,0.0,0);
INSERT INTO metrics VALUES(2,77,2,0.0,0);
INSERT INTO metrics VALUES(2,78,2,0.0,0);
INSERT INTO metrics VALUES(2,79,2,0.0,0);
INSERT INTO metrics VALUES(2,80,2,0.0,0);
INSERT INTO metrics VALUES(2,81,2,0.0,0);
INSERT INTO metrics VALUES(2,82,2,1.0,0);
INSERT INTO metrics VALUES(2,83,2,0.0,0);
INSERT INTO metrics VALUES(2,84,2,0.0,0);
INSERT INTO metrics VALUES(2,85,2,0.0,0);
INSERT INTO metrics VALUES(2,86,2,0.0,0);
INSERT INTO metrics VALUES(2,87,2,0.0,0);
INSERT INTO metrics VALUES(2,88,2,0.0,0);
INSERT INTO metrics VALUES(2,89,2,0.0,0);
INSERT INTO metrics VALUES(2,90,2,1.0,0);
INSERT INTO metrics VALUES(2,91,2,0.0,0);
INSERT INTO metrics VALUES(2,92,2,0.0,0);
INSERT INTO metrics VALUES(2,93,2,0.0,0);
INSERT INTO metrics VALUES(2,94,2,0.0,0);
INSERT INTO metrics VALUES(2,95,2,0.0,0);
INSERT INTO metrics VALUES(2,96,2,0.0,0);
INSERT INTO metrics VALUES(2,97,2,0.0,0);
INSERT INTO metrics VALUES(2,98,2,0.0,0);
INSERT INTO metrics VALUES(2,99,2,0.0,0);
INSERT INTO metrics VALUES(2,100,2,1.0,0);
INSERT INTO metrics VALUES(2,101,2,0.0,0);
INSERT INTO metrics VALUES(2,102,2,0.0,0);
INSERT INTO metrics VALUES(2,103,2,0.0,0);
INSERT INTO metrics VALUES(2,104,2,0.0,0);
INSERT INTO metrics VALUES(2,105,2,0.0,0);
INSERT INTO metrics VALUES(2,106,2,1.0,0);
INSERT INTO metrics VALUES(2,107,2,1.0,0);
INSERT INTO metrics VALUES(2,108,2,0.0,0);
INSERT INTO metrics VALUES(2,109,2,0.0,0);
INSERT INTO metrics VALUES(2,110,2,0.0,0);
INSERT INTO metrics VALUES(2,111,2,0.0,0);
INSERT INTO metrics VALUES(2,112,2,0.0,0);
INSERT INTO metrics VALUES(2,113,2,1.0,0);
INSERT INTO metrics VALUES(2,114,2,0.0,0);
INSERT INTO metrics VALUES(2,115,2,0.0,0);
INSERT INTO metrics VALUES(2,116,2,1.0,0);
INSERT INTO metrics VALUES(2,117,2,0.0,0);
INSERT INTO metrics VALUES(2,118,2,0.0,0);
INSERT INTO metrics VALUES(2,119,2,0.0,0);
INSERT INTO metrics VALUES(2,120,2,0.0,0);
INSERT INTO metrics VALUES(2,121,2,0.0,0);
INSERT INTO metrics VALUES(2,122,2,0.0,0);
INSERT INTO metrics VALUES(2,123,2,0.0,0);
INSERT INTO metrics VALUES(2,124,2,1.0,0);
INSERT INTO metrics VALUES(2,125,2,0.0,0);
INSERT INTO metrics VALUES(2,126,2,0.0,0);
INSERT INTO metrics VALUES(2,127,2,0.0,0);
INSERT INTO metrics VALUES(2,128,2,0.0,0);
INSERT INTO metrics VALUES(2,129,2,0.0,0);
INSERT INTO metrics VALUES(2,130,2,0.0,0);
INSERT INTO metrics VALUES(2,131,2,1.0,0);
INSERT INTO metrics VALUES(2,132,2,0.0,0);
INSERT INTO metrics VALUES(2,133,2,0.0,0);
INSERT INTO metrics VALUES(2,134,2,0.0,0);
INSERT INTO metrics VALUES(2,135,2,0.0,0);
INSERT INTO metrics VALUES(2,136,2,0.0,0);
INSERT INTO metrics VALUES(2,137,2,0.0,0);
INSERT INTO metrics VALUES(2,138,2,1.0,0);
INSERT INTO metrics VALUES(2,139,2,0.0,0);
INSERT INTO metrics VALUES(2,140,2,0.0,0);
INSERT INTO metrics VALUES(2,141,2,0.0,0);
INSERT INTO metrics VALUES(2,142,2,0.0,0);
INSERT INTO metrics VALUES(2,143,2,0.0,0);
INSERT INTO metrics VALUES(2,144,2,0.0,0);
INSERT INTO metrics VALUES(2,145,2,0.0,0);
INSERT INTO metrics VALUES(2,146,2,0.0,0);
INSERT INTO metrics VALUES(2,147,2,0.0,0);
INSERT INTO metrics VALUES(2,148,2,0.89396273179740493031,0);
INSERT INTO metrics VALUES(2,149,2,0.99205196516466287448,0);
INSERT INTO metrics VALUES(2,150,2,1.0,0);
INSERT INTO metrics VALUES(2,151,2,0.70579230094499911807,0);
INSERT INTO metrics VALUES(2,152,2,0.70579230094499911807,0);
INSERT INTO metrics VALUES(2,153,2,0.70579230094499911807,0);
INSERT INTO metrics VALUES(2,154,2,0.082283674763535527563,0);
INSERT INTO metrics VALUES(2,155,2,0.082283674763535527563,0);
INSERT INTO metrics VALUES(2,156,2,0.082283674763535527563,0);
INSERT INTO metrics VALUES(2,157,2,1.5938821562751273042,0);
INSERT INTO metrics VALUES(2,158,2,1.5938821562751273042,0);
INSERT INTO metrics VALUES(2,159,2,1.5938821562751273042,0);
INSERT INTO metrics VALUES(2,160,2,0.50496472327955965742,0);
INSERT INTO metrics VALUES(2,161,2,0.90661987861043857872,0);
INSERT INTO metrics VALUES(2,162,2,6196.0,0);
INSERT INTO metrics VALUES(2,163,2,104288.0,0);
INSERT INTO metrics VALUES(2,164,2,94944.0,0);
INSERT INTO metrics VALUES(2,165,2,312864.0,0);
INSERT INTO metrics VALUES(2,166,2,273552.0,0);
CREATE TABLE measurements (
    attempt INTEGER NOT NULL REFERENCES attempts(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value REAL,
    kind INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (attempt, name),
    CHECK (kind BETWEEN 0 AND 3 AND (kind = 0) = (value IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO measurements VALUES(1,'evaluation_seconds',0.01033393100000000106,0);
INSERT INTO measurements VALUES(1,'executed_gflops',1.6497123352108933325,0);
INSERT INTO measurements VALUES(1,'images_per_second',6030.7083670047868509,0);
INSERT INTO measurements VALUES(1,'training_seconds',0.0013265440000000002472,0);
INSERT INTO measurements VALUES(2,'evaluation_seconds',0.0045250870000000005533,0);
INSERT INTO measurements VALUES(2,'executed_gflops',2.4268512927204399787,0);
INSERT INTO measurements VALUES(2,'images_per_second',7443.598458802938694,0);
INSERT INTO measurements VALUES(2,'training_seconds',0.0010747490000000000601,0);
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
INSERT INTO blocks VALUES(1,'mid_block');
INSERT INTO blocks VALUES(2,'joint_blocks.0');
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
INSERT INTO attention_statistics VALUES(1,2,2,0,0,500,2,0.43787621473893523216,0.84084604749212488172,2.7386521731466624274,0.76177749630109947709,0.97888070117063596953,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,0,1,500,2,0.464063265360891819,0.96389514709989776442,1.9745725075708682183,0.9230457246126297921,0.9984486210945854312,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,1,0,500,1,0.44339537504129111766,0.83722888125914629586,1.9384563221304180746,0.92705355212588602675,0.99925084661649776762,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,1,1,500,1,0.69404235039837658405,0.75718799523912350135,2.1855267589828710761,0.95324906076578486135,0.98646033076417960483,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,2,0,500,3,0.53446450713090598583,0.8545964295166866842,2.3230544128506993573,0.79818462888909669228,0.99072495573504804067,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,2,1,500,3,0.36400031670928001403,0.85008320199038711617,2.3640788558955145859,0.89766432748824187548,0.96587161557527567712,1.0);
INSERT INTO attention_statistics VALUES(2,2,2,1,0,500,1,0.30925718974322080612,0.76680364780887821929,1.9759382634153439539,0.93771462898044766198,0.99716151282673670674,1.0);
INSERT INTO attention_statistics VALUES(2,2,2,1,1,500,1,0.57845123182050883769,0.73141831193496498197,2.3195295600698875304,0.85021083461436219863,0.98694241750258904222,1.0);
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
INSERT INTO samples VALUES(1,2,2,'grid',0,1,X'89504e470d0a1a0a0000000d49484452000000260000001408020000006eedd85f000000017352474200aece1ce900000214494441544889c5962d8b555114869f6d1011c5669966120c0a820326c7e60fb00946a3168b41440c6211c48f60d0322068b6c9b4714cfa07fc01362d96098f61efb5d7daa379bcf772ceda67efb5def75d1f87db540ef773e490f112b2b546ebf7168bd6b65adf015aba149317ad354e35686dfe5a03da0ffab29c0f43554fab22bf818fdd34f604b9dfadb11a3b883f33c8d874fa43bfc613679071b6df50de5f45c477a2de82082217506f86d7c51ef0976007f179c481fd600709e862117b0c6c795804a1b0017770d31978d02fb2142e811cef44cac90a993a7ae278d8ada17e33f3833b6b8ebe0555f4a81161b00f24649f15723ccfe4ce28a16f48c763c26ea4667be66722d5548d4245da579503812218be8c182365d13da51a09a478f9f567c5bb2962c250ec2c645e8343093ac06e2c8d3005e16e91e9839418aa4b5b1fe88ea523d07345f4992ce7e29c758b6c28f2383444031d681fa39b33cf51cc707a4b14269d5944cca5b0e5b251c6b2aaa4b0fe0eee0dd91f5240ca577523476ed15f1066d7ffd53e4e52f34070a3384edae9f586d45abea5f167fefe01694e55c5b33edfe3c9fac29b7d8ef034c4d6383e5aaab1b6cf2c6327b5c3d7a21c4e3aa7ccc424b8cad96bf6823c2bb31a1c380039a5ccf18057b3cbe5f61c5cf05ef1f9940a46fee07c9ded88f917249e48a93187f92ae14a277c095f2e2cb751b81ea35c0b52df7655a42d7279789ffff0afe00f3524f38e2b2715130000000049454e44ae426082');
INSERT INTO samples VALUES(2,1,2,'grid',0,1,X'89504e470d0a1a0a0000000d49484452000000260000001408020000006eedd85f000000017352474200aece1ce90000022a494441544889c5963d8b544110454f899908c2c68a8c0a466b20186966642c468288d1269b899128469bfb0f44f017ec8aa960a28918092682e00722ac891a08c7a0bbaadf7b938f3dcc30ddafaa6edd5bb7870995cdae231bc61b901141d49780208808a03dd9ee71fd5d2bfa494b0b4e45d4514f8d4c8819241a060182be0bc3a069ee2d226eb7aac2a3911c84360845313ec90b218c066b04666c61a90a2a8e64c003f354b185521ffab7c7550415d54fcfb70ae03173e1c044b8e2a4bc89df71a90256e1beedb80d130eab4ab550456b967af02be433f09336d80809c057dc2420ced174b20b9bc4886b40686848e0096337471df4a09c7ff6bb538c47db97dae3520d4e9343d052a3d1bf40316dc16350ccc429986f53ee2df2618e55b244e28f55a31477561dbec6017aa6472d217360e5a4a9b53a19880560ebf249a3e2945db9a958df59d8a77bae2c3bf8f0b6efef679fd54a79b85c5b8d9e5574958c538d35c78e6a64737b8a5b13d7cdbc77924102fd915b578c22a4f86b2cd305294b1282ab00beef1efd3aa1f93ca5cdeb8aeabe1304d00769a5359687359171cd44fc90aa3b865569cf785c5c27af894f7fa76997900e2d4479ed175fceadd2d9f371f49baabdb92ec25366917f865a631a73fbe877006e944e79e5c9768e4f7e7cea02d564864ba87ef2900564b55c49b0572e4e41b93803543d3a1824626dcbffa9de926551dd6f65ef8e4b356639b35ecfcf8b3135e7e57177f2f7e45ea644577a83eb3ffc2bf80743a8a7f4f6b208ae0000000049454e44ae426082');
CREATE TABLE missing_metrics (
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    split TEXT NOT NULL,
    step INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (job, name, split, step)
) STRICT, WITHOUT ROWID;
INSERT INTO missing_metrics VALUES(2,'word_attention_effective_rank_outer','test',2,'no outer block sees text');
INSERT INTO missing_metrics VALUES(2,'word_attention_entropy_outer','test',2,'no outer block sees text');
INSERT INTO missing_metrics VALUES(2,'word_attention_entropy_outer_minus_inner','test',2,'text is seen by no outer block');
INSERT INTO missing_metrics VALUES(2,'word_attention_padding_outer','test',2,'no outer block sees text');
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
CREATE TABLE attention_packs (
    id INTEGER PRIMARY KEY,
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    number INTEGER NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (job, step, number)
) STRICT;
INSERT INTO attention_packs VALUES(1,2,2,0,X'db2bc529352de52aa4225c32c8280f2e731be9323824b92c992205329628b82e0a299434c623fa2c8c2a122664335c35952a662bd22f4a350e2bb0247a346e35');
INSERT INTO attention_packs VALUES(2,1,2,0,X'29298a314b2b0130e131df2a343268268433ba28b2313029312a1a331b2e9b295c2f0a2f1b30612ccf2d092ed130a830c12e492fbe2ebf2a9c2c272e043105346c2fdb2dff2fe12fbd20ae33ad2e712f111dee33c62e332e5f229a32402de42d5d31a02a132b1028942345316c303c381e266932fa2fdc36e625632db8323a38ce2e0230302f53351230682f073028313d2856319833dc296c234d31af333827e9244f2e9c2bfb24c531c72b5f2ddf3090311329d02ce53039337b2636293b2a');
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
INSERT INTO attention_maps VALUES(1,2,2,0,0,500,2,4,4,'[4,4]',0,0);
INSERT INTO attention_maps VALUES(1,2,2,0,1,500,2,4,4,'[4,4]',0,32);
INSERT INTO attention_maps VALUES(1,2,2,1,0,500,1,4,4,'[4,4]',0,64);
INSERT INTO attention_maps VALUES(1,2,2,1,1,500,1,4,4,'[4,4]',0,96);
INSERT INTO attention_maps VALUES(1,2,2,2,0,500,3,4,4,'[4,4]',0,128);
INSERT INTO attention_maps VALUES(1,2,2,2,1,500,3,4,4,'[4,4]',0,160);
INSERT INTO attention_maps VALUES(2,2,2,1,0,500,1,4,4,'[4,4]',0,0);
INSERT INTO attention_maps VALUES(2,2,2,1,1,500,1,4,4,'[4,4]',0,32);
CREATE TABLE declared_claims (
    spec TEXT NOT NULL,
    claim TEXT NOT NULL,
    text TEXT NOT NULL,
    declared_at TEXT NOT NULL,
    PRIMARY KEY (spec, claim, text)
) STRICT, WITHOUT ROWID;
INSERT INTO declared_claims VALUES('tiny','alignment','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary oracle_all/all higher margin 3 points','2026-11-26 06:26:41.522');
INSERT INTO declared_claims VALUES('tiny','blocks-alignment','change fusion.text_depth from 0 to last / each  / where  / primary oracle_all/all higher margin 3 points','2026-11-26 06:26:41.522');
INSERT INTO declared_claims VALUES('tiny','both','interaction fusion.point fusion.text_depth / each  / where  / primary kernel_inception_distance/all lower margin 10 %','2026-11-26 06:26:41.522');
INSERT INTO declared_claims VALUES('tiny','counting','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary oracle_count/all higher margin 3 points','2026-11-26 06:26:41.522');
INSERT INTO declared_claims VALUES('tiny','flops','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary reference_forward_flops/cost lower','2026-11-26 06:26:41.522');
INSERT INTO declared_claims VALUES('tiny','flops-20','cells fusion.point=last,fusion.text_depth=last,fusion.conditioning=cross-attention with fusion.point=0,fusion.text_depth=0,fusion.conditioning=concat / each  / where  / primary reference_forward_flops/cost lower by 20 %','2026-11-26 06:26:41.522');
INSERT INTO declared_claims VALUES('tiny','focus','level 0.0 / each fusion.conditioning / where fusion.point=0 / primary word_attention_entropy_outer_minus_inner/test higher margin 0.05 absolute','2026-11-26 06:26:41.522');
INSERT INTO declared_claims VALUES('tiny','guidance','level 0.0 / each  / where fusion.point=0 / primary knockout_cost_inner_minus_outer_oracle_count/generated higher margin 5 points','2026-11-26 06:26:41.522');
INSERT INTO declared_claims VALUES('tiny','insight','level 0.0 / each  / where  / primary block_probe_count_inner_minus_outer/test higher margin 0.05 absolute','2026-11-26 06:26:41.522');
INSERT INTO declared_claims VALUES('tiny','point-quality','change fusion.point from 0 to last / each fusion.text_depth / where  / primary kernel_inception_distance/all lower margin 10 %','2026-11-26 06:26:41.522');
INSERT INTO declared_claims VALUES('tiny','quality','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary kernel_inception_distance/all lower margin 10 %','2026-11-26 06:26:41.522');
INSERT INTO declared_claims VALUES('tiny','quality-baseline','cells fusion.point=last,fusion.text_depth=last,fusion.conditioning=cross-attention with fusion.point=0,fusion.text_depth=0,fusion.conditioning=concat / each  / where  / primary kernel_inception_distance/all lower margin 10 %','2026-11-26 06:26:41.522');
INSERT INTO declared_claims VALUES('tiny','speed','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary images_per_second higher','2026-11-26 06:26:41.522');
INSERT INTO declared_claims VALUES('tiny','speed-50','cells fusion.point=last,fusion.text_depth=last,fusion.conditioning=cross-attention with fusion.point=0,fusion.text_depth=0,fusion.conditioning=concat / each  / where  / primary images_per_second higher by 50 %','2026-11-26 06:26:41.522');
CREATE TABLE speed_sessions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    spec TEXT NOT NULL,
    threads INTEGER NOT NULL,
    cpu_model TEXT,
    host TEXT NOT NULL,
    code_version TEXT NOT NULL,
    started_at TEXT NOT NULL
) STRICT;
INSERT INTO speed_sessions VALUES(1,'tiny',1,'AMD EPYC','vm','3','2026-11-26 06:26:41.762');
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
INSERT INTO speed_rounds VALUES(1,1,0,'d8a83634b08a3535ef223ebdf8fe8f13bfa751847a27ff3bb64c10a955107e83','{"fusion.point":0}',4,2,15,0.02094977200000000192,2863.9929828353260746,5.3600000000000003197,5.3600000000000003197,1.7548639670576422489,'2026-11-26 06:26:41.764');
INSERT INTO speed_rounds VALUES(1,1,1,'ebe134aa7617f30202a6c61d2e567f01f1098b85bfdc62c27c1354c86aa0f89d','{"fusion.point":1}',4,2,85,0.066903549000000006596,5081.942663460199583,5.3600000000000003197,5.3600000000000003197,1.7855704485479635401,'2026-11-26 06:26:41.786');
INSERT INTO speed_rounds VALUES(1,2,0,'d8a83634b08a3535ef223ebdf8fe8f13bfa751847a27ff3bb64c10a955107e83','{"fusion.point":0}',4,2,19,0.026612951000000002743,2855.7524492492393618,5.3600000000000003197,5.3600000000000003197,2.1482773555503742457,'2026-11-26 06:26:41.855');
INSERT INTO speed_rounds VALUES(1,2,1,'ebe134aa7617f30202a6c61d2e567f01f1098b85bfdc62c27c1354c86aa0f89d','{"fusion.point":1}',4,2,36,0.020026076999999999767,7190.6245042401469619,5.3600000000000003197,5.3600000000000003197,1.7706413493203445597,'2026-11-26 06:26:41.882');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('attempts',2);
INSERT INTO sqlite_sequence VALUES('speed_sessions',1);
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
CREATE INDEX speed_rounds_by_model ON speed_rounds(model);
CREATE VIEW v_speed AS
SELECT s.spec AS spec, r.cell AS cell, r.model AS model, r.session AS session, r.round AS round, r.place AS place,
    r.images_per_second AS images_per_second, r.batch AS batch, r.lanes AS lanes, r.steps AS steps, r.seconds AS seconds,
    s.threads AS threads, s.cpu_model AS cpu_model, s.host AS host, s.code_version AS code_version,
    r.load_before AS load_before, r.load_after AS load_after, r.foreign_cores AS foreign_cores, r.started_at AS started_at
FROM speed_rounds r JOIN speed_sessions s ON s.id = r.session;
COMMIT;
