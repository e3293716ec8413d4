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
INSERT INTO grdb_migrations VALUES('everyday');
INSERT INTO grdb_migrations VALUES('human studies');
CREATE TABLE configurations (
    id INTEGER PRIMARY KEY,
    digest INTEGER NOT NULL,
    json TEXT NOT NULL
) STRICT;
INSERT INTO configurations VALUES(1,-8136103009820938073,'{"data":{"kind":"shapes","path":null,"image_size":16,"train":32,"test":8,"seed":1,"on_error":"fail","minimum_objects":1,"maximum_objects":5,"grammar":["counts"],"layout":"scattered","kinds":8,"canvas":"grey","latent_scale":0.2301},"model":{"patch_size":4,"width":16,"depth":2,"heads":2,"mlp_ratio":4,"qkv_bias":false,"time_mlp":false,"init":"fan-in"},"fusion":{"point":0,"conditioning":"concat","text_depth":0},"text":{"encoder":"random","max_tokens":6,"width":8,"seed":1,"encoder_steps":600,"path":null},"train":{"steps":4,"batch_size":4,"learning_rate":0.001,"warmup_steps":1,"weight_decay":0.03,"beta1":0.9,"beta2":0.9,"epsilon":1e-08,"ema":0.999,"unconditional":0.1,"prediction":"epsilon","weighting":"uniform","schedule":"constant","lanes":2,"log_every":2,"checkpoint_every":2},"sample":{"sampler":"ddim","steps":2,"guidance":1.0,"images":4,"autoencoder":null},"evaluate":{"every":4,"validation":4,"probes":[],"probe_count":1,"probe_selection":"first","timesteps":[500],"sample_every":0,"sample_images":64,"evaluator":"none","evaluator_seed":101,"evaluator_steps":600,"evaluator_data":"train","clip_score":"none","clip_path":null,"outside_judge":"none","outside_judge_path":null,"reference_statistics":null,"localisation":0,"knockout":0,"block_probes":0}}');
INSERT INTO configurations VALUES(2,8397560540341492372,'{"data":{"kind":"shapes","path":null,"image_size":16,"train":32,"test":8,"seed":1,"on_error":"fail","minimum_objects":1,"maximum_objects":5,"grammar":["counts"],"layout":"scattered","kinds":8,"canvas":"grey","latent_scale":0.2301},"model":{"patch_size":4,"width":16,"depth":2,"heads":2,"mlp_ratio":4,"qkv_bias":false,"time_mlp":false,"init":"fan-in"},"fusion":{"point":1,"conditioning":"concat","text_depth":0},"text":{"encoder":"random","max_tokens":6,"width":8,"seed":1,"encoder_steps":600,"path":null},"train":{"steps":4,"batch_size":4,"learning_rate":0.001,"warmup_steps":1,"weight_decay":0.03,"beta1":0.9,"beta2":0.9,"epsilon":1e-08,"ema":0.999,"unconditional":0.1,"prediction":"epsilon","weighting":"uniform","schedule":"constant","lanes":2,"log_every":2,"checkpoint_every":2},"sample":{"sampler":"ddim","steps":2,"guidance":1.0,"images":4,"autoencoder":null},"evaluate":{"every":4,"validation":4,"probes":[],"probe_count":1,"probe_selection":"first","timesteps":[500],"sample_every":0,"sample_images":64,"evaluator":"none","evaluator_seed":101,"evaluator_steps":600,"evaluator_data":"train","clip_score":"none","clip_path":null,"outside_judge":"none","outside_judge_path":null,"reference_statistics":null,"localisation":0,"knockout":0,"block_probes":0}}');
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
INSERT INTO option_paths VALUES(31,'text.path');
INSERT INTO option_paths VALUES(32,'train.steps');
INSERT INTO option_paths VALUES(33,'train.batch_size');
INSERT INTO option_paths VALUES(34,'train.learning_rate');
INSERT INTO option_paths VALUES(35,'train.warmup_steps');
INSERT INTO option_paths VALUES(36,'train.weight_decay');
INSERT INTO option_paths VALUES(37,'train.beta1');
INSERT INTO option_paths VALUES(38,'train.beta2');
INSERT INTO option_paths VALUES(39,'train.epsilon');
INSERT INTO option_paths VALUES(40,'train.ema');
INSERT INTO option_paths VALUES(41,'train.unconditional');
INSERT INTO option_paths VALUES(42,'train.prediction');
INSERT INTO option_paths VALUES(43,'train.weighting');
INSERT INTO option_paths VALUES(44,'train.schedule');
INSERT INTO option_paths VALUES(45,'train.lanes');
INSERT INTO option_paths VALUES(46,'train.log_every');
INSERT INTO option_paths VALUES(47,'train.checkpoint_every');
INSERT INTO option_paths VALUES(48,'sample.sampler');
INSERT INTO option_paths VALUES(49,'sample.steps');
INSERT INTO option_paths VALUES(50,'sample.guidance');
INSERT INTO option_paths VALUES(51,'sample.images');
INSERT INTO option_paths VALUES(52,'sample.autoencoder');
INSERT INTO option_paths VALUES(53,'evaluate.every');
INSERT INTO option_paths VALUES(54,'evaluate.validation');
INSERT INTO option_paths VALUES(55,'evaluate.probes');
INSERT INTO option_paths VALUES(56,'evaluate.probe_count');
INSERT INTO option_paths VALUES(57,'evaluate.probe_selection');
INSERT INTO option_paths VALUES(58,'evaluate.timesteps');
INSERT INTO option_paths VALUES(59,'evaluate.sample_every');
INSERT INTO option_paths VALUES(60,'evaluate.sample_images');
INSERT INTO option_paths VALUES(61,'evaluate.evaluator');
INSERT INTO option_paths VALUES(62,'evaluate.evaluator_seed');
INSERT INTO option_paths VALUES(63,'evaluate.evaluator_steps');
INSERT INTO option_paths VALUES(64,'evaluate.evaluator_data');
INSERT INTO option_paths VALUES(65,'evaluate.clip_score');
INSERT INTO option_paths VALUES(66,'evaluate.clip_path');
INSERT INTO option_paths VALUES(67,'evaluate.outside_judge');
INSERT INTO option_paths VALUES(68,'evaluate.outside_judge_path');
INSERT INTO option_paths VALUES(69,'evaluate.reference_statistics');
INSERT INTO option_paths VALUES(70,'evaluate.localisation');
INSERT INTO option_paths VALUES(71,'evaluate.knockout');
INSERT INTO option_paths VALUES(72,'evaluate.block_probes');
CREATE TABLE option_values (
    id INTEGER PRIMARY KEY,
    value TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO option_values VALUES(1,'shapes');
INSERT INTO option_values VALUES(2,'null');
INSERT INTO option_values VALUES(3,'16');
INSERT INTO option_values VALUES(4,'32');
INSERT INTO option_values VALUES(5,'8');
INSERT INTO option_values VALUES(6,'1');
INSERT INTO option_values VALUES(7,'fail');
INSERT INTO option_values VALUES(8,'5');
INSERT INTO option_values VALUES(9,'[counts]');
INSERT INTO option_values VALUES(10,'scattered');
INSERT INTO option_values VALUES(11,'grey');
INSERT INTO option_values VALUES(12,'0.2301');
INSERT INTO option_values VALUES(13,'4');
INSERT INTO option_values VALUES(14,'2');
INSERT INTO option_values VALUES(15,'false');
INSERT INTO option_values VALUES(16,'fan-in');
INSERT INTO option_values VALUES(17,'0');
INSERT INTO option_values VALUES(18,'concat');
INSERT INTO option_values VALUES(19,'random');
INSERT INTO option_values VALUES(20,'6');
INSERT INTO option_values VALUES(21,'600');
INSERT INTO option_values VALUES(22,'0.001');
INSERT INTO option_values VALUES(23,'0.03');
INSERT INTO option_values VALUES(24,'0.9');
INSERT INTO option_values VALUES(25,'1e-08');
INSERT INTO option_values VALUES(26,'0.999');
INSERT INTO option_values VALUES(27,'0.1');
INSERT INTO option_values VALUES(28,'epsilon');
INSERT INTO option_values VALUES(29,'uniform');
INSERT INTO option_values VALUES(30,'constant');
INSERT INTO option_values VALUES(31,'ddim');
INSERT INTO option_values VALUES(32,'1.0');
INSERT INTO option_values VALUES(33,'[]');
INSERT INTO option_values VALUES(34,'first');
INSERT INTO option_values VALUES(35,'[500]');
INSERT INTO option_values VALUES(36,'64');
INSERT INTO option_values VALUES(37,'none');
INSERT INTO option_values VALUES(38,'101');
INSERT INTO option_values VALUES(39,'train');
CREATE TABLE configuration_options (
    configuration INTEGER NOT NULL REFERENCES configurations(id) ON DELETE CASCADE,
    path INTEGER NOT NULL REFERENCES option_paths(id),
    value INTEGER NOT NULL REFERENCES option_values(id),
    PRIMARY KEY (configuration, path)
) STRICT, WITHOUT ROWID;
INSERT INTO configuration_options VALUES(1,1,1);
INSERT INTO configuration_options VALUES(1,2,2);
INSERT INTO configuration_options VALUES(1,3,3);
INSERT INTO configuration_options VALUES(1,4,4);
INSERT INTO configuration_options VALUES(1,5,5);
INSERT INTO configuration_options VALUES(1,6,6);
INSERT INTO configuration_options VALUES(1,7,7);
INSERT INTO configuration_options VALUES(1,8,6);
INSERT INTO configuration_options VALUES(1,9,8);
INSERT INTO configuration_options VALUES(1,10,9);
INSERT INTO configuration_options VALUES(1,11,10);
INSERT INTO configuration_options VALUES(1,12,5);
INSERT INTO configuration_options VALUES(1,13,11);
INSERT INTO configuration_options VALUES(1,14,12);
INSERT INTO configuration_options VALUES(1,15,13);
INSERT INTO configuration_options VALUES(1,16,3);
INSERT INTO configuration_options VALUES(1,17,14);
INSERT INTO configuration_options VALUES(1,18,14);
INSERT INTO configuration_options VALUES(1,19,13);
INSERT INTO configuration_options VALUES(1,20,15);
INSERT INTO configuration_options VALUES(1,21,15);
INSERT INTO configuration_options VALUES(1,22,16);
INSERT INTO configuration_options VALUES(1,23,17);
INSERT INTO configuration_options VALUES(1,24,18);
INSERT INTO configuration_options VALUES(1,25,17);
INSERT INTO configuration_options VALUES(1,26,19);
INSERT INTO configuration_options VALUES(1,27,20);
INSERT INTO configuration_options VALUES(1,28,5);
INSERT INTO configuration_options VALUES(1,29,6);
INSERT INTO configuration_options VALUES(1,30,21);
INSERT INTO configuration_options VALUES(1,31,2);
INSERT INTO configuration_options VALUES(1,32,13);
INSERT INTO configuration_options VALUES(1,33,13);
INSERT INTO configuration_options VALUES(1,34,22);
INSERT INTO configuration_options VALUES(1,35,6);
INSERT INTO configuration_options VALUES(1,36,23);
INSERT INTO configuration_options VALUES(1,37,24);
INSERT INTO configuration_options VALUES(1,38,24);
INSERT INTO configuration_options VALUES(1,39,25);
INSERT INTO configuration_options VALUES(1,40,26);
INSERT INTO configuration_options VALUES(1,41,27);
INSERT INTO configuration_options VALUES(1,42,28);
INSERT INTO configuration_options VALUES(1,43,29);
INSERT INTO configuration_options VALUES(1,44,30);
INSERT INTO configuration_options VALUES(1,45,14);
INSERT INTO configuration_options VALUES(1,46,14);
INSERT INTO configuration_options VALUES(1,47,14);
INSERT INTO configuration_options VALUES(1,48,31);
INSERT INTO configuration_options VALUES(1,49,14);
INSERT INTO configuration_options VALUES(1,50,32);
INSERT INTO configuration_options VALUES(1,51,13);
INSERT INTO configuration_options VALUES(1,52,2);
INSERT INTO configuration_options VALUES(1,53,13);
INSERT INTO configuration_options VALUES(1,54,13);
INSERT INTO configuration_options VALUES(1,55,33);
INSERT INTO configuration_options VALUES(1,56,6);
INSERT INTO configuration_options VALUES(1,57,34);
INSERT INTO configuration_options VALUES(1,58,35);
INSERT INTO configuration_options VALUES(1,59,17);
INSERT INTO configuration_options VALUES(1,60,36);
INSERT INTO configuration_options VALUES(1,61,37);
INSERT INTO configuration_options VALUES(1,62,38);
INSERT INTO configuration_options VALUES(1,63,21);
INSERT INTO configuration_options VALUES(1,64,39);
INSERT INTO configuration_options VALUES(1,65,37);
INSERT INTO configuration_options VALUES(1,66,2);
INSERT INTO configuration_options VALUES(1,67,37);
INSERT INTO configuration_options VALUES(1,68,2);
INSERT INTO configuration_options VALUES(1,69,2);
INSERT INTO configuration_options VALUES(1,70,17);
INSERT INTO configuration_options VALUES(1,71,17);
INSERT INTO configuration_options VALUES(1,72,17);
INSERT INTO configuration_options VALUES(2,1,1);
INSERT INTO configuration_options VALUES(2,2,2);
INSERT INTO configuration_options VALUES(2,3,3);
INSERT INTO configuration_options VALUES(2,4,4);
INSERT INTO configuration_options VALUES(2,5,5);
INSERT INTO configuration_options VALUES(2,6,6);
INSERT INTO configuration_options VALUES(2,7,7);
INSERT INTO configuration_options VALUES(2,8,6);
INSERT INTO configuration_options VALUES(2,9,8);
INSERT INTO configuration_options VALUES(2,10,9);
INSERT INTO configuration_options VALUES(2,11,10);
INSERT INTO configuration_options VALUES(2,12,5);
INSERT INTO configuration_options VALUES(2,13,11);
INSERT INTO configuration_options VALUES(2,14,12);
INSERT INTO configuration_options VALUES(2,15,13);
INSERT INTO configuration_options VALUES(2,16,3);
INSERT INTO configuration_options VALUES(2,17,14);
INSERT INTO configuration_options VALUES(2,18,14);
INSERT INTO configuration_options VALUES(2,19,13);
INSERT INTO configuration_options VALUES(2,20,15);
INSERT INTO configuration_options VALUES(2,21,15);
INSERT INTO configuration_options VALUES(2,22,16);
INSERT INTO configuration_options VALUES(2,23,6);
INSERT INTO configuration_options VALUES(2,24,18);
INSERT INTO configuration_options VALUES(2,25,17);
INSERT INTO configuration_options VALUES(2,26,19);
INSERT INTO configuration_options VALUES(2,27,20);
INSERT INTO configuration_options VALUES(2,28,5);
INSERT INTO configuration_options VALUES(2,29,6);
INSERT INTO configuration_options VALUES(2,30,21);
INSERT INTO configuration_options VALUES(2,31,2);
INSERT INTO configuration_options VALUES(2,32,13);
INSERT INTO configuration_options VALUES(2,33,13);
INSERT INTO configuration_options VALUES(2,34,22);
INSERT INTO configuration_options VALUES(2,35,6);
INSERT INTO configuration_options VALUES(2,36,23);
INSERT INTO configuration_options VALUES(2,37,24);
INSERT INTO configuration_options VALUES(2,38,24);
INSERT INTO configuration_options VALUES(2,39,25);
INSERT INTO configuration_options VALUES(2,40,26);
INSERT INTO configuration_options VALUES(2,41,27);
INSERT INTO configuration_options VALUES(2,42,28);
INSERT INTO configuration_options VALUES(2,43,29);
INSERT INTO configuration_options VALUES(2,44,30);
INSERT INTO configuration_options VALUES(2,45,14);
INSERT INTO configuration_options VALUES(2,46,14);
INSERT INTO configuration_options VALUES(2,47,14);
INSERT INTO configuration_options VALUES(2,48,31);
INSERT INTO configuration_options VALUES(2,49,14);
INSERT INTO configuration_options VALUES(2,50,32);
INSERT INTO configuration_options VALUES(2,51,13);
INSERT INTO configuration_options VALUES(2,52,2);
INSERT INTO configuration_options VALUES(2,53,13);
INSERT INTO configuration_options VALUES(2,54,13);
INSERT INTO configuration_options VALUES(2,55,33);
INSERT INTO configuration_options VALUES(2,56,6);
INSERT INTO configuration_options VALUES(2,57,34);
INSERT INTO configuration_options VALUES(2,58,35);
INSERT INTO configuration_options VALUES(2,59,17);
INSERT INTO configuration_options VALUES(2,60,36);
INSERT INTO configuration_options VALUES(2,61,37);
INSERT INTO configuration_options VALUES(2,62,38);
INSERT INTO configuration_options VALUES(2,63,21);
INSERT INTO configuration_options VALUES(2,64,39);
INSERT INTO configuration_options VALUES(2,65,37);
INSERT INTO configuration_options VALUES(2,66,2);
INSERT INTO configuration_options VALUES(2,67,37);
INSERT INTO configuration_options VALUES(2,68,2);
INSERT INTO configuration_options VALUES(2,69,2);
INSERT INTO configuration_options VALUES(2,70,17);
INSERT INTO configuration_options VALUES(2,71,17);
INSERT INTO configuration_options VALUES(2,72,17);
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
INSERT INTO jobs VALUES(1,'73b8d95b6a226d133697d3787e74b29f571960db0d31901ec4107798bd0e2803','dbebdcd29863c1c9b540f85df7b23bd63486f4b9c968c21bc775a008390195b3',1,1,'290d586eebabe88d12c2388d6f6450b71e8a1c24c7a93f72908f5871ee0383c2','done',NULL,1,0,'2026-11-26 16:50:21.700','2026-11-26 16:50:22.108',0);
INSERT INTO jobs VALUES(2,'2604a6f2c935e0b16220cd06d2ae73ad39932e22b5ded5a553cdd5e1668d19a5','94d85bc49fe0d55c8e41fa0fd297827bc8a9466fe12b629b8da71633637c5ae9',2,1,'290d586eebabe88d12c2388d6f6450b71e8a1c24c7a93f72908f5871ee0383c2','done',NULL,2,0,'2026-11-26 16:50:21.700','2026-11-26 16:50:22.122',0);
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
    peak_bytes INTEGER, lease_uptime REAL, start_step INTEGER, kernel_oom_kills INTEGER, code_dirty INTEGER, tool_sha256 TEXT, spec_sha256 TEXT,
    CHECK ((ended_at IS NULL) = (ending IS NULL))
) STRICT;
INSERT INTO attempts VALUES(1,1,'2026-11-26 16:50:21.957','2026-11-26 16:50:21.957','2026-11-26 16:52:21.957','2026-11-26 16:50:22.108','done',NULL,replace('2026-11-26T16:50:22Z training 2/4, loss 1.397639, 5661.3 images/s\n2026-11-26T16:50:22Z training 4/4, loss 1.361174, 7553.4 images/s\n2026-11-26T16:50:22Z sampling 4/4, loss 1.361174, 7553.4 images/s\n2026-11-26T16:50:22Z attention 4/4, loss 1.361174, 7553.4 images/s\n2026-11-26T16:50:22Z done: training 0.0 s, validation 0.0 s, sampling 0.0 s, attention 0.0 s, storage 0.1 s','\n',char(10)),'vm',22043,'7265604','pid:[4026531836]','31698e9e-4f34-402b-b317-e5bc4b102cff','4',NULL,'AMD EPYC','OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Cooperlake MAX_THREADS=64','native-256',1,2,0.13796294400000000401,NULL,135507968,72776.562947572005215,0,14,NULL,'4ea1390bd68b92b698e61b13954b4d4b99ca7b8054d28eb9214664d5a7b79d74','b6848506fa2c5c32268f3a37212fc5d09c7b5d8bee4cb7e8072592abada957a4');
INSERT INTO attempts VALUES(2,2,'2026-11-26 16:50:21.958','2026-11-26 16:50:21.958','2026-11-26 16:52:21.958','2026-11-26 16:50:22.122','done',NULL,replace('2026-11-26T16:50:22Z training 2/4, loss 1.392478, 5619.8 images/s\n2026-11-26T16:50:22Z training 4/4, loss 1.384850, 7849.9 images/s\n2026-11-26T16:50:22Z sampling 4/4, loss 1.384850, 7849.9 images/s\n2026-11-26T16:50:22Z attention 4/4, loss 1.384850, 7849.9 images/s\n2026-11-26T16:50:22Z done: training 0.0 s, validation 0.0 s, sampling 0.0 s, attention 0.0 s, storage 0.1 s','\n',char(10)),'vm',22043,'7265604','pid:[4026531836]','31698e9e-4f34-402b-b317-e5bc4b102cff','4',NULL,'AMD EPYC','OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Cooperlake MAX_THREADS=64','native-256',1,2,0.16351355400000000539,NULL,135507968,72776.563767011000893,0,14,NULL,'4ea1390bd68b92b698e61b13954b4d4b99ca7b8054d28eb9214664d5a7b79d74','b6848506fa2c5c32268f3a37212fc5d09c7b5d8bee4cb7e8072592abada957a4');
CREATE TABLE specs (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    text TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    UNIQUE (name, text_hash)
) STRICT;
INSERT INTO specs VALUES(1,'tiny','b6848506fa2c5c32268f3a37212fc5d09c7b5d8bee4cb7e8072592abada957a4',replace('name: tiny\nbase:\n  data: {kind: shapes, image_size: 16, train: 32, test: 8, grammar: [counts]}\n  model: {patch_size: 4, width: 16, depth: 2, heads: 2, init: fan-in}\n  text: {max_tokens: 6, width: 8}\n  train: {steps: 4, batch_size: 4, learning_rate: 1e-3, warmup_steps: 1, log_every: 2, lanes: 2, checkpoint_every: 2}\n  sample: {sampler: ddim, steps: 2, images: 4}\n  evaluate: {every: 4, validation: 4, timesteps: [500], probe_count: 1}\naxes:\n  fusion.point: [0, 1]\nseeds: [1]\n','\n',char(10)),'2026-11-26 16:50:21.703','2026-11-26 16:50:21.703');
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
INSERT INTO metric_series VALUES(114,'oracle_images_objects_5','held-out');
INSERT INTO metric_series VALUES(115,'oracle_all_objects_5','held-out');
INSERT INTO metric_series VALUES(116,'oracle_colour_objects_5','held-out');
INSERT INTO metric_series VALUES(117,'oracle_count_objects_5','held-out');
INSERT INTO metric_series VALUES(118,'oracle_palette_objects_5','held-out');
INSERT INTO metric_series VALUES(119,'oracle_shape_objects_5','held-out');
INSERT INTO metric_series VALUES(120,'oracle_shape_set_objects_5','held-out');
INSERT INTO metric_series VALUES(121,'count_confusion_4_0','held-out');
INSERT INTO metric_series VALUES(122,'count_confusion_4_1','held-out');
INSERT INTO metric_series VALUES(123,'count_confusion_4_2','held-out');
INSERT INTO metric_series VALUES(124,'count_confusion_4_3','held-out');
INSERT INTO metric_series VALUES(125,'count_confusion_4_4','held-out');
INSERT INTO metric_series VALUES(126,'count_confusion_4_5','held-out');
INSERT INTO metric_series VALUES(127,'count_confusion_4_6','held-out');
INSERT INTO metric_series VALUES(128,'count_confusion_4_7','held-out');
INSERT INTO metric_series VALUES(129,'count_confusion_4_8','held-out');
INSERT INTO metric_series VALUES(130,'count_confusion_4_9','held-out');
INSERT INTO metric_series VALUES(131,'count_confusion_5_0','held-out');
INSERT INTO metric_series VALUES(132,'count_confusion_5_1','held-out');
INSERT INTO metric_series VALUES(133,'count_confusion_5_2','held-out');
INSERT INTO metric_series VALUES(134,'count_confusion_5_3','held-out');
INSERT INTO metric_series VALUES(135,'count_confusion_5_4','held-out');
INSERT INTO metric_series VALUES(136,'count_confusion_5_5','held-out');
INSERT INTO metric_series VALUES(137,'count_confusion_5_6','held-out');
INSERT INTO metric_series VALUES(138,'count_confusion_5_7','held-out');
INSERT INTO metric_series VALUES(139,'count_confusion_5_8','held-out');
INSERT INTO metric_series VALUES(140,'count_confusion_5_9','held-out');
INSERT INTO metric_series VALUES(141,'oracle_images','seen');
INSERT INTO metric_series VALUES(142,'oracle_all','seen');
INSERT INTO metric_series VALUES(143,'oracle_colour','seen');
INSERT INTO metric_series VALUES(144,'oracle_count','seen');
INSERT INTO metric_series VALUES(145,'oracle_palette','seen');
INSERT INTO metric_series VALUES(146,'oracle_shape','seen');
INSERT INTO metric_series VALUES(147,'oracle_shape_set','seen');
INSERT INTO metric_series VALUES(148,'oracle_images_objects_5','seen');
INSERT INTO metric_series VALUES(149,'oracle_all_objects_5','seen');
INSERT INTO metric_series VALUES(150,'oracle_colour_objects_5','seen');
INSERT INTO metric_series VALUES(151,'oracle_count_objects_5','seen');
INSERT INTO metric_series VALUES(152,'oracle_palette_objects_5','seen');
INSERT INTO metric_series VALUES(153,'oracle_shape_objects_5','seen');
INSERT INTO metric_series VALUES(154,'oracle_shape_set_objects_5','seen');
INSERT INTO metric_series VALUES(155,'count_confusion_5_0','seen');
INSERT INTO metric_series VALUES(156,'count_confusion_5_1','seen');
INSERT INTO metric_series VALUES(157,'count_confusion_5_2','seen');
INSERT INTO metric_series VALUES(158,'count_confusion_5_3','seen');
INSERT INTO metric_series VALUES(159,'count_confusion_5_4','seen');
INSERT INTO metric_series VALUES(160,'count_confusion_5_5','seen');
INSERT INTO metric_series VALUES(161,'count_confusion_5_6','seen');
INSERT INTO metric_series VALUES(162,'count_confusion_5_7','seen');
INSERT INTO metric_series VALUES(163,'count_confusion_5_8','seen');
INSERT INTO metric_series VALUES(164,'count_confusion_5_9','seen');
INSERT INTO metric_series VALUES(165,'attention_energy_first','probes');
INSERT INTO metric_series VALUES(166,'attention_energy_first_two','probes');
INSERT INTO metric_series VALUES(167,'attention_energy_first_four','probes');
INSERT INTO metric_series VALUES(168,'word_attention_entropy','test');
INSERT INTO metric_series VALUES(169,'word_attention_entropy_outer','test');
INSERT INTO metric_series VALUES(170,'word_attention_entropy_inner','test');
INSERT INTO metric_series VALUES(171,'word_attention_entropy_block_0','test');
INSERT INTO metric_series VALUES(172,'word_attention_entropy_block_1','test');
INSERT INTO metric_series VALUES(173,'word_attention_entropy_block_2','test');
INSERT INTO metric_series VALUES(174,'word_attention_padding','test');
INSERT INTO metric_series VALUES(175,'word_attention_padding_outer','test');
INSERT INTO metric_series VALUES(176,'word_attention_padding_inner','test');
INSERT INTO metric_series VALUES(177,'word_attention_padding_block_0','test');
INSERT INTO metric_series VALUES(178,'word_attention_padding_block_1','test');
INSERT INTO metric_series VALUES(179,'word_attention_padding_block_2','test');
INSERT INTO metric_series VALUES(180,'word_attention_effective_rank','test');
INSERT INTO metric_series VALUES(181,'word_attention_effective_rank_outer','test');
INSERT INTO metric_series VALUES(182,'word_attention_effective_rank_inner','test');
INSERT INTO metric_series VALUES(183,'word_attention_effective_rank_block_0','test');
INSERT INTO metric_series VALUES(184,'word_attention_effective_rank_block_1','test');
INSERT INTO metric_series VALUES(185,'word_attention_effective_rank_block_2','test');
INSERT INTO metric_series VALUES(186,'word_attention_entropy_outer_minus_inner','test');
INSERT INTO metric_series VALUES(187,'word_attention_entropy_block_0_head_0','test');
INSERT INTO metric_series VALUES(188,'word_attention_entropy_block_0_head_1','test');
INSERT INTO metric_series VALUES(189,'word_attention_entropy_block_1_head_0','test');
INSERT INTO metric_series VALUES(190,'word_attention_entropy_block_1_head_1','test');
INSERT INTO metric_series VALUES(191,'word_attention_entropy_block_2_head_0','test');
INSERT INTO metric_series VALUES(192,'word_attention_entropy_block_2_head_1','test');
INSERT INTO metric_series VALUES(193,'parameters','cost');
INSERT INTO metric_series VALUES(194,'reference_forward_flops','cost');
INSERT INTO metric_series VALUES(195,'executed_forward_flops','cost');
INSERT INTO metric_series VALUES(196,'reference_training_flops','cost');
INSERT INTO metric_series VALUES(197,'executed_training_flops','cost');
CREATE TABLE metrics (
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    series INTEGER NOT NULL REFERENCES metric_series(id),
    step INTEGER NOT NULL,
    value REAL,
    kind INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (job, series, step),
    CHECK (kind BETWEEN 0 AND 3 AND (kind = 0) = (value IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO metrics VALUES(1,1,0,32.0,0);
INSERT INTO metrics VALUES(1,2,0,8.0,0);
INSERT INTO metrics VALUES(1,3,0,0.0,0);
INSERT INTO metrics VALUES(1,4,0,0.0,0);
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
INSERT INTO metrics VALUES(1,17,2,1.3976393043994903564,0);
INSERT INTO metrics VALUES(1,17,4,1.3611736893653869628,0);
INSERT INTO metrics VALUES(1,18,4,1.3633017399564850702,0);
INSERT INTO metrics VALUES(1,19,4,-0.0040493616774659457746,0);
INSERT INTO metrics VALUES(1,20,4,1.4995962504250952562,0);
INSERT INTO metrics VALUES(1,21,4,1.2687818415941569671,0);
INSERT INTO metrics VALUES(1,22,4,1.3561598058253432341,0);
INSERT INTO metrics VALUES(1,23,4,1.3286690619813450453,0);
INSERT INTO metrics VALUES(1,24,4,0.68976488313303196964,0);
INSERT INTO metrics VALUES(1,25,4,-0.00066565839271329836548,0);
INSERT INTO metrics VALUES(1,26,4,1.4299507770675012885,0);
INSERT INTO metrics VALUES(1,27,4,0.0037402949604263950079,0);
INSERT INTO metrics VALUES(1,28,4,-5.7709970531232175627e-06,0);
INSERT INTO metrics VALUES(1,29,4,1.4588955859666679071,0);
INSERT INTO metrics VALUES(1,30,4,0.19926416003692523637,0);
INSERT INTO metrics VALUES(1,31,4,0.0015737817698123768295,0);
INSERT INTO metrics VALUES(1,32,4,1.4237319745702285977,0);
INSERT INTO metrics VALUES(1,33,4,0.39177523426962279629,0);
INSERT INTO metrics VALUES(1,34,4,-0.00063505608211056330247,0);
INSERT INTO metrics VALUES(1,35,4,1.4584503074512040754,0);
INSERT INTO metrics VALUES(1,36,4,0.5130549955763956671,0);
INSERT INTO metrics VALUES(1,37,4,0.0059325870808242253673,0);
INSERT INTO metrics VALUES(1,38,4,1.4383492281925815969,0);
INSERT INTO metrics VALUES(1,39,4,0.66844193249760597286,0);
INSERT INTO metrics VALUES(1,40,4,-0.005536312971585188869,0);
INSERT INTO metrics VALUES(1,41,4,1.3620692827669582669,0);
INSERT INTO metrics VALUES(1,42,4,0.72818530179088780673,0);
INSERT INTO metrics VALUES(1,43,4,0.0050695519182587522877,0);
INSERT INTO metrics VALUES(1,44,4,1.3501223025571971181,0);
INSERT INTO metrics VALUES(1,45,4,0.97397665953654644077,0);
INSERT INTO metrics VALUES(1,46,4,0.004198505349683134824,0);
INSERT INTO metrics VALUES(1,47,4,1.3939842998390066242,0);
INSERT INTO metrics VALUES(1,48,4,0.92770247462014443495,0);
INSERT INTO metrics VALUES(1,49,4,-0.016666883019671674404,0);
INSERT INTO metrics VALUES(1,50,4,1.483739711535124961,0);
INSERT INTO metrics VALUES(1,51,4,1.0000104727220056055,0);
INSERT INTO metrics VALUES(1,52,4,-0.003133439938025173177,0);
INSERT INTO metrics VALUES(1,53,4,1.4785474791828390195,0);
INSERT INTO metrics VALUES(1,54,4,1.1983090725276215326,0);
INSERT INTO metrics VALUES(1,55,4,0.0036118960996956994691,0);
INSERT INTO metrics VALUES(1,56,4,1.4572694586039891539,0);
INSERT INTO metrics VALUES(1,57,4,0.26056242212863728324,0);
INSERT INTO metrics VALUES(1,58,4,1.0,0);
INSERT INTO metrics VALUES(1,59,4,4.0,0);
INSERT INTO metrics VALUES(1,60,4,0.0,0);
INSERT INTO metrics VALUES(1,61,4,0.0,0);
INSERT INTO metrics VALUES(1,62,4,0.0,0);
INSERT INTO metrics VALUES(1,63,4,0.0,0);
INSERT INTO metrics VALUES(1,64,4,0.0,0);
INSERT INTO metrics VALUES(1,65,4,0.25,0);
INSERT INTO metrics VALUES(1,66,4,1.0,0);
INSERT INTO metrics VALUES(1,67,4,0.0,0);
INSERT INTO metrics VALUES(1,68,4,0.0,0);
INSERT INTO metrics VALUES(1,69,4,0.0,0);
INSERT INTO metrics VALUES(1,70,4,0.0,0);
INSERT INTO metrics VALUES(1,71,4,0.0,0);
INSERT INTO metrics VALUES(1,72,4,0.0,0);
INSERT INTO metrics VALUES(1,73,4,3.0,0);
INSERT INTO metrics VALUES(1,74,4,0.0,0);
INSERT INTO metrics VALUES(1,75,4,0.0,0);
INSERT INTO metrics VALUES(1,76,4,0.0,0);
INSERT INTO metrics VALUES(1,77,4,0.0,0);
INSERT INTO metrics VALUES(1,78,4,0.0,0);
INSERT INTO metrics VALUES(1,79,4,0.33333333333333331482,0);
INSERT INTO metrics VALUES(1,80,4,1.0,0);
INSERT INTO metrics VALUES(1,81,4,0.0,0);
INSERT INTO metrics VALUES(1,82,4,0.0,0);
INSERT INTO metrics VALUES(1,83,4,0.0,0);
INSERT INTO metrics VALUES(1,84,4,0.0,0);
INSERT INTO metrics VALUES(1,85,4,0.0,0);
INSERT INTO metrics VALUES(1,86,4,0.0,0);
INSERT INTO metrics VALUES(1,87,4,0.0,0);
INSERT INTO metrics VALUES(1,88,4,0.0,0);
INSERT INTO metrics VALUES(1,89,4,0.0,0);
INSERT INTO metrics VALUES(1,90,4,0.0,0);
INSERT INTO metrics VALUES(1,91,4,2.0,0);
INSERT INTO metrics VALUES(1,92,4,0.0,0);
INSERT INTO metrics VALUES(1,93,4,1.0,0);
INSERT INTO metrics VALUES(1,94,4,0.0,0);
INSERT INTO metrics VALUES(1,95,4,0.0,0);
INSERT INTO metrics VALUES(1,96,4,0.0,0);
INSERT INTO metrics VALUES(1,97,4,0.0,0);
INSERT INTO metrics VALUES(1,98,4,0.0,0);
INSERT INTO metrics VALUES(1,99,4,0.0,0);
INSERT INTO metrics VALUES(1,100,4,2.0,0);
INSERT INTO metrics VALUES(1,101,4,0.0,0);
INSERT INTO metrics VALUES(1,102,4,0.0,0);
INSERT INTO metrics VALUES(1,103,4,0.0,0);
INSERT INTO metrics VALUES(1,104,4,0.0,0);
INSERT INTO metrics VALUES(1,105,4,0.0,0);
INSERT INTO metrics VALUES(1,106,4,0.5,0);
INSERT INTO metrics VALUES(1,107,4,1.0,0);
INSERT INTO metrics VALUES(1,108,4,0.0,0);
INSERT INTO metrics VALUES(1,109,4,0.0,0);
INSERT INTO metrics VALUES(1,110,4,0.0,0);
INSERT INTO metrics VALUES(1,111,4,0.0,0);
INSERT INTO metrics VALUES(1,112,4,0.0,0);
INSERT INTO metrics VALUES(1,113,4,0.0,0);
INSERT INTO metrics VALUES(1,114,4,1.0,0);
INSERT INTO metrics VALUES(1,115,4,0.0,0);
INSERT INTO metrics VALUES(1,116,4,0.0,0);
INSERT INTO metrics VALUES(1,117,4,0.0,0);
INSERT INTO metrics VALUES(1,118,4,0.0,0);
INSERT INTO metrics VALUES(1,119,4,0.0,0);
INSERT INTO metrics VALUES(1,120,4,1.0,0);
INSERT INTO metrics VALUES(1,121,4,1.0,0);
INSERT INTO metrics VALUES(1,122,4,0.0,0);
INSERT INTO metrics VALUES(1,123,4,0.0,0);
INSERT INTO metrics VALUES(1,124,4,0.0,0);
INSERT INTO metrics VALUES(1,125,4,0.0,0);
INSERT INTO metrics VALUES(1,126,4,0.0,0);
INSERT INTO metrics VALUES(1,127,4,0.0,0);
INSERT INTO metrics VALUES(1,128,4,0.0,0);
INSERT INTO metrics VALUES(1,129,4,0.0,0);
INSERT INTO metrics VALUES(1,130,4,0.0,0);
INSERT INTO metrics VALUES(1,131,4,0.0,0);
INSERT INTO metrics VALUES(1,132,4,1.0,0);
INSERT INTO metrics VALUES(1,133,4,0.0,0);
INSERT INTO metrics VALUES(1,134,4,0.0,0);
INSERT INTO metrics VALUES(1,135,4,0.0,0);
INSERT INTO metrics VALUES(1,136,4,0.0,0);
INSERT INTO metrics VALUES(1,137,4,0.0,0);
INSERT INTO metrics VALUES(1,138,4,0.0,0);
INSERT INTO metrics VALUES(1,139,4,0.0,0);
INSERT INTO metrics VALUES(1,140,4,0.0,0);
INSERT INTO metrics VALUES(1,141,4,2.0,0);
INSERT INTO metrics VALUES(1,142,4,0.0,0);
INSERT INTO metrics VALUES(1,143,4,0.0,0);
INSERT INTO metrics VALUES(1,144,4,0.0,0);
INSERT INTO metrics VALUES(1,145,4,0.0,0);
INSERT INTO metrics VALUES(1,146,4,0.0,0);
INSERT INTO metrics VALUES(1,147,4,0.0,0);
INSERT INTO metrics VALUES(1,148,4,2.0,0);
INSERT INTO metrics VALUES(1,149,4,0.0,0);
INSERT INTO metrics VALUES(1,150,4,0.0,0);
INSERT INTO metrics VALUES(1,151,4,0.0,0);
INSERT INTO metrics VALUES(1,152,4,0.0,0);
INSERT INTO metrics VALUES(1,153,4,0.0,0);
INSERT INTO metrics VALUES(1,154,4,0.0,0);
INSERT INTO metrics VALUES(1,155,4,0.0,0);
INSERT INTO metrics VALUES(1,156,4,1.0,0);
INSERT INTO metrics VALUES(1,157,4,0.0,0);
INSERT INTO metrics VALUES(1,158,4,1.0,0);
INSERT INTO metrics VALUES(1,159,4,0.0,0);
INSERT INTO metrics VALUES(1,160,4,0.0,0);
INSERT INTO metrics VALUES(1,161,4,0.0,0);
INSERT INTO metrics VALUES(1,162,4,0.0,0);
INSERT INTO metrics VALUES(1,163,4,0.0,0);
INSERT INTO metrics VALUES(1,164,4,0.0,0);
INSERT INTO metrics VALUES(1,165,4,0.7809705315080300858,0);
INSERT INTO metrics VALUES(1,166,4,0.95199712586210782916,0);
INSERT INTO metrics VALUES(1,167,4,0.99996738693470721415,0);
INSERT INTO metrics VALUES(1,168,4,0.82513485468778346998,0);
INSERT INTO metrics VALUES(1,169,4,0.79128803704900640969,0);
INSERT INTO metrics VALUES(1,170,4,0.89282848996533747953,0);
INSERT INTO metrics VALUES(1,171,4,0.75800381018690576873,0);
INSERT INTO metrics VALUES(1,172,4,0.89282848996533747953,0);
INSERT INTO metrics VALUES(1,173,4,0.82457226391110682861,0);
INSERT INTO metrics VALUES(1,174,4,0.48497505002607171897,0);
INSERT INTO metrics VALUES(1,175,4,0.45749361734571775128,0);
INSERT INTO metrics VALUES(1,176,4,0.53993791538678015395,0);
INSERT INTO metrics VALUES(1,177,4,0.43096911704888085647,0);
INSERT INTO metrics VALUES(1,178,4,0.53993791538678015395,0);
INSERT INTO metrics VALUES(1,179,4,0.48401811764255447956,0);
INSERT INTO metrics VALUES(1,180,4,2.3437784759851258975,0);
INSERT INTO metrics VALUES(1,181,4,2.3665544351727816341,0);
INSERT INTO metrics VALUES(1,182,4,2.2982265576098117598,0);
INSERT INTO metrics VALUES(1,183,4,2.5517732330353326553,0);
INSERT INTO metrics VALUES(1,184,4,2.2982265576098117598,0);
INSERT INTO metrics VALUES(1,185,4,2.1813356373102315011,0);
INSERT INTO metrics VALUES(1,186,4,-0.10154045291633106984,0);
INSERT INTO metrics VALUES(1,187,4,0.81154138775213646717,0);
INSERT INTO metrics VALUES(1,188,4,0.70446623262167507029,0);
INSERT INTO metrics VALUES(1,189,4,0.92269188372572974454,0);
INSERT INTO metrics VALUES(1,190,4,0.86296509620494532555,0);
INSERT INTO metrics VALUES(1,191,4,0.77811181312041621804,0);
INSERT INTO metrics VALUES(1,192,4,0.8710327147017975502,0);
INSERT INTO metrics VALUES(1,193,4,12452.0,0);
INSERT INTO metrics VALUES(1,194,4,642752.0,0);
INSERT INTO metrics VALUES(1,195,4,601664.0,0);
INSERT INTO metrics VALUES(1,196,4,1928256.0,0);
INSERT INTO metrics VALUES(1,197,4,1825248.0,0);
INSERT INTO metrics VALUES(2,1,0,32.0,0);
INSERT INTO metrics VALUES(2,2,0,8.0,0);
INSERT INTO metrics VALUES(2,3,0,0.0,0);
INSERT INTO metrics VALUES(2,4,0,0.0,0);
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
INSERT INTO metrics VALUES(2,17,2,1.3924782723188400268,0);
INSERT INTO metrics VALUES(2,17,4,1.3848498016595840454,0);
INSERT INTO metrics VALUES(2,18,4,1.3845281564974216692,0);
INSERT INTO metrics VALUES(2,19,4,0.009322215651485610266,0);
INSERT INTO metrics VALUES(2,20,4,1.4676429935845287655,0);
INSERT INTO metrics VALUES(2,21,4,1.3548864515892498072,0);
INSERT INTO metrics VALUES(2,22,4,1.3905967672520056499,0);
INSERT INTO metrics VALUES(2,23,4,1.3249864135639020101,0);
INSERT INTO metrics VALUES(2,24,4,0.69261409236609450257,0);
INSERT INTO metrics VALUES(2,25,4,0.00019698323307865139852,0);
INSERT INTO metrics VALUES(2,26,4,1.4327833562781706611,0);
INSERT INTO metrics VALUES(2,27,4,0.0036320926080346846269,0);
INSERT INTO metrics VALUES(2,28,4,2.7554323386255220873e-06,0);
INSERT INTO metrics VALUES(2,29,4,1.415491128776790175,0);
INSERT INTO metrics VALUES(2,30,4,0.2018070615060579831,0);
INSERT INTO metrics VALUES(2,31,4,-0.0008109754075420472219,0);
INSERT INTO metrics VALUES(2,32,4,1.4454661904854981813,0);
INSERT INTO metrics VALUES(2,33,4,0.39662154560194018415,0);
INSERT INTO metrics VALUES(2,34,4,-0.00081402457036497399833,0);
INSERT INTO metrics VALUES(2,35,4,1.4574651646383622871,0);
INSERT INTO metrics VALUES(2,36,4,0.52306894290445560269,0);
INSERT INTO metrics VALUES(2,37,4,0.0011463351772905694403,0);
INSERT INTO metrics VALUES(2,38,4,1.4382052870199786287,0);
INSERT INTO metrics VALUES(2,39,4,0.67817007741436874379,0);
INSERT INTO metrics VALUES(2,40,4,0.0028201438100624032223,0);
INSERT INTO metrics VALUES(2,41,4,1.3782300985576250162,0);
INSERT INTO metrics VALUES(2,42,4,0.72588609546129256866,0);
INSERT INTO metrics VALUES(2,43,4,-0.00031439377575326332703,0);
INSERT INTO metrics VALUES(2,44,4,1.3242688159258697577,0);
INSERT INTO metrics VALUES(2,45,4,0.98341808065206237632,0);
INSERT INTO metrics VALUES(2,46,4,-0.00071168341166877313597,0);
INSERT INTO metrics VALUES(2,47,4,1.4158419295146988936,0);
INSERT INTO metrics VALUES(2,48,4,0.9047240927927234777,0);
INSERT INTO metrics VALUES(2,49,4,0.0043996854334606982916,0);
INSERT INTO metrics VALUES(2,50,4,1.4806618239866509156,0);
INSERT INTO metrics VALUES(2,51,4,0.99580404533601418748,0);
INSERT INTO metrics VALUES(2,52,4,-0.0010586371212948364473,0);
INSERT INTO metrics VALUES(2,53,4,1.4883280649419314833,0);
INSERT INTO metrics VALUES(2,54,4,1.2064363165350588946,0);
INSERT INTO metrics VALUES(2,55,4,-0.0015712211092215877528,0);
INSERT INTO metrics VALUES(2,56,4,1.4476218742326030231,0);
INSERT INTO metrics VALUES(2,57,4,0.26013865133580288402,0);
INSERT INTO metrics VALUES(2,58,4,1.0,0);
INSERT INTO metrics VALUES(2,59,4,4.0,0);
INSERT INTO metrics VALUES(2,60,4,0.0,0);
INSERT INTO metrics VALUES(2,61,4,0.0,0);
INSERT INTO metrics VALUES(2,62,4,0.0,0);
INSERT INTO metrics VALUES(2,63,4,0.0,0);
INSERT INTO metrics VALUES(2,64,4,0.0,0);
INSERT INTO metrics VALUES(2,65,4,0.25,0);
INSERT INTO metrics VALUES(2,66,4,1.0,0);
INSERT INTO metrics VALUES(2,67,4,0.0,0);
INSERT INTO metrics VALUES(2,68,4,0.0,0);
INSERT INTO metrics VALUES(2,69,4,0.0,0);
INSERT INTO metrics VALUES(2,70,4,0.0,0);
INSERT INTO metrics VALUES(2,71,4,0.0,0);
INSERT INTO metrics VALUES(2,72,4,0.0,0);
INSERT INTO metrics VALUES(2,73,4,3.0,0);
INSERT INTO metrics VALUES(2,74,4,0.0,0);
INSERT INTO metrics VALUES(2,75,4,0.0,0);
INSERT INTO metrics VALUES(2,76,4,0.0,0);
INSERT INTO metrics VALUES(2,77,4,0.0,0);
INSERT INTO metrics VALUES(2,78,4,0.0,0);
INSERT INTO metrics VALUES(2,79,4,0.33333333333333331482,0);
INSERT INTO metrics VALUES(2,80,4,1.0,0);
INSERT INTO metrics VALUES(2,81,4,0.0,0);
INSERT INTO metrics VALUES(2,82,4,0.0,0);
INSERT INTO metrics VALUES(2,83,4,0.0,0);
INSERT INTO metrics VALUES(2,84,4,0.0,0);
INSERT INTO metrics VALUES(2,85,4,0.0,0);
INSERT INTO metrics VALUES(2,86,4,0.0,0);
INSERT INTO metrics VALUES(2,87,4,0.0,0);
INSERT INTO metrics VALUES(2,88,4,0.0,0);
INSERT INTO metrics VALUES(2,89,4,0.0,0);
INSERT INTO metrics VALUES(2,90,4,0.0,0);
INSERT INTO metrics VALUES(2,91,4,1.0,0);
INSERT INTO metrics VALUES(2,92,4,1.0,0);
INSERT INTO metrics VALUES(2,93,4,1.0,0);
INSERT INTO metrics VALUES(2,94,4,0.0,0);
INSERT INTO metrics VALUES(2,95,4,0.0,0);
INSERT INTO metrics VALUES(2,96,4,0.0,0);
INSERT INTO metrics VALUES(2,97,4,0.0,0);
INSERT INTO metrics VALUES(2,98,4,0.0,0);
INSERT INTO metrics VALUES(2,99,4,0.0,0);
INSERT INTO metrics VALUES(2,100,4,2.0,0);
INSERT INTO metrics VALUES(2,101,4,0.0,0);
INSERT INTO metrics VALUES(2,102,4,0.0,0);
INSERT INTO metrics VALUES(2,103,4,0.0,0);
INSERT INTO metrics VALUES(2,104,4,0.0,0);
INSERT INTO metrics VALUES(2,105,4,0.0,0);
INSERT INTO metrics VALUES(2,106,4,0.5,0);
INSERT INTO metrics VALUES(2,107,4,1.0,0);
INSERT INTO metrics VALUES(2,108,4,0.0,0);
INSERT INTO metrics VALUES(2,109,4,0.0,0);
INSERT INTO metrics VALUES(2,110,4,0.0,0);
INSERT INTO metrics VALUES(2,111,4,0.0,0);
INSERT INTO metrics VALUES(2,112,4,0.0,0);
INSERT INTO metrics VALUES(2,113,4,0.0,0);
INSERT INTO metrics VALUES(2,114,4,1.0,0);
INSERT INTO metrics VALUES(2,115,4,0.0,0);
INSERT INTO metrics VALUES(2,116,4,0.0,0);
INSERT INTO metrics VALUES(2,117,4,0.0,0);
INSERT INTO metrics VALUES(2,118,4,0.0,0);
INSERT INTO metrics VALUES(2,119,4,0.0,0);
INSERT INTO metrics VALUES(2,120,4,1.0,0);
INSERT INTO metrics VALUES(2,121,4,1.0,0);
INSERT INTO metrics VALUES(2,122,4,0.0,0);
INSERT INTO metrics VALUES(2,123,4,0.0,0);
INSERT INTO metrics VALUES(2,124,4,0.0,0);
INSERT INTO metrics VALUES(2,125,4,0.0,0);
INSERT INTO metrics VALUES(2,126,4,0.0,0);
INSERT INTO metrics VALUES(2,127,4,0.0,0);
INSERT INTO metrics VALUES(2,128,4,0.0,0);
INSERT INTO metrics VALUES(2,129,4,0.0,0);
INSERT INTO metrics VALUES(2,130,4,0.0,0);
INSERT INTO metrics VALUES(2,131,4,0.0,0);
INSERT INTO metrics VALUES(2,132,4,1.0,0);
INSERT INTO metrics VALUES(2,133,4,0.0,0);
INSERT INTO metrics VALUES(2,134,4,0.0,0);
INSERT INTO metrics VALUES(2,135,4,0.0,0);
INSERT INTO metrics VALUES(2,136,4,0.0,0);
INSERT INTO metrics VALUES(2,137,4,0.0,0);
INSERT INTO metrics VALUES(2,138,4,0.0,0);
INSERT INTO metrics VALUES(2,139,4,0.0,0);
INSERT INTO metrics VALUES(2,140,4,0.0,0);
INSERT INTO metrics VALUES(2,141,4,2.0,0);
INSERT INTO metrics VALUES(2,142,4,0.0,0);
INSERT INTO metrics VALUES(2,143,4,0.0,0);
INSERT INTO metrics VALUES(2,144,4,0.0,0);
INSERT INTO metrics VALUES(2,145,4,0.0,0);
INSERT INTO metrics VALUES(2,146,4,0.0,0);
INSERT INTO metrics VALUES(2,147,4,0.0,0);
INSERT INTO metrics VALUES(2,148,4,2.0,0);
INSERT INTO metrics VALUES(2,149,4,0.0,0);
INSERT INTO metrics VALUES(2,150,4,0.0,0);
INSERT INTO metrics VALUES(2,151,4,0.0,0);
INSERT INTO metrics VALUES(2,152,4,0.0,0);
INSERT INTO metrics VALUES(2,153,4,0.0,0);
INSERT INTO metrics VALUES(2,154,4,0.0,0);
INSERT INTO metrics VALUES(2,155,4,0.0,0);
INSERT INTO metrics VALUES(2,156,4,0.0,0);
INSERT INTO metrics VALUES(2,157,4,1.0,0);
INSERT INTO metrics VALUES(2,158,4,1.0,0);
INSERT INTO metrics VALUES(2,159,4,0.0,0);
INSERT INTO metrics VALUES(2,160,4,0.0,0);
INSERT INTO metrics VALUES(2,161,4,0.0,0);
INSERT INTO metrics VALUES(2,162,4,0.0,0);
INSERT INTO metrics VALUES(2,163,4,0.0,0);
INSERT INTO metrics VALUES(2,164,4,0.0,0);
INSERT INTO metrics VALUES(2,165,4,0.85230965326779140056,0);
INSERT INTO metrics VALUES(2,166,4,0.95376524600495660166,0);
INSERT INTO metrics VALUES(2,167,4,0.99994211880983330242,0);
INSERT INTO metrics VALUES(2,168,4,0.8561263386180026913,0);
INSERT INTO metrics VALUES(2,170,4,0.8561263386180026913,0);
INSERT INTO metrics VALUES(2,172,4,0.8561263386180026913,0);
INSERT INTO metrics VALUES(2,174,4,0.52820857550703570471,0);
INSERT INTO metrics VALUES(2,176,4,0.52820857550703570471,0);
INSERT INTO metrics VALUES(2,178,4,0.52820857550703570471,0);
INSERT INTO metrics VALUES(2,180,4,2.2521884384273365142,0);
INSERT INTO metrics VALUES(2,182,4,2.2521884384273365142,0);
INSERT INTO metrics VALUES(2,184,4,2.2521884384273365142,0);
INSERT INTO metrics VALUES(2,189,4,0.91866458659459682145,0);
INSERT INTO metrics VALUES(2,190,4,0.79358809064140811706,0);
INSERT INTO metrics VALUES(2,193,4,12452.0,0);
INSERT INTO metrics VALUES(2,194,4,532160.0,0);
INSERT INTO metrics VALUES(2,195,4,491072.0,0);
INSERT INTO metrics VALUES(2,196,4,1596480.0,0);
INSERT INTO metrics VALUES(2,197,4,1478112.0,0);
CREATE TABLE measurements (
    attempt INTEGER NOT NULL REFERENCES attempts(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value REAL,
    kind INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (attempt, name),
    CHECK (kind BETWEEN 0 AND 3 AND (kind = 0) = (value IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO measurements VALUES(1,'attention_seconds',0.0052500450000000000588,0);
INSERT INTO measurements VALUES(1,'evaluation_seconds',0.013638961000000001527,0);
INSERT INTO measurements VALUES(1,'executed_gflops',13.786882808063097627,0);
INSERT INTO measurements VALUES(1,'images_per_second',7553.4298944927468254,0);
INSERT INTO measurements VALUES(1,'sampling_seconds',0.0058481940000000001353,0);
INSERT INTO measurements VALUES(1,'storage_seconds',0.10446900100000001965,0);
INSERT INTO measurements VALUES(1,'training_seconds',0.0021182430000000001223,0);
INSERT INTO measurements VALUES(1,'validation_seconds',0.0025407220000000004661,0);
INSERT INTO measurements VALUES(2,'attention_seconds',0.00084574900000000002332,0);
INSERT INTO measurements VALUES(2,'evaluation_seconds',0.026049751000000002931,0);
INSERT INTO measurements VALUES(2,'executed_gflops',11.602966068017035894,0);
INSERT INTO measurements VALUES(2,'images_per_second',7849.8558079611266292,0);
INSERT INTO measurements VALUES(2,'sampling_seconds',0.022566978000000001425,0);
INSERT INTO measurements VALUES(2,'storage_seconds',0.079064319000000021775,0);
INSERT INTO measurements VALUES(2,'training_seconds',0.002038254000000000194,0);
INSERT INTO measurements VALUES(2,'validation_seconds',0.0026370240000000003989,0);
CREATE TABLE identities (
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    identity TEXT NOT NULL,
    PRIMARY KEY (job, role)
) STRICT, WITHOUT ROWID;
INSERT INTO identities VALUES(1,'dataset','290d586eebabe88d12c2388d6f6450b71e8a1c24c7a93f72908f5871ee0383c2');
INSERT INTO identities VALUES(1,'text_encoder','random-token(vocabulary=70a36e8d30c66f16, words=33, tokens=6, width=8, seed=1)');
INSERT INTO identities VALUES(2,'dataset','290d586eebabe88d12c2388d6f6450b71e8a1c24c7a93f72908f5871ee0383c2');
INSERT INTO identities VALUES(2,'text_encoder','random-token(vocabulary=70a36e8d30c66f16, words=33, tokens=6, width=8, seed=1)');
CREATE TABLE captions (
    id INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;
INSERT INTO captions VALUES(1,replace('five magenta squares\nfour blue triangles\nfive yellow triangles\nfive yellow squares','\n',char(10)));
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
INSERT INTO attention_statistics VALUES(1,4,2,0,0,500,1,0.27410240686731413006,0.88190002854071236626,2.9743604245579193801,0.83918037604596007472,0.92677489577896277062,0.9999903087385353384);
INSERT INTO attention_statistics VALUES(1,4,2,0,1,500,1,0.25947435688431141898,0.8062587331443523686,3.5066794866534856112,0.6394528982814572382,0.89539167065074365403,0.99998745362858942886);
INSERT INTO attention_statistics VALUES(1,4,2,1,0,500,2,0.22180816705804318189,0.91002990209763401363,2.8970436880468870555,0.78784022066515413396,0.97208604654379515697,0.99998946410692868269);
INSERT INTO attention_statistics VALUES(1,4,2,1,1,500,2,0.20958058246833388693,0.86965426306003501544,3.1700376435252999307,0.7733431554676155617,0.95695540343664320381,0.9998799188096059165);
INSERT INTO attention_statistics VALUES(1,4,2,2,0,500,3,0.22176671436318429186,0.87847492557382877986,2.7514823296560648735,0.74323551919620378658,0.9859261026927474969,0.9999829863104771066);
INSERT INTO attention_statistics VALUES(1,4,2,2,1,500,3,0.19797511394426692277,0.95490417431718210838,2.5867463104018888486,0.90277101939178994172,0.97484863606975458161,0.99997419001410692285);
INSERT INTO attention_statistics VALUES(2,4,2,1,0,500,2,0.21993736139847896993,0.90946007055472311009,3.1117528205233382365,0.81096571354553059762,0.93622340713163798575,0.99998949171351203535);
INSERT INTO attention_statistics VALUES(2,4,2,1,1,500,2,0.32889775451803870964,0.80972503350656532816,2.7661270635239936233,0.89365359299005231452,0.97130708487827532859,0.9998947459061545695);
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
INSERT INTO samples VALUES(1,1,4,'grid',0,1,X'89504e470d0a1a0a0000000d494844520000004a000000140802000000a5363ca1000000017352474200aece1ce9000003e3494441545885dd973dc8966514c77fb75b3a3454047db8442d35067d908b6820d150ef60432a411041821a1458888593e6d0205110448bd81025d1508bd4f0060965d1e260814818117de1d0d0afe1baceb9cef5d81a81f7fb3cdc5fd739d7f97f9cf3f02e2ad7eeb1e1ff2ee0bf3d3abc6559588076ca9b6501165846c063f56639d297b32c7cbac0c9960a38ccc23b0b0bbcd09f6450442cedcc03b09b7e074bbb5c16ced2b78f30a855e6f7f8126f2e02fc522b54d538c1fba8b7b6470fad891f8aa27d2d50962b6c06dd9179109f53fcc2969fb2daec05fb5f24d7ebfafa6f50fd43456eab51f638629f510eedc603edc21957ecdda211b83c4ac8f4b13ea32a68c43d8c146e050ff720f6eacf3395efda4b7d36d6f48c390d6c9fdceadbce16b1a1338c254b7c7555b6df0308826f83baabed71aa8e9f899b40d581b605174c793ac9b82f78503dc64b854d2b84a458774674d94b65cb5d289ec33d899e14d0a9c06ab37e1a5bb51a0f76794244c5bf33fabc476c4fd808eac1a03f4544fc5a5e4b7861aba17e449026f395b2619e592d24f9c93658216582f7c8b8a656a9f806dfb1123579836889bf5aeca5b0ba01f2c6d46146070f239b131bc26e0f8dce9ce055291329f21433f2195e11ba7d36f4c79da2b38cba3811f05a31a7d39e5a8a18a2cf2326870bac33da577e8c49c1578581914a78317a3bfdb8165e68f78f971131c32baea903b2ccae4acce02d45beff7353ad0dc528785f526b2d392da937e4cbbbabead30c447959b764a30f6584630a8f3a1d533083974299f9ce8999320aa6795d226bff54505305633c233b46f7b58c07aa78964dc624c92c61372752fafb1f1cbeba23ec4a59da9fc0fea2670ef203c5c988d7736557695ef71d2a92a51fc7c0381a3023e1552c4c332466570ec58eeec1ab648b1dfbc2df466a846d0557e9a449b89822d9833903621a8efcb95752972d1dfd337e82787a1e2d97bd33adfbba7adc5fd350a1aaaa3fadfa04d67bee4dada2add138bab7abf4494993a46527e0f321c0792bd856ddf68993e83b14fe34cc58bc9aef33ce27436a3d5dd5142e9a97ff66ceea13f2aebe1e327d34b946d1530e791abe68fc10a670b22e707b8e952f83fe7872a1f4d2549eeb533d45f7332a6e0b3e98e1b133c72488e7c7cd2d511af87de41d38c61ea59e9b264ba5d34750d4306c7c49582bae4e39a7ad2ab6fa908a574faeaad7d67c105d9dd668b56c12796274cba45e9969db834df58cd172abe2651e10ee1936cec6bb5030948e3d516024be8dd9e5a5fdc75e958615cec7efc47b16a2eb89fd1f0ff6626a730eee4d2edff2b3cc3938a918477fb6457b79a6bd79b30ac0cd7175c5dcae60cda28bc39658796d1ed7f87febff009d2cdb9e0c8e30720000000049454e44ae426082');
INSERT INTO samples VALUES(2,1,4,'sample',0,2,X'89504e470d0a1a0a0000000d494844520000001000000010080200000090916836000000017352474200aece1ce90000010e4944415428915592215204410c455fb07b03905c0345e1305421c0700404967b50280e00820281e10218ec9a35609170807d88243dbd3353d593ee9ffce4ff0610359711808ae278ce1aa70979463d48dcd1b9f85a19999d0b740a2220f003f6bb4357c15f1f21f800ea15803c168491543fd95a7797ec785b044da4b8ed84d3de1bbd668f8af7ac7bd4e26b647d7b7d90ad7e526383dc055530c40834228a8088e48a8816c4400d022068ad98c044e2d068b3be27930ea58b3164a81db89924537edbf614f06442eede003ecac255ce7fecb0ed3addf5bd5509ad5981c851d120a66942c4207c132e26d3c5cd12ecb79be0d730a82ec50b53877436ae442e5d2428a1163da68b88e8d3a89c807f0fcb7cb2d2238c4c0000000049454e44ae426082');
INSERT INTO samples VALUES(3,2,4,'grid',0,1,X'89504e470d0a1a0a0000000d494844520000004a000000140802000000a5363ca1000000017352474200aece1ce9000003cb494441545885dd973b885f4514c67f1344d026b1d04d630445038b290262619142892c816061622b682782a551d422168b089a2082909035162a8816a6dc4a0bd1c2472a5d2cd4466c54248a26103e8b99f39d3377b71561ef1697ff9df3fa1e67609b2476efb3e7ff1ee0bf7d06bcd61a0de8afd6680d5a6b0d68dcd422fc382b275b66b753239cf6109bce1a87aed64a0ace882e3470cf486bad7184477b78a445708b0c7fed27df9498f1489214affc2204089d161208ee1f2125dc295907d15f1bcaa3e3d963ec82e83dfed1a8ffae46bc36cfe7086f5346eb133d07d1273b80c694a3ee84ab1f7f227469a0621f03568f01f4856ee8dd660ac62942dcd25f44f381c219231914899e280007673d260520ce5cfae3671630a292dedbf63d809c13e892a74e7404bbc90d95afcb0868af84a2631af1d3afc943e6e9fb5ee935c4e93a4c0c02a555f416ac23d0e754922ca0a60127d851310e4283c0ffd11c31a938148cdafbd34bf197f0a6e98bf9c41d61b2bf3d2375c214cfe0a3ca107649ca0c4f2f9a851e7bc5f6ee54bd3fc112d2565036cca44def2791b68510f72410e95414fdb4acd5a80399bcf41d92f4271e583678715a15c9d25b5d1370225ca6bd0fdb86c98df4a6404f796bd0f342f74d2b1dd0a72d0a446772bb10baf7ca00f6e30eeebc28f1a5ad6047a017dc0874d9fbb784575cd333d7aab24b3a0ba56ee67d78248c24c441cf93855cc01b5d0e31dd9955441c39acd6fb6134ffb68e378948e4c93b3a4153b867919cf0aab2f51202e94c05354d909bd91bbc3a427c4326aea0d72a08ad7874cfa22529a95fff7221ed1aa18ff9f2acd701d9d7f76508fde17a029738e656074685078284db4170fe9ddc56c43616ca1966a5577a22160724fdbed3ee7170122344eb45aec5bea8305a62ab0402f43311300c3591121eb30e27ad3d685f44c3b3c5958e3e669b3c5e0c15aa6a4d4b787653da3ee1e5cc9f9532316ae1f490473009e542728e3f7963c28c15749e57f9e4e1f025257d0717746776da6ecea0e18439f4b21520e712714e3b3aad827ecb41b3ced9e27a49625d1cf5a42ef74bb99a2c0f5c2ce3b9c6a12446660121fee08dc266beb073dc914aae159d85d0eb775baf1deab222e93a155e91272e82a0b2ff7cab38467f95ac2c01d211893d76a45e2af7decd4bf5903ec82d09b5122be269eddf269d24b83574f272201d2ef6f97a6118df407151a0dbea97a1d457026d958dbdbe216d508614e249d353d73f6125373f20e9c13482014ada9b442f3467adbfae8e58846e44e86ad159a097a75f0563ee67ba26aca76b55b1feacf69f8711dce5130f5d625b54db9dcf2eff6ffd5ff290cb3a2e548a540000000049454e44ae426082');
INSERT INTO samples VALUES(4,2,4,'sample',0,2,X'89504e470d0a1a0a0000000d494844520000001000000010080200000090916836000000017352474200aece1ce9000001044944415428915592bb4d044110445f4b6be01d162283cb8000301006e68a284801e7d238091b0903e322c041220a82c0c37918fd3976b4daf974754f554d03889a13080aa0e205d678f06a2d9c9a900e6256394c899b824c453fc453e1b8ec8834f0cb85de6400f52878da0466d51c592a8380660f11799843ded1884e2ddecf2da8127faa2cc5fbf5ac9546d687ba0ed9dd5d9765ae6d541da3f7556e6c4bb7d5c85f0044e90f90885414444e68f463d164d4178764d9e4e3183563bf79b06121c06feb4cba8b6558ba465e3b866a92f533a796a9e23aed545e76a780789c4b6d12ede36c26c81c96b0b76d8f762b146f79f2fa5f6789f28d7a3b6feda4a83bce34e40f4a106ec50e7dba110000000049454e44ae426082');
CREATE TABLE missing_metrics (
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    split TEXT NOT NULL,
    step INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (job, name, split, step)
) STRICT, WITHOUT ROWID;
INSERT INTO missing_metrics VALUES(2,'word_attention_effective_rank_outer','test',4,'no outer block sees text');
INSERT INTO missing_metrics VALUES(2,'word_attention_entropy_outer','test',4,'no outer block sees text');
INSERT INTO missing_metrics VALUES(2,'word_attention_entropy_outer_minus_inner','test',4,'text is seen by no outer block');
INSERT INTO missing_metrics VALUES(2,'word_attention_padding_outer','test',4,'no outer block sees text');
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
INSERT INTO attention_packs VALUES(1,1,4,0,X'cc2ae4274d26a62894289b286c252d1d94229c2655266126d92c7d31ee2c8d27bd277c275f2eb832382b502879285f28672a902cda304d22b2228422d92918281829682a792a822aae29da2e302a752aa22a882abe2614295f2c4f2052203920fd2b54339b260b290529f028f52d2033852d122448242624d524a024f82e692080206f20df25622397284c23702371233e28d7246b26ed29fd29192a0c250f21b0218c24552457248427fc223e26572b542b6e2b53297830162f5d25a12584252b296e2c1b2d9c277927732754246f228420f330ff301231a7216f26d72c26176d173d17081f8026f228941da51d9e1df72cee2bf52f742081207320ed24e528312dd728d328c7281328f12aca2e8d25bf2588251b2c2c235a2fbd1bf21bf81b4824b91fff2a061e241e241e8822752a912a041d1e1d031d42324c2c552a3322ff211722d330482b7c2d972a942a842a9e1a492d781e98270b2723273f273b1e3628912fc22fd42f182a712c4627492d442d442d4321292ba628392222221c22cf22fe2c5f1bd92b962bb62bb0257d25c027802678267226aa285d2b66267a2785277c27d02701290427e527f227ed27e02b9d278d3054247e246624612b77290e2a862593258325f7297224a03041207a205a2048264c2b6a2037291c292829d2233629fc20582855285c28a42ba92dd428a829ba29b129052a5d28402c602865285e284428c429182e67298c298029af254b2800269b2a8e2a9e2a1221a426541d4d28322842280623991aaf29d71bfa1bdd1b272dbb2a8a2ce5270c28fe27021b0a2c0d1aaf2a7b2a902a2626ea29da2d96257f256825ca1ed529551c2e2d022deb2c381415208b187f274b275327a6165e1cf722752968298129831ad221461e602a682aa82ae12cde247628382a612a822af021e8297c1f862c692c572ca61f6826c51d002be82ae32adf123a275e1dc42a662a432a332a0b27342b9d29b329d4293921d51cd6288b27ab27e427a6250421892252287528a7280724552bf3238a2963294729882e8b20252f6522a422cf22b223212676221e2b2b2b4f2b54215f1da91e342d302d212d032dc52cf52e5e2178218e211c24f124c0214f2c492c352ca22000227a1d462c392c312c7f20aa208f20e124cf24d92402201f1c651ed72ccf2cc42cb7299929b924f529d429ed293f2c0c2b462ab529db29cd29282de22a7528032c172c192c0b184517f818602b432b092b8229ed295d28fe24082519259d28fc220327192015203b20361f9f1c42205f263f264326342e272eca2c78249c24a524b7298d28bb2b6e26732683269b206f22b61d182bed2ae72a7028541b532c8b259325a1250329502b3b28f729ef291c2a892b5928122e14272727f926c42a0d25a92d4326472641269128f129c0280326f725fd25f928f21de52a4f264d266526cb2a8e29ed2a442545253525ef256824bb28b828bc2897289424c721b024492949292129bd28a02410294d284f284828aa229a23f0233d252e251d255c280628072856284c2860283f2879225929092600261326d7295f286d2bfc2a042b062b3424fa2283215a284a285f285229ac27b32bec24ec24de24');
INSERT INTO attention_packs VALUES(2,2,4,0,X'8a24752da51cb2218d21c0219d23db262d26c328c528c728842a622cc226d724ea24f52498295c2a7728b926da26db260a2ce525a92fab28d128aa287d2c122a832aa024a7249f24472aad24912f3a2870284a286f289e2d6320cb21b621e221eb25c82a8b22cc23f6230d24ab2dc92c072a3e2651264526f0281a277d2b112b032bea2a472676254d2cd72b052ce72b39284c2843289829882991298421e528491e4d234e238d238924ca1c2d2c572672263d26982dec286b2da727d727aa27fa14972912176e3056305830cc281f2d212c792160215e217322ff2a11205f2c3b2c1e2c200f561a1b1422300430fb2f6e172818521f3b301a3024307812d41af317153220322e32a22ee224062a992ac02abc2ae622732ae720a32c892c6d2c5f1e6b258e1f742e652e4c2e5116f727061d842b172b012bd22b1725e42a0d291d292c29fd25bb1c9a29e92be22b062c8f204d1e47201530343043304125fd2c05254e2835282428f72cc21d8e2d31244f245e24c21ebc212520563061306030');
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
INSERT INTO attention_maps VALUES(1,4,2,0,0,500,1,16,6,'[16,6]',0,0);
INSERT INTO attention_maps VALUES(1,4,2,0,1,500,1,16,6,'[16,6]',0,192);
INSERT INTO attention_maps VALUES(1,4,2,1,0,500,2,16,6,'[16,6]',0,384);
INSERT INTO attention_maps VALUES(1,4,2,1,1,500,2,16,6,'[16,6]',0,576);
INSERT INTO attention_maps VALUES(1,4,2,2,0,500,3,16,6,'[16,6]',0,768);
INSERT INTO attention_maps VALUES(1,4,2,2,1,500,3,16,6,'[16,6]',0,960);
INSERT INTO attention_maps VALUES(2,4,2,1,0,500,2,16,6,'[16,6]',0,0);
INSERT INTO attention_maps VALUES(2,4,2,1,1,500,2,16,6,'[16,6]',0,192);
CREATE TABLE declared_claims (
    spec TEXT NOT NULL,
    claim TEXT NOT NULL,
    text TEXT NOT NULL,
    declared_at TEXT NOT NULL,
    PRIMARY KEY (spec, claim, text)
) STRICT, WITHOUT ROWID;
INSERT INTO declared_claims VALUES('tiny','alignment','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary oracle_all/all higher margin 3 points','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','blocks-alignment','change fusion.text_depth from 0 to last / each  / where  / primary oracle_all/all higher margin 3 points','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','both','interaction fusion.point fusion.text_depth / each  / where  / primary kernel_inception_distance/all lower margin 10 %','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','counting','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary oracle_count/all higher margin 3 points','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','counting-people','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary human_count higher margin 5 points','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','flops','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary reference_forward_flops/cost lower','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','flops-20','cells fusion.point=last,fusion.text_depth=last,fusion.conditioning=cross-attention with fusion.point=0,fusion.text_depth=0,fusion.conditioning=concat / each  / where  / primary reference_forward_flops/cost lower by 20 %','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','focus','level 0.0 / each fusion.conditioning / where fusion.point=0 / primary word_attention_entropy_outer_minus_inner/test higher margin 0.05 absolute','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','guidance','level 0.0 / each  / where fusion.point=0 / primary knockout_cost_inner_minus_outer_oracle_count/generated higher margin 5 points','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','insight','level 0.0 / each  / where  / primary block_probe_count_inner_minus_outer/test higher margin 0.05 absolute','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','point-quality','change fusion.point from 0 to last / each fusion.text_depth / where  / primary kernel_inception_distance/all lower margin 10 %','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','preference','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary human_preference higher margin 10 points','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','quality','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary kernel_inception_distance/all lower margin 10 %','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','quality-baseline','cells fusion.point=last,fusion.text_depth=last,fusion.conditioning=cross-attention with fusion.point=0,fusion.text_depth=0,fusion.conditioning=concat / each  / where  / primary kernel_inception_distance/all lower margin 10 %','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','speed','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary images_per_second higher','2026-11-26 16:50:21.704');
INSERT INTO declared_claims VALUES('tiny','speed-50','cells fusion.point=last,fusion.text_depth=last,fusion.conditioning=cross-attention with fusion.point=0,fusion.text_depth=0,fusion.conditioning=concat / each  / where  / primary images_per_second higher by 50 %','2026-11-26 16:50:21.704');
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
CREATE TABLE spec_texts (
    sha256 TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO spec_texts VALUES('b6848506fa2c5c32268f3a37212fc5d09c7b5d8bee4cb7e8072592abada957a4',replace('name: tiny\nbase:\n  data: {kind: shapes, image_size: 16, train: 32, test: 8, grammar: [counts]}\n  model: {patch_size: 4, width: 16, depth: 2, heads: 2, init: fan-in}\n  text: {max_tokens: 6, width: 8}\n  train: {steps: 4, batch_size: 4, learning_rate: 1e-3, warmup_steps: 1, log_every: 2, lanes: 2, checkpoint_every: 2}\n  sample: {sampler: ddim, steps: 2, images: 4}\n  evaluate: {every: 4, validation: 4, timesteps: [500], probe_count: 1}\naxes:\n  fusion.point: [0, 1]\nseeds: [1]\n','\n',char(10)));
CREATE TABLE job_notes (
    id INTEGER PRIMARY KEY,
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    text TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
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
CREATE INDEX speed_rounds_by_model ON speed_rounds(model);
CREATE VIEW v_speed AS
SELECT s.spec AS spec, r.cell AS cell, r.model AS model, r.session AS session, r.round AS round, r.place AS place,
    r.images_per_second AS images_per_second, r.batch AS batch, r.lanes AS lanes, r.steps AS steps, r.seconds AS seconds,
    s.threads AS threads, s.cpu_model AS cpu_model, s.host AS host, s.code_version AS code_version,
    r.load_before AS load_before, r.load_after AS load_after, r.foreign_cores AS foreign_cores, r.started_at AS started_at
FROM speed_rounds r JOIN speed_sessions s ON s.id = r.session;
CREATE INDEX job_notes_by_job ON job_notes(job);
CREATE INDEX merged_conflicts_by_job ON merged_conflicts(job);
CREATE INDEX studies_by_spec ON studies(spec);
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
COMMIT;
