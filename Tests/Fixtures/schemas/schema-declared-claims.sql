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
CREATE TABLE configurations (
    id INTEGER PRIMARY KEY,
    digest INTEGER NOT NULL,
    json TEXT NOT NULL
) STRICT;
INSERT INTO configurations VALUES(1,-6671251874099188214,'{"data":{"kind":"shapes","path":null,"image_size":16,"train":16,"test":8,"seed":1,"on_error":"fail","minimum_objects":1,"maximum_objects":5,"grammar":["counts"],"kinds":8,"canvas":"grey","latent_scale":0.2301},"model":{"patch_size":8,"width":8,"depth":2,"heads":2,"mlp_ratio":4,"qkv_bias":false,"time_mlp":false,"init":"fan-in"},"fusion":{"point":0,"conditioning":"concat","text_depth":0},"text":{"encoder":"random","max_tokens":4,"width":8,"seed":1,"encoder_steps":600},"train":{"steps":2,"batch_size":4,"learning_rate":0.001,"warmup_steps":1,"weight_decay":0.03,"beta1":0.9,"beta2":0.9,"epsilon":1e-08,"ema":0.999,"unconditional":0.1,"prediction":"epsilon","weighting":"uniform","schedule":"constant","lanes":4,"log_every":1,"checkpoint_every":500},"sample":{"sampler":"dpm-solver++","steps":2,"guidance":1.0,"images":2},"evaluate":{"every":2,"validation":4,"probes":[],"probe_count":2,"timesteps":[500],"sample_every":0,"sample_images":64,"evaluator":"none","evaluator_seed":101,"evaluator_steps":20,"localisation":4}}');
INSERT INTO configurations VALUES(2,1042884108275220863,'{"data":{"kind":"shapes","path":null,"image_size":16,"train":16,"test":8,"seed":1,"on_error":"fail","minimum_objects":1,"maximum_objects":5,"grammar":["counts"],"kinds":8,"canvas":"grey","latent_scale":0.2301},"model":{"patch_size":8,"width":8,"depth":2,"heads":2,"mlp_ratio":4,"qkv_bias":false,"time_mlp":false,"init":"fan-in"},"fusion":{"point":0,"conditioning":"cross-attention","text_depth":0},"text":{"encoder":"random","max_tokens":4,"width":8,"seed":1,"encoder_steps":600},"train":{"steps":2,"batch_size":4,"learning_rate":0.001,"warmup_steps":1,"weight_decay":0.03,"beta1":0.9,"beta2":0.9,"epsilon":1e-08,"ema":0.999,"unconditional":0.1,"prediction":"epsilon","weighting":"uniform","schedule":"constant","lanes":4,"log_every":1,"checkpoint_every":500},"sample":{"sampler":"dpm-solver++","steps":2,"guidance":1.0,"images":2},"evaluate":{"every":2,"validation":4,"probes":[],"probe_count":2,"timesteps":[500],"sample_every":0,"sample_images":64,"evaluator":"none","evaluator_seed":101,"evaluator_steps":20,"localisation":4}}');
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
INSERT INTO option_values VALUES(29,'dpm-solver++');
INSERT INTO option_values VALUES(30,'1.0');
INSERT INTO option_values VALUES(31,'[]');
INSERT INTO option_values VALUES(32,'[500]');
INSERT INTO option_values VALUES(33,'64');
INSERT INTO option_values VALUES(34,'none');
INSERT INTO option_values VALUES(35,'101');
INSERT INTO option_values VALUES(36,'20');
INSERT INTO option_values VALUES(37,'cross-attention');
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
INSERT INTO configuration_options VALUES(1,43,12);
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
INSERT INTO configuration_options VALUES(1,59,36);
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
INSERT INTO configuration_options VALUES(2,22,15);
INSERT INTO configuration_options VALUES(2,23,37);
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
INSERT INTO configuration_options VALUES(2,43,12);
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
INSERT INTO configuration_options VALUES(2,59,36);
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
INSERT INTO jobs VALUES(1,'5673a9a546bea8e304dce208766635d44ee8d538baf9ae4a943b816805bf053b','906a1e1ae310e49b0e733e81fee6ba2ac25e5d1bc7b89a200bac42ac36b56122',1,1,'bddc042319dd9814fcb5aea67aa38f99599a4253c12cd0286231c777cc3d460d','done',NULL,1,0,'2026-11-26 02:26:55.739','2026-11-26 02:26:55.848',0);
INSERT INTO jobs VALUES(2,'68ce557222c844f3127b6f05160314f1990d06d01aae71546786ebe82bf39191','76b0cefdab040eee5cf3f830c8176ce7a682b88737427bec7c60b9c86de09178',2,1,'bddc042319dd9814fcb5aea67aa38f99599a4253c12cd0286231c777cc3d460d','done',NULL,2,0,'2026-11-26 02:26:55.739','2026-11-26 02:26:55.848',0);
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
INSERT INTO attempts VALUES(1,1,'2026-11-26 02:26:55.767','2026-11-26 02:26:55.767','2026-11-26 02:28:55.767','2026-11-26 02:26:55.848','done',NULL,replace('2026-11-26T02:26:55Z training 1/2, loss 1.370219, 2576.1 images/s\n2026-11-26T02:26:55Z training 2/2, loss 1.382379, 4361.6 images/s\n2026-11-26T02:26:55Z sampling 2/2, loss 1.382379, 4361.6 images/s\n2026-11-26T02:26:55Z attention 2/2, loss 1.382379, 4361.6 images/s\n2026-11-26T02:26:55Z done','\n',char(10)),'vm',16864,'2085014','pid:[4026531836]','31698e9e-4f34-402b-b317-e5bc4b102cff','3','1f11523b773c1d6480278796c2fae31eb608e593','AMD EPYC','OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Cooperlake MAX_THREADS=64','native-512',1,2,0.079856518000000001333,NULL,57466880,20970.373089407999941,0,3);
INSERT INTO attempts VALUES(2,2,'2026-11-26 02:26:55.790','2026-11-26 02:26:55.790','2026-11-26 02:28:55.790','2026-11-26 02:26:55.848','done',NULL,replace('2026-11-26T02:26:55Z training 1/2, loss 1.391440, 2567.0 images/s\n2026-11-26T02:26:55Z training 2/2, loss 1.466697, 4382.9 images/s\n2026-11-26T02:26:55Z sampling 2/2, loss 1.466697, 4382.9 images/s\n2026-11-26T02:26:55Z attention 2/2, loss 1.466697, 4382.9 images/s\n2026-11-26T02:26:55Z done','\n',char(10)),'vm',16864,'2085014','pid:[4026531836]','31698e9e-4f34-402b-b317-e5bc4b102cff','3','1f11523b773c1d6480278796c2fae31eb608e593','AMD EPYC','OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY Cooperlake MAX_THREADS=64','native-512',1,2,0.053262646000000003765,NULL,57466880,20970.396526216001802,0,3);
CREATE TABLE specs (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    text_hash TEXT NOT NULL,
    text TEXT NOT NULL,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    UNIQUE (name, text_hash)
) STRICT;
INSERT INTO specs VALUES(1,'old','44788081898e73d5dfb5cf3484d4fffd7df0f067bf4071956d81218a80f161bc',replace('name: old\nbase:\n  data: {kind: shapes, image_size: 16, train: 16, test: 8, grammar: [counts]}\n  model: {patch_size: 8, width: 8, depth: 2, heads: 2, init: fan-in}\n  text: {max_tokens: 4, width: 8}\n  train: {steps: 2, batch_size: 4, learning_rate: 1e-3, warmup_steps: 1, log_every: 1}\n  sample: {steps: 2, images: 2}\n  evaluate: {every: 2, validation: 4, probe_count: 2, timesteps: [500], localisation: 4, evaluator_steps: 20}\naxes:\n  fusion.conditioning: [concat, cross-attention]\n','\n',char(10)),'2026-11-26 02:26:55.741','2026-11-26 02:26:55.741');
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
INSERT INTO metric_series VALUES(12,'oracle_images','all');
INSERT INTO metric_series VALUES(13,'oracle_all','all');
INSERT INTO metric_series VALUES(14,'oracle_colour','all');
INSERT INTO metric_series VALUES(15,'oracle_count','all');
INSERT INTO metric_series VALUES(16,'oracle_palette','all');
INSERT INTO metric_series VALUES(17,'oracle_shape','all');
INSERT INTO metric_series VALUES(18,'oracle_shape_set','all');
INSERT INTO metric_series VALUES(19,'oracle_images_objects_4','all');
INSERT INTO metric_series VALUES(20,'oracle_all_objects_4','all');
INSERT INTO metric_series VALUES(21,'oracle_colour_objects_4','all');
INSERT INTO metric_series VALUES(22,'oracle_count_objects_4','all');
INSERT INTO metric_series VALUES(23,'oracle_palette_objects_4','all');
INSERT INTO metric_series VALUES(24,'oracle_shape_objects_4','all');
INSERT INTO metric_series VALUES(25,'oracle_shape_set_objects_4','all');
INSERT INTO metric_series VALUES(26,'oracle_images_objects_5','all');
INSERT INTO metric_series VALUES(27,'oracle_all_objects_5','all');
INSERT INTO metric_series VALUES(28,'oracle_colour_objects_5','all');
INSERT INTO metric_series VALUES(29,'oracle_count_objects_5','all');
INSERT INTO metric_series VALUES(30,'oracle_palette_objects_5','all');
INSERT INTO metric_series VALUES(31,'oracle_shape_objects_5','all');
INSERT INTO metric_series VALUES(32,'oracle_shape_set_objects_5','all');
INSERT INTO metric_series VALUES(33,'count_confusion_4_0','all');
INSERT INTO metric_series VALUES(34,'count_confusion_4_1','all');
INSERT INTO metric_series VALUES(35,'count_confusion_4_2','all');
INSERT INTO metric_series VALUES(36,'count_confusion_4_3','all');
INSERT INTO metric_series VALUES(37,'count_confusion_4_4','all');
INSERT INTO metric_series VALUES(38,'count_confusion_4_5','all');
INSERT INTO metric_series VALUES(39,'count_confusion_4_6','all');
INSERT INTO metric_series VALUES(40,'count_confusion_4_7','all');
INSERT INTO metric_series VALUES(41,'count_confusion_4_8','all');
INSERT INTO metric_series VALUES(42,'count_confusion_4_9','all');
INSERT INTO metric_series VALUES(43,'count_confusion_5_0','all');
INSERT INTO metric_series VALUES(44,'count_confusion_5_1','all');
INSERT INTO metric_series VALUES(45,'count_confusion_5_2','all');
INSERT INTO metric_series VALUES(46,'count_confusion_5_3','all');
INSERT INTO metric_series VALUES(47,'count_confusion_5_4','all');
INSERT INTO metric_series VALUES(48,'count_confusion_5_5','all');
INSERT INTO metric_series VALUES(49,'count_confusion_5_6','all');
INSERT INTO metric_series VALUES(50,'count_confusion_5_7','all');
INSERT INTO metric_series VALUES(51,'count_confusion_5_8','all');
INSERT INTO metric_series VALUES(52,'count_confusion_5_9','all');
INSERT INTO metric_series VALUES(53,'oracle_images','held-out');
INSERT INTO metric_series VALUES(54,'oracle_all','held-out');
INSERT INTO metric_series VALUES(55,'oracle_colour','held-out');
INSERT INTO metric_series VALUES(56,'oracle_count','held-out');
INSERT INTO metric_series VALUES(57,'oracle_palette','held-out');
INSERT INTO metric_series VALUES(58,'oracle_shape','held-out');
INSERT INTO metric_series VALUES(59,'oracle_shape_set','held-out');
INSERT INTO metric_series VALUES(60,'oracle_images_objects_4','held-out');
INSERT INTO metric_series VALUES(61,'oracle_all_objects_4','held-out');
INSERT INTO metric_series VALUES(62,'oracle_colour_objects_4','held-out');
INSERT INTO metric_series VALUES(63,'oracle_count_objects_4','held-out');
INSERT INTO metric_series VALUES(64,'oracle_palette_objects_4','held-out');
INSERT INTO metric_series VALUES(65,'oracle_shape_objects_4','held-out');
INSERT INTO metric_series VALUES(66,'oracle_shape_set_objects_4','held-out');
INSERT INTO metric_series VALUES(67,'count_confusion_4_0','held-out');
INSERT INTO metric_series VALUES(68,'count_confusion_4_1','held-out');
INSERT INTO metric_series VALUES(69,'count_confusion_4_2','held-out');
INSERT INTO metric_series VALUES(70,'count_confusion_4_3','held-out');
INSERT INTO metric_series VALUES(71,'count_confusion_4_4','held-out');
INSERT INTO metric_series VALUES(72,'count_confusion_4_5','held-out');
INSERT INTO metric_series VALUES(73,'count_confusion_4_6','held-out');
INSERT INTO metric_series VALUES(74,'count_confusion_4_7','held-out');
INSERT INTO metric_series VALUES(75,'count_confusion_4_8','held-out');
INSERT INTO metric_series VALUES(76,'count_confusion_4_9','held-out');
INSERT INTO metric_series VALUES(77,'oracle_images','seen');
INSERT INTO metric_series VALUES(78,'oracle_all','seen');
INSERT INTO metric_series VALUES(79,'oracle_colour','seen');
INSERT INTO metric_series VALUES(80,'oracle_count','seen');
INSERT INTO metric_series VALUES(81,'oracle_palette','seen');
INSERT INTO metric_series VALUES(82,'oracle_shape','seen');
INSERT INTO metric_series VALUES(83,'oracle_shape_set','seen');
INSERT INTO metric_series VALUES(84,'oracle_images_objects_5','seen');
INSERT INTO metric_series VALUES(85,'oracle_all_objects_5','seen');
INSERT INTO metric_series VALUES(86,'oracle_colour_objects_5','seen');
INSERT INTO metric_series VALUES(87,'oracle_count_objects_5','seen');
INSERT INTO metric_series VALUES(88,'oracle_palette_objects_5','seen');
INSERT INTO metric_series VALUES(89,'oracle_shape_objects_5','seen');
INSERT INTO metric_series VALUES(90,'oracle_shape_set_objects_5','seen');
INSERT INTO metric_series VALUES(91,'count_confusion_5_0','seen');
INSERT INTO metric_series VALUES(92,'count_confusion_5_1','seen');
INSERT INTO metric_series VALUES(93,'count_confusion_5_2','seen');
INSERT INTO metric_series VALUES(94,'count_confusion_5_3','seen');
INSERT INTO metric_series VALUES(95,'count_confusion_5_4','seen');
INSERT INTO metric_series VALUES(96,'count_confusion_5_5','seen');
INSERT INTO metric_series VALUES(97,'count_confusion_5_6','seen');
INSERT INTO metric_series VALUES(98,'count_confusion_5_7','seen');
INSERT INTO metric_series VALUES(99,'count_confusion_5_8','seen');
INSERT INTO metric_series VALUES(100,'count_confusion_5_9','seen');
INSERT INTO metric_series VALUES(101,'attention_energy_first','probes');
INSERT INTO metric_series VALUES(102,'attention_energy_first_two','probes');
INSERT INTO metric_series VALUES(103,'attention_energy_first_four','probes');
INSERT INTO metric_series VALUES(104,'attention_pointing','test');
INSERT INTO metric_series VALUES(105,'attention_pointing_chance','test');
INSERT INTO metric_series VALUES(106,'attention_iou','test');
INSERT INTO metric_series VALUES(107,'attention_iou_chance','test');
INSERT INTO metric_series VALUES(108,'parameters','cost');
INSERT INTO metric_series VALUES(109,'reference_forward_flops','cost');
INSERT INTO metric_series VALUES(110,'executed_forward_flops','cost');
INSERT INTO metric_series VALUES(111,'reference_training_flops','cost');
INSERT INTO metric_series VALUES(112,'executed_training_flops','cost');
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
INSERT INTO metrics VALUES(1,6,2,1.3588627360046339198,0);
INSERT INTO metrics VALUES(1,7,2,0.015114117300034424218,0);
INSERT INTO metrics VALUES(1,8,2,1.4215048844257447413,0);
INSERT INTO metrics VALUES(1,9,2,1.4730317674522954707,0);
INSERT INTO metrics VALUES(1,10,2,1.2691450115293383404,0);
INSERT INTO metrics VALUES(1,11,2,1.2717692806111571268,0);
INSERT INTO metrics VALUES(1,12,2,2.0,0);
INSERT INTO metrics VALUES(1,13,2,0.0,0);
INSERT INTO metrics VALUES(1,14,2,0.0,0);
INSERT INTO metrics VALUES(1,15,2,0.0,0);
INSERT INTO metrics VALUES(1,16,2,0.5,0);
INSERT INTO metrics VALUES(1,17,2,0.0,0);
INSERT INTO metrics VALUES(1,18,2,0.0,0);
INSERT INTO metrics VALUES(1,19,2,1.0,0);
INSERT INTO metrics VALUES(1,20,2,0.0,0);
INSERT INTO metrics VALUES(1,21,2,0.0,0);
INSERT INTO metrics VALUES(1,22,2,0.0,0);
INSERT INTO metrics VALUES(1,23,2,0.0,0);
INSERT INTO metrics VALUES(1,24,2,0.0,0);
INSERT INTO metrics VALUES(1,25,2,0.0,0);
INSERT INTO metrics VALUES(1,26,2,1.0,0);
INSERT INTO metrics VALUES(1,27,2,0.0,0);
INSERT INTO metrics VALUES(1,28,2,0.0,0);
INSERT INTO metrics VALUES(1,29,2,0.0,0);
INSERT INTO metrics VALUES(1,30,2,1.0,0);
INSERT INTO metrics VALUES(1,31,2,0.0,0);
INSERT INTO metrics VALUES(1,32,2,0.0,0);
INSERT INTO metrics VALUES(1,33,2,1.0,0);
INSERT INTO metrics VALUES(1,34,2,0.0,0);
INSERT INTO metrics VALUES(1,35,2,0.0,0);
INSERT INTO metrics VALUES(1,36,2,0.0,0);
INSERT INTO metrics VALUES(1,37,2,0.0,0);
INSERT INTO metrics VALUES(1,38,2,0.0,0);
INSERT INTO metrics VALUES(1,39,2,0.0,0);
INSERT INTO metrics VALUES(1,40,2,0.0,0);
INSERT INTO metrics VALUES(1,41,2,0.0,0);
INSERT INTO metrics VALUES(1,42,2,0.0,0);
INSERT INTO metrics VALUES(1,43,2,0.0,0);
INSERT INTO metrics VALUES(1,44,2,1.0,0);
INSERT INTO metrics VALUES(1,45,2,0.0,0);
INSERT INTO metrics VALUES(1,46,2,0.0,0);
INSERT INTO metrics VALUES(1,47,2,0.0,0);
INSERT INTO metrics VALUES(1,48,2,0.0,0);
INSERT INTO metrics VALUES(1,49,2,0.0,0);
INSERT INTO metrics VALUES(1,50,2,0.0,0);
INSERT INTO metrics VALUES(1,51,2,0.0,0);
INSERT INTO metrics VALUES(1,52,2,0.0,0);
INSERT INTO metrics VALUES(1,53,2,1.0,0);
INSERT INTO metrics VALUES(1,54,2,0.0,0);
INSERT INTO metrics VALUES(1,55,2,0.0,0);
INSERT INTO metrics VALUES(1,56,2,0.0,0);
INSERT INTO metrics VALUES(1,57,2,0.0,0);
INSERT INTO metrics VALUES(1,58,2,0.0,0);
INSERT INTO metrics VALUES(1,59,2,0.0,0);
INSERT INTO metrics VALUES(1,60,2,1.0,0);
INSERT INTO metrics VALUES(1,61,2,0.0,0);
INSERT INTO metrics VALUES(1,62,2,0.0,0);
INSERT INTO metrics VALUES(1,63,2,0.0,0);
INSERT INTO metrics VALUES(1,64,2,0.0,0);
INSERT INTO metrics VALUES(1,65,2,0.0,0);
INSERT INTO metrics VALUES(1,66,2,0.0,0);
INSERT INTO metrics VALUES(1,67,2,1.0,0);
INSERT INTO metrics VALUES(1,68,2,0.0,0);
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
INSERT INTO metrics VALUES(1,81,2,1.0,0);
INSERT INTO metrics VALUES(1,82,2,0.0,0);
INSERT INTO metrics VALUES(1,83,2,0.0,0);
INSERT INTO metrics VALUES(1,84,2,1.0,0);
INSERT INTO metrics VALUES(1,85,2,0.0,0);
INSERT INTO metrics VALUES(1,86,2,0.0,0);
INSERT INTO metrics VALUES(1,87,2,0.0,0);
INSERT INTO metrics VALUES(1,88,2,1.0,0);
INSERT INTO metrics VALUES(1,89,2,0.0,0);
INSERT INTO metrics VALUES(1,90,2,0.0,0);
INSERT INTO metrics VALUES(1,91,2,0.0,0);
INSERT INTO metrics VALUES(1,92,2,1.0,0);
INSERT INTO metrics VALUES(1,93,2,0.0,0);
INSERT INTO metrics VALUES(1,94,2,0.0,0);
INSERT INTO metrics VALUES(1,95,2,0.0,0);
INSERT INTO metrics VALUES(1,96,2,0.0,0);
INSERT INTO metrics VALUES(1,97,2,0.0,0);
INSERT INTO metrics VALUES(1,98,2,0.0,0);
INSERT INTO metrics VALUES(1,99,2,0.0,0);
INSERT INTO metrics VALUES(1,100,2,0.0,0);
INSERT INTO metrics VALUES(1,101,2,0.8893076584312801236,0);
INSERT INTO metrics VALUES(1,102,2,0.99047901744609212482,0);
INSERT INTO metrics VALUES(1,103,2,1.0,0);
INSERT INTO metrics VALUES(1,104,2,0.33333333333333331482,0);
INSERT INTO metrics VALUES(1,105,2,0.3125,0);
INSERT INTO metrics VALUES(1,106,2,0.30555555555555552471,0);
INSERT INTO metrics VALUES(1,107,2,0.28472222222222226539,0);
INSERT INTO metrics VALUES(1,108,2,6196.0,0);
INSERT INTO metrics VALUES(1,109,2,121184.0,0);
INSERT INTO metrics VALUES(1,110,2,111840.0,0);
INSERT INTO metrics VALUES(1,111,2,363552.0,0);
INSERT INTO metrics VALUES(1,112,2,326032.0,0);
INSERT INTO metrics VALUES(2,1,0,16.0,0);
INSERT INTO metrics VALUES(2,2,0,8.0,0);
INSERT INTO metrics VALUES(2,3,0,0.0,0);
INSERT INTO metrics VALUES(2,4,0,64.0,0);
INSERT INTO metrics VALUES(2,5,1,1.3914400339126586914,0);
INSERT INTO metrics VALUES(2,5,2,1.466696709394454956,0);
INSERT INTO metrics VALUES(2,6,2,1.4080683784655625423,0);
INSERT INTO metrics VALUES(2,7,2,-0.022726351320918602993,0);
INSERT INTO metrics VALUES(2,8,2,1.443102523673222004,0);
INSERT INTO metrics VALUES(2,9,2,1.3681693712885332203,0);
INSERT INTO metrics VALUES(2,10,2,1.4069343875742044147,0);
INSERT INTO metrics VALUES(2,11,2,1.4140672313262907522,0);
INSERT INTO metrics VALUES(2,12,2,2.0,0);
INSERT INTO metrics VALUES(2,13,2,0.0,0);
INSERT INTO metrics VALUES(2,14,2,0.0,0);
INSERT INTO metrics VALUES(2,15,2,0.0,0);
INSERT INTO metrics VALUES(2,16,2,0.0,0);
INSERT INTO metrics VALUES(2,17,2,0.0,0);
INSERT INTO metrics VALUES(2,18,2,0.5,0);
INSERT INTO metrics VALUES(2,19,2,1.0,0);
INSERT INTO metrics VALUES(2,20,2,0.0,0);
INSERT INTO metrics VALUES(2,21,2,0.0,0);
INSERT INTO metrics VALUES(2,22,2,0.0,0);
INSERT INTO metrics VALUES(2,23,2,0.0,0);
INSERT INTO metrics VALUES(2,24,2,0.0,0);
INSERT INTO metrics VALUES(2,25,2,1.0,0);
INSERT INTO metrics VALUES(2,26,2,1.0,0);
INSERT INTO metrics VALUES(2,27,2,0.0,0);
INSERT INTO metrics VALUES(2,28,2,0.0,0);
INSERT INTO metrics VALUES(2,29,2,0.0,0);
INSERT INTO metrics VALUES(2,30,2,0.0,0);
INSERT INTO metrics VALUES(2,31,2,0.0,0);
INSERT INTO metrics VALUES(2,32,2,0.0,0);
INSERT INTO metrics VALUES(2,33,2,0.0,0);
INSERT INTO metrics VALUES(2,34,2,1.0,0);
INSERT INTO metrics VALUES(2,35,2,0.0,0);
INSERT INTO metrics VALUES(2,36,2,0.0,0);
INSERT INTO metrics VALUES(2,37,2,0.0,0);
INSERT INTO metrics VALUES(2,38,2,0.0,0);
INSERT INTO metrics VALUES(2,39,2,0.0,0);
INSERT INTO metrics VALUES(2,40,2,0.0,0);
INSERT INTO metrics VALUES(2,41,2,0.0,0);
INSERT INTO metrics VALUES(2,42,2,0.0,0);
INSERT INTO metrics VALUES(2,43,2,1.0,0);
INSERT INTO metrics VALUES(2,44,2,0.0,0);
INSERT INTO metrics VALUES(2,45,2,0.0,0);
INSERT INTO metrics VALUES(2,46,2,0.0,0);
INSERT INTO metrics VALUES(2,47,2,0.0,0);
INSERT INTO metrics VALUES(2,48,2,0.0,0);
INSERT INTO metrics VALUES(2,49,2,0.0,0);
INSERT INTO metrics VALUES(2,50,2,0.0,0);
INSERT INTO metrics VALUES(2,51,2,0.0,0);
INSERT INTO metrics VALUES(2,52,2,0.0,0);
INSERT INTO metrics VALUES(2,53,2,1.0,0);
INSERT INTO metrics VALUES(2,54,2,0.0,0);
INSERT INTO metrics VALUES(2,55,2,0.0,0);
INSERT INTO metrics VALUES(2,56,2,0.0,0);
INSERT INTO metrics VALUES(2,57,2,0.0,0);
INSERT INTO metrics VALUES(2,58,2,0.0,0);
INSERT INTO metrics VALUES(2,59,2,1.0,0);
INSERT INTO metrics VALUES(2,60,2,1.0,0);
INSERT INTO metrics VALUES(2,61,2,0.0,0);
INSERT INTO metrics VALUES(2,62,2,0.0,0);
INSERT INTO metrics VALUES(2,63,2,0.0,0);
INSERT INTO metrics VALUES(2,64,2,0.0,0);
INSERT INTO metrics VALUES(2,65,2,0.0,0);
INSERT INTO metrics VALUES(2,66,2,1.0,0);
INSERT INTO metrics VALUES(2,67,2,0.0,0);
INSERT INTO metrics VALUES(2,68,2,1.0,0);
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
INSERT INTO metrics VALUES(2,83,2,0.0,0);
INSERT INTO metrics VALUES(2,84,2,1.0,0);
INSERT INTO metrics VALUES(2,85,2,0.0,0);
INSERT INTO metrics VALUES(2,86,2,0.0,0);
INSERT INTO metrics VALUES(2,87,2,0.0,0);
INSERT INTO metrics VALUES(2,88,2,0.0,0);
INSERT INTO metrics VALUES(2,89,2,0.0,0);
INSERT INTO metrics VALUES(2,90,2,0.0,0);
INSERT INTO metrics VALUES(2,91,2,1.0,0);
INSERT INTO metrics VALUES(2,92,2,0.0,0);
INSERT INTO metrics VALUES(2,93,2,0.0,0);
INSERT INTO metrics VALUES(2,94,2,0.0,0);
INSERT INTO metrics VALUES(2,95,2,0.0,0);
INSERT INTO metrics VALUES(2,96,2,0.0,0);
INSERT INTO metrics VALUES(2,97,2,0.0,0);
INSERT INTO metrics VALUES(2,98,2,0.0,0);
INSERT INTO metrics VALUES(2,99,2,0.0,0);
INSERT INTO metrics VALUES(2,100,2,0.0,0);
INSERT INTO metrics VALUES(2,101,2,0.81934149151348367734,0);
INSERT INTO metrics VALUES(2,102,2,0.96803148362258240045,0);
INSERT INTO metrics VALUES(2,103,2,1.0,0);
INSERT INTO metrics VALUES(2,104,2,0.25,0);
INSERT INTO metrics VALUES(2,105,2,0.3125,0);
INSERT INTO metrics VALUES(2,106,2,0.23611111111111107718,0);
INSERT INTO metrics VALUES(2,107,2,0.28472222222222226539,0);
INSERT INTO metrics VALUES(2,108,2,6196.0,0);
INSERT INTO metrics VALUES(2,109,2,101344.0,0);
INSERT INTO metrics VALUES(2,110,2,98272.0,0);
INSERT INTO metrics VALUES(2,111,2,304032.0,0);
INSERT INTO metrics VALUES(2,112,2,284176.0,0);
CREATE TABLE measurements (
    attempt INTEGER NOT NULL REFERENCES attempts(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    value REAL,
    kind INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (attempt, name),
    CHECK (kind BETWEEN 0 AND 3 AND (kind = 0) = (value IS NOT NULL))
) STRICT, WITHOUT ROWID;
INSERT INTO measurements VALUES(1,'evaluation_seconds',0.013603958000000001063,0);
INSERT INTO measurements VALUES(1,'executed_gflops',1.4220361253318938299,0);
INSERT INTO measurements VALUES(1,'images_per_second',4361.6458670679376153,0);
INSERT INTO measurements VALUES(1,'training_seconds',0.0018341700000000002012,0);
INSERT INTO measurements VALUES(2,'evaluation_seconds',0.0033304480000000006092,0);
INSERT INTO measurements VALUES(2,'executed_gflops',1.2455139685647711456,0);
INSERT INTO measurements VALUES(2,'images_per_second',4382.896404217003692,0);
INSERT INTO measurements VALUES(2,'training_seconds',0.0018252770000000001493,0);
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
INSERT INTO attention_statistics VALUES(1,2,2,0,0,500,1,0.43764541205018758773,0.83585434334779962206,2.7562863850619438998,0.75551368718431688442,0.97754433089613446128,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,0,1,500,1,0.46718899812549352645,0.96410482143354114814,1.9362890446082834383,0.92579477456190339967,0.99868538986526544931,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,1,0,500,2,0.44493264076299965381,0.83733789622944232444,1.8915819968041458487,0.92711709987143142708,0.99951849277924698089,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,1,1,500,2,0.69864315120503306388,0.74695732437751216625,2.1928272182185843952,0.95347604544148600869,0.98624589705710474785,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,2,0,500,3,0.53468072880059480667,0.85915001051172246171,2.3412409481857547888,0.79854429706643337283,0.98959475052822143403,1.0);
INSERT INTO attention_statistics VALUES(1,2,2,2,1,500,3,0.36706259567290544509,0.85057725564163932929,2.3951633785681525345,0.89429344156793133535,0.96269547952908229859,1.0);
INSERT INTO attention_statistics VALUES(1,2,3,0,0,500,1,0.34694080916233360767,0.90648697501058694836,2.3255172921274258612,0.868331256631396875,0.99172958191322879706,1.0);
INSERT INTO attention_statistics VALUES(1,2,3,0,1,500,1,0.42007545940577983856,0.85259609997628116317,2.0418375951416152247,0.95848240012404584131,0.98396701574708811399,1.0);
INSERT INTO attention_statistics VALUES(1,2,3,1,0,500,2,0.44735710043460130691,0.86763515336236829433,2.2305412406274442993,0.83383993583253634973,0.99767880058252433883,1.0);
INSERT INTO attention_statistics VALUES(1,2,3,1,1,500,2,0.53300095163285732269,0.92606437675419295274,2.1662155871663060224,0.81974146958034099785,0.99876977610427164488,1.0);
INSERT INTO attention_statistics VALUES(1,2,3,2,0,500,3,0.45086207985877990722,0.92368434700470358755,1.858433574942445654,0.93848571604010544433,0.99934144254847034893,1.0);
INSERT INTO attention_statistics VALUES(1,2,3,2,1,500,3,0.72591178398579359054,0.69170961502331751447,1.2383419910534161356,0.99807177727343177053,0.9999772518024666601,1.0);
INSERT INTO attention_statistics VALUES(2,2,2,0,0,500,1,0.45489953365176916122,0.86680797878629378683,2.5633510317708587677,0.83285481192537147432,0.95857707353103216441,1.0);
INSERT INTO attention_statistics VALUES(2,2,2,0,1,500,1,0.58684094552882015705,0.72506223923609669501,2.7510382055234732234,0.83602865008999160956,0.93694732700778582401,1.0);
INSERT INTO attention_statistics VALUES(2,2,2,1,0,500,2,0.38583928393200039863,0.5654033931571122995,2.2870669767109998993,0.73767299076355785647,0.99482861957589985291,1.0);
INSERT INTO attention_statistics VALUES(2,2,2,1,1,500,2,0.41321812872774899005,0.86105856342675479719,2.6799382230886417133,0.8300724493894023892,0.9528797467161679302,1.0);
INSERT INTO attention_statistics VALUES(2,2,2,2,0,500,3,0.45571407070383429527,0.7688922947492931037,2.0566156527084862304,0.89542053512758512656,0.99856691192472524232,1.0);
INSERT INTO attention_statistics VALUES(2,2,2,2,1,500,3,0.47225665254518389701,0.64338995787898101141,3.1799542468136530182,0.63687504141461637185,0.87363851603113429344,1.0);
INSERT INTO attention_statistics VALUES(2,2,3,0,0,500,1,0.48583377158502116799,0.8240306748486657673,2.4754505236112431809,0.87388672795382016378,0.96308376325460554046,1.0);
INSERT INTO attention_statistics VALUES(2,2,3,0,1,500,1,0.42611129512079060077,0.62707989239027750461,2.2244188013290346894,0.87786168924877716612,0.99645933431973021665,1.0);
INSERT INTO attention_statistics VALUES(2,2,3,1,0,500,2,0.50211574998684227466,0.85136215121235492286,2.4291299054660711043,0.87776469405204038398,0.98970162864910693478,1.0);
INSERT INTO attention_statistics VALUES(2,2,3,1,1,500,2,0.42577625252306461334,0.95787624925180459012,1.850528583756542611,0.95015118242500207212,0.9989928839899060442,1.0);
INSERT INTO attention_statistics VALUES(2,2,3,2,0,500,3,0.2732560914009809494,0.92581313590979663619,2.4672995297215889465,0.86031663679362047059,0.97825087899996232554,1.0);
INSERT INTO attention_statistics VALUES(2,2,3,2,1,500,3,0.56509836029727011919,0.67340876295988716382,2.594290781246297417,0.62319248897801804432,0.97445111947093454585,1.0);
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
INSERT INTO samples VALUES(1,1,2,'grid',0,1,X'89504e470d0a1a0a0000000d49484452000000260000001408020000006eedd85f000000017352474200aece1ce90000021f494441544889c596bd6b545110c57f37856821e924984ab14fa3d82808e9b416ec6c027eb020c4ca3f414c232a2888958d8565104110d15eecec520876825530201c8b3b67eebcb7fdfa1ecbdbbd77e69e3367ce3cb64962b5d7da8af106646b8d965f1a341aad35a0ef9c8fb8f8e4d562a5a7359eb4964b91da9ce0a7244948e4adf8416c5d05ee4af4bd055266d1db225f1c172f321f10798ca3f2495f06e3c78a02dc2994aca388cb88d31915ab57fa09a053839606a6f307a38e7fd6b8e401cee14f7243b01ff93ceca77cd3a0b0590e75918b9f8845d10a64758f01704b9382530471bf17badd5922c46ea921649e41beebdf7fa8d0bec79af9446bce984aed4f2fff8e15866b01e04631112721df6246dee6af0e6d2b1f61fc71652b855e6dd880198c7429a2e690a9919d548ce862e0cb0cb0b33c880ec0a8ce25e207e766f64199468546dc9e1c51754d0f33348d988b12d233576c352a64d656d8837820a1134edab4b522ec24a3084a9aeaaff4d35295dac921503ad5c441db31d9bf4b999f2dadc71549faa58200d2655b69a9caf7d9917cfbf47b2fc765342bd39eb397b596bbf874dfa69d436a6821245eea8d76a656f1cc7d187caddad74742f09149e4e3a1d6e8c6d43eb1c9cdbe7cc1b2cad3054fcbcb2707c8848b4b483e5e6406999433093ea58b2d28eb1340732ded4c890b9da4bb546596fa9d1b487a3d866af432c81fd5767830aa39b7c6ecc47b81eb4e69167375d77ff857f00fc4a1fa1d89dcbf8c0000000049454e44ae426082');
INSERT INTO samples VALUES(2,2,2,'grid',0,1,X'89504e470d0a1a0a0000000d49484452000000260000001408020000006eedd85f000000017352474200aece1ce90000020a494441544889c5963daf4c5114869fed174844e3762aad5621110a0aa54483444254fec36de46af90d12a192109a4984c257146af707d0506b3c8ab3d7c799db8f333367669f73de77bdeb5d6bedcc50d9ed716cc7f15ac831c61803e234184f0603188331e2f1415b2c388ef37d3e5558060cc6c23081f95b5511bd2ce07209ad5bf3e229f19ef45baaf047f5c5c4e09d099a1fbcc58cd050c94d9ca79a201d01e997658a8d97c255129439dda785a990246a52219f22e785206953ef546742dca765b4d8136cacbc11f89b1602baa79d3014b339ead14c92cf6bbb023e45b006a99bf42d8a19462f89df8d853e2b702a8e08a2fbcbea4b9467beb742cea72fe403ca0fa3b8698fef7c4ad369301da89ce764d37191476140ead90a7905b91db9c9cf56b1d639eb804114057969d818950e43cba3f635c5f03e224c3726059b446f0f499a616f377f0587c5b4aa25704d0e73f5b1da37b35c1538f268dd51fd96c523e6d3e719a9b26c03a53c50e561f2452b9457d50528de345c150fc5b3ad1973d0d759fa6d16e57acd450ec0947a2ea745f575180f70263cc951cc82c696713464994eea7dc5efbe9bb4e9aea60850f9d478eaf578dbd812c58daea2baafb567d95a7d97855fcd2ba86fedb082579659f7d879dce312bc29cead5256202a623670df135759369fb2e93ea4295f4b037d484807730c2321044e78ba5a781e235ddbd9f11ffe15fc03741f099a288424580000000049454e44ae426082');
CREATE TABLE missing_metrics (
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    split TEXT NOT NULL,
    step INTEGER NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (job, name, split, step)
) STRICT, WITHOUT ROWID;
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
INSERT INTO attention_localisation VALUES(2,2,'test','colour',0,0,500,1,4,0.5,0.33333333333333331482,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','colour',0,1,500,1,4,0.25,0.25,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','colour',1,0,500,2,4,0.25,0.083333333333333328707,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','colour',1,1,500,2,4,0.25,0.33333333333333331482,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','colour',2,0,500,3,4,0.75,0.75,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','colour',2,1,500,3,4,0.25,0.083333333333333328707,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','count',0,0,500,1,4,0.0,0.083333333333333328707,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','count',0,1,500,1,4,0.25,0.33333333333333331482,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','count',1,0,500,2,4,0.5,0.33333333333333331482,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','count',1,1,500,2,4,0.5,0.58333333333333325931,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','count',2,0,500,3,4,0.25,0.25,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','count',2,1,500,3,4,0.0,0.083333333333333328707,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','noun',0,0,500,1,4,0.0,0.083333333333333328707,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','noun',0,1,500,1,4,0.0,0.083333333333333328707,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','noun',1,0,500,2,4,0.5,0.33333333333333331482,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','noun',1,1,500,2,4,0.5,0.33333333333333331482,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','noun',2,0,500,3,4,0.5,0.5,0.3125,0.28472222222222220988);
INSERT INTO attention_localisation VALUES(2,2,'test','noun',2,1,500,3,4,0.0,0.083333333333333328707,0.3125,0.28472222222222220988);
CREATE TABLE attention_packs (
    id INTEGER PRIMARY KEY,
    job INTEGER NOT NULL REFERENCES jobs(id) ON DELETE CASCADE,
    step INTEGER NOT NULL,
    number INTEGER NOT NULL,
    data BLOB NOT NULL,
    UNIQUE (job, step, number)
) STRICT;
INSERT INTO attention_packs VALUES(1,1,2,0,X'2b297931402b0930f031bf2a3a3253268933ad28b8311829d8294833f12d69296f2f0c2f2330682cce2d062ede30e730e42e3f2fd02eef2a932c2d2e0d31e733802ff82dde2f1030b9209c33832e762fd81cc433832e492e3c22cc328f2d192e6931942a102be0271b233b3138305838cc257132bb2fff36a9253e2d99325a388a2e0d303e2f58352630362f9e2f41318c2827314b33e22906247131f8331e282925832eda2b1725dc319f2b662dea308d312c290a2d11311533a9264c29bd2974243830ba2be130402fb32c0631532b692a2230602c1a324a23a52b232c222a2b319f36883313230f2a2f299c28262ec0246324131ec4260e306435212d2026472d5a309f2f9e27e632b023fd30c22f6833ee246931e42e252c3a322a2e0a285a2f6d32422e372b402f7d2d7e314535d22e1d30a02ec82d3330e133c02f77284e31332c1235a8292f2c592e762bc82d3c2e872e1730ba2cf82fde2c5033562c582ae02c072c3535c828c5305a2c36399c297530da2cd638cd2aad2d872c8536');
INSERT INTO attention_packs VALUES(2,2,2,0,X'd731a12b6d306d2d8d2b422f282c0b2f3f238c3314273f2e22331f34812f5b288c311b36fe3120259f320a31a230442c23269738252a662ce02714299e22c4320522fe229f1855336323c22c65202f32cb2bc7249f257231b12c6238b52c9827412d342ec02c0430352c1b35602c3b2eee27cb214d296b3133312531412d2c2cd6251b31dd2fbe28b828823837293e2c87291533df2e7d2c362a912ac7317f2aeb2db1311a309527a4275d35ec2e4b1308300a3084351f26fc277e20a91b2735961b7624841ab9213c361834f830e321cb31f4361b2eef25152d2c285c30392f212c48317c2ebb223b29b3230328f736421f65238e2471373a2db72e3d2a472e9730a230312e5130b024d02c8027a33081347e2b773205203a354b30d2309b2b1e30f73005300b2d2f2a092bdf2d2f2b382dee2f5b2fa62cc2310634b92c322cea263625f6289f2b4c30d927d92d09289c2a1b25b92a0929c62ef732912d7a2d0221122bbd1e54383931e130ea30f1295628b330ae24753483346b2cc3341e1e');
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
INSERT INTO attention_maps VALUES(2,2,2,0,0,500,1,4,4,'[4,4]',0,0);
INSERT INTO attention_maps VALUES(2,2,2,0,1,500,1,4,4,'[4,4]',0,32);
INSERT INTO attention_maps VALUES(2,2,2,1,0,500,2,4,4,'[4,4]',0,64);
INSERT INTO attention_maps VALUES(2,2,2,1,1,500,2,4,4,'[4,4]',0,96);
INSERT INTO attention_maps VALUES(2,2,2,2,0,500,3,4,4,'[4,4]',0,128);
INSERT INTO attention_maps VALUES(2,2,2,2,1,500,3,4,4,'[4,4]',0,160);
INSERT INTO attention_maps VALUES(2,2,3,0,0,500,1,4,4,'[4,4]',0,192);
INSERT INTO attention_maps VALUES(2,2,3,0,1,500,1,4,4,'[4,4]',0,224);
INSERT INTO attention_maps VALUES(2,2,3,1,0,500,2,4,4,'[4,4]',0,256);
INSERT INTO attention_maps VALUES(2,2,3,1,1,500,2,4,4,'[4,4]',0,288);
INSERT INTO attention_maps VALUES(2,2,3,2,0,500,3,4,4,'[4,4]',0,320);
INSERT INTO attention_maps VALUES(2,2,3,2,1,500,3,4,4,'[4,4]',0,352);
CREATE TABLE declared_claims (
    spec TEXT NOT NULL,
    claim TEXT NOT NULL,
    text TEXT NOT NULL,
    declared_at TEXT NOT NULL,
    PRIMARY KEY (spec, claim, text)
) STRICT, WITHOUT ROWID;
INSERT INTO declared_claims VALUES('old','alignment','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary oracle_all/all higher margin 3 points','2026-11-26 02:26:55.742');
INSERT INTO declared_claims VALUES('old','blocks-alignment','change fusion.text_depth from 0 to last / each  / where  / primary oracle_all/all higher margin 3 points','2026-11-26 02:26:55.742');
INSERT INTO declared_claims VALUES('old','both','interaction fusion.point fusion.text_depth / each  / where  / primary kernel_inception_distance/all lower margin 10 %','2026-11-26 02:26:55.742');
INSERT INTO declared_claims VALUES('old','counting','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary oracle_count/all higher margin 3 points','2026-11-26 02:26:55.742');
INSERT INTO declared_claims VALUES('old','flops','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary reference_forward_flops/cost lower','2026-11-26 02:26:55.742');
INSERT INTO declared_claims VALUES('old','flops-20','cells fusion.point=last,fusion.text_depth=last,fusion.conditioning=cross-attention with fusion.point=0,fusion.text_depth=0,fusion.conditioning=concat / each  / where  / primary reference_forward_flops/cost lower by 20 %','2026-11-26 02:26:55.742');
INSERT INTO declared_claims VALUES('old','point-quality','change fusion.point from 0 to last / each fusion.text_depth / where  / primary kernel_inception_distance/all lower margin 10 %','2026-11-26 02:26:55.742');
INSERT INTO declared_claims VALUES('old','quality','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary kernel_inception_distance/all lower margin 10 %','2026-11-26 02:26:55.742');
INSERT INTO declared_claims VALUES('old','quality-baseline','cells fusion.point=last,fusion.text_depth=last,fusion.conditioning=cross-attention with fusion.point=0,fusion.text_depth=0,fusion.conditioning=concat / each  / where  / primary kernel_inception_distance/all lower margin 10 %','2026-11-26 02:26:55.742');
INSERT INTO declared_claims VALUES('old','speed','cells fusion.point=last,fusion.text_depth=last with fusion.point=0,fusion.text_depth=0 / each fusion.conditioning / where  / primary images_per_second higher','2026-11-26 02:26:55.742');
INSERT INTO declared_claims VALUES('old','speed-50','cells fusion.point=last,fusion.text_depth=last,fusion.conditioning=cross-attention with fusion.point=0,fusion.text_depth=0,fusion.conditioning=concat / each  / where  / primary images_per_second higher by 50 %','2026-11-26 02:26:55.742');
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
