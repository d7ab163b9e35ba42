-- The schema that the numbered files add up to, to be read: written by scripts/schema. `puntuale migrate` runs those files,
-- which also say why each thing is as it is.

CREATE TABLE all_tenants_tally (
  day date NOT NULL,
  state enum('scheduled', 'queued', 'sending', 'accepted', 'processed', 'rejected', 'failed', 'unreachable', 'refused', 'uncertain', 'assumed', 'undetermined', 'cancelled') CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  count bigint(20) NOT NULL,
  seconds bigint(20) NOT NULL,
  PRIMARY KEY (day, state),
  CONSTRAINT all_tenants_tally_state CHECK (state <> '')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE ask (
  tenant_id binary(6) NOT NULL,
  id binary(16) NOT NULL,
  person_id binary(16) DEFAULT NULL,
  kind varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  service_id binary(16) DEFAULT NULL,
  slot varchar(9) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  notification_id binary(16) DEFAULT NULL,
  fiscal_code char(16) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  form_key binary(16) DEFAULT NULL,
  due_at datetime(6) DEFAULT NULL,
  answer varchar(20) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  detail varchar(2000) DEFAULT NULL,
  answered_at datetime(6) DEFAULT NULL,
  created_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  expires_at datetime(6) NOT NULL,
  PRIMARY KEY (tenant_id, id),
  KEY ask_due (due_at),
  KEY ask_expires (expires_at),
  KEY ask_person (tenant_id, person_id),
  KEY ask_service (tenant_id, service_id),
  KEY ask_notification (tenant_id, notification_id),
  KEY ask_form (tenant_id, form_key),
  CONSTRAINT ask_notification FOREIGN KEY (tenant_id, notification_id) REFERENCES notification (tenant_id, id),
  CONSTRAINT ask_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT ask_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
  CONSTRAINT ask_kind CHECK (kind = 'key' and service_id is not null and slot is not null or kind = 'status' and notification_id is not null or kind = 'profile' and service_id is not null and fiscal_code is not null and form_key is not null),
  CONSTRAINT ask_slot CHECK (slot in ('primary', 'secondary')),
  CONSTRAINT ask_answered CHECK (due_at is null = (answer is not null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE attempt (
  tenant_id binary(6) NOT NULL,
  notification_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  step varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number int(11) NOT NULL,
  slot varchar(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  began_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  finished_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  duration_ms int(11) NOT NULL,
  http_status int(11) DEFAULT NULL,
  curl_code int(11) DEFAULT NULL,
  title varchar(500) DEFAULT NULL,
  detail varchar(2000) DEFAULT NULL,
  outcome varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (tenant_id, notification_id, id),
  CONSTRAINT attempt_notification FOREIGN KEY (tenant_id, notification_id) REFERENCES notification (tenant_id, id),
  CONSTRAINT attempt_step CHECK (step in ('profile', 'submit', 'status')),
  CONSTRAINT attempt_slot CHECK (slot in ('primary', 'secondary')),
  CONSTRAINT attempt_outcome CHECK (outcome in ('allowed', 'reused', 'sender_not_allowed', 'not_found', 'accepted', 'not_sent', 'server_error', 'unknown', 'known', 'unauthorized', 'throttled', 'refused', 'unavailable', 'not_begun'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE audit (
  tenant_id binary(6) NOT NULL,
  id binary(16) NOT NULL,
  at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  person_id binary(16) DEFAULT NULL,
  action varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject binary(16) DEFAULT NULL,
  detail varchar(500) DEFAULT NULL,
  topic enum('access', 'notifications', 'looks', 'services', 'templates', 'people', 'settings', 'system') CHARACTER SET ascii COLLATE ascii_bin GENERATED ALWAYS AS (case when action in ('login', 'logout', 'password_changed', 'sessions_ended', 'second_factor_set', 'second_factor_removed', 'recovery_codes_made', 'recovery_code_used') then 'access' when action in ('notification_read', 'recipient_checked', 'archive_searched', 'audit_searched', 'proof_checked', 'export_asked', 'export_cancelled', 'export_taken') then 'looks' when action like 'notification%' or action in ('status_asked', 'proof_made') then 'notifications' when action like 'service%' or action like 'key%' then 'services' when action like 'template%' then 'templates' when action like 'person%' then 'people' when action in ('settings_changed', 'tenant_paused', 'tenant_resumed') then 'settings' else 'system' end) STORED,
  PRIMARY KEY (tenant_id, id),
  KEY audit_topic (tenant_id, topic, id),
  KEY audit_person (tenant_id, person_id, topic, id),
  KEY audit_subject (tenant_id, subject, topic, id),
  CONSTRAINT audit_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT audit_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE audit_citizen (
  tenant_id binary(6) NOT NULL,
  citizen binary(16) NOT NULL,
  id binary(16) NOT NULL,
  PRIMARY KEY (tenant_id, citizen, id),
  KEY audit_citizen_line (tenant_id, id),
  CONSTRAINT audit_citizen_line FOREIGN KEY (tenant_id, id) REFERENCES audit (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE budget (
  account_id binary(6) NOT NULL,
  environment varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  spent_until datetime(6) NOT NULL DEFAULT current_timestamp(6),
  held_at datetime(6) DEFAULT NULL,
  held_until datetime(6) DEFAULT NULL,
  PRIMARY KEY (account_id, environment),
  CONSTRAINT budget_account FOREIGN KEY (account_id) REFERENCES tenant (id),
  CONSTRAINT budget_held CHECK (held_at is null = (held_until is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE contact (
  tenant_id binary(6) NOT NULL,
  notification_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  channel enum('phone', 'pec', 'registered_letter', 'email', 'desk', 'other') CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  note varchar(200) NOT NULL,
  person_id binary(16) NOT NULL,
  made_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  PRIMARY KEY (tenant_id, notification_id, id),
  KEY contact_person (tenant_id, person_id),
  CONSTRAINT contact_notification FOREIGN KEY (tenant_id, notification_id) REFERENCES notification (tenant_id, id),
  CONSTRAINT contact_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT contact_channel CHECK (channel <> '')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE counter (
  kind varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  outcome varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  number bigint(20) NOT NULL DEFAULT 0,
  PRIMARY KEY (kind, outcome),
  CONSTRAINT counter_kind CHECK (kind in ('profile', 'submit', 'status', 'send', 'delivery', 'worker'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE daily_count (
  tenant_id binary(6) NOT NULL,
  day date NOT NULL,
  kind varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject binary(16) NOT NULL,
  begun int(11) NOT NULL,
  PRIMARY KEY (tenant_id, day, kind, subject),
  KEY daily_count_day (day),
  CONSTRAINT daily_count_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
  CONSTRAINT daily_count_kind CHECK (kind in ('service', 'citizen'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE daily_tally (
  tenant_id binary(6) NOT NULL,
  day date NOT NULL,
  kind enum('service', 'person', 'tenant') CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject binary(16) NOT NULL,
  state enum('scheduled', 'queued', 'sending', 'accepted', 'processed', 'rejected', 'failed', 'unreachable', 'refused', 'uncertain', 'assumed', 'undetermined', 'cancelled') CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  count int(11) NOT NULL,
  seconds bigint(20) NOT NULL,
  PRIMARY KEY (tenant_id, day, kind, subject, state),
  KEY daily_tally_day (day),
  CONSTRAINT daily_tally_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
  CONSTRAINT daily_tally_kind CHECK (kind <> ''),
  CONSTRAINT daily_tally_state CHECK (state <> '')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE deletion_certificate (
  id binary(16) NOT NULL,
  ente binary(6) NOT NULL,
  code varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name varchar(200) NOT NULL,
  hostnames text CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  requested_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  requested_by varchar(200) NOT NULL,
  finished_at datetime(6) DEFAULT NULL,
  doubts int(11) NOT NULL DEFAULT 0,
  previous binary(32) DEFAULT NULL,
  digest binary(32) DEFAULT NULL,
  open_for binary(6) GENERATED ALWAYS AS (if(finished_at is null, ente, NULL)) STORED,
  PRIMARY KEY (id),
  UNIQUE KEY deletion_certificate_open (open_for),
  UNIQUE KEY deletion_certificate_previous (previous),
  CONSTRAINT deletion_certificate_whole CHECK (finished_at is null = (digest is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE deletion_count (
  certificate_id binary(16) NOT NULL,
  name varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  removed bigint(20) NOT NULL,
  PRIMARY KEY (certificate_id, name),
  CONSTRAINT deletion_count_certificate FOREIGN KEY (certificate_id) REFERENCES deletion_certificate (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE draft (
  tenant_id binary(6) NOT NULL,
  person_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  form mediumtext CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject varchar(120) NOT NULL,
  fiscal_code varchar(32) NOT NULL,
  service_id binary(16) DEFAULT NULL,
  updated_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  PRIMARY KEY (tenant_id, person_id, id),
  KEY draft_updated (updated_at),
  CONSTRAINT draft_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT draft_length CHECK (octet_length(form) <= 200000)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE export (
  tenant_id binary(6) NOT NULL,
  id binary(16) NOT NULL,
  person_id binary(16) NOT NULL,
  kind enum('archive', 'audit') CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'archive',
  filter varchar(2000) NOT NULL,
  services mediumblob DEFAULT NULL,
  state varchar(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'queued',
  due_at datetime(6) DEFAULT NULL,
  owner binary(16) DEFAULT NULL,
  tries int(11) NOT NULL DEFAULT 0,
  begun_at datetime(6) DEFAULT NULL,
  is_long tinyint(1) NOT NULL DEFAULT 0,
  rows_done int(11) NOT NULL DEFAULT 0,
  file_name varchar(120) DEFAULT NULL,
  size bigint(20) DEFAULT NULL,
  chunks int(11) DEFAULT NULL,
  created_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  finished_at datetime(6) DEFAULT NULL,
  expires_at datetime(6) NOT NULL,
  PRIMARY KEY (tenant_id, id),
  KEY export_due (due_at),
  KEY export_expires (expires_at),
  KEY export_person (tenant_id, person_id, id),
  CONSTRAINT export_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT export_kind CHECK (kind <> ''),
  CONSTRAINT export_state CHECK (state in ('queued', 'ready', 'failed', 'cancelled')),
  CONSTRAINT export_due CHECK (due_at is not null = (state = 'queued')),
  CONSTRAINT export_ready CHECK (state <> 'ready' or chunks is not null and size is not null and file_name is not null)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE export_chunk (
  tenant_id binary(6) NOT NULL,
  export_id binary(16) NOT NULL,
  number int(11) NOT NULL,
  data mediumblob NOT NULL,
  PRIMARY KEY (tenant_id, export_id, number),
  CONSTRAINT export_chunk_export FOREIGN KEY (tenant_id, export_id) REFERENCES export (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE host (
  id tinyint(4) NOT NULL,
  paused_at datetime(6) DEFAULT NULL,
  restored_at datetime(6) DEFAULT NULL,
  epoch bigint(20) NOT NULL DEFAULT 0,
  PRIMARY KEY (id),
  CONSTRAINT host_single CHECK (id = 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE hostname (
  name varchar(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tenant_id binary(6) NOT NULL,
  canonical tinyint(1) NOT NULL,
  canonical_of binary(6) GENERATED ALWAYS AS (if(canonical, tenant_id, NULL)) STORED,
  PRIMARY KEY (name),
  UNIQUE KEY hostname_canonical (canonical_of),
  KEY hostname_tenant (tenant_id),
  CONSTRAINT hostname_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE invitation (
  tenant_id binary(6) NOT NULL,
  person_id binary(16) NOT NULL,
  digest binary(32) NOT NULL,
  expires_at datetime(6) NOT NULL,
  PRIMARY KEY (tenant_id, person_id),
  UNIQUE KEY invitation_digest (tenant_id, digest),
  CONSTRAINT invitation_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE key_candidate (
  tenant_id binary(6) NOT NULL,
  service_id binary(16) NOT NULL,
  slot varchar(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sealed varbinary(512) NOT NULL,
  last4 varchar(4) NOT NULL,
  set_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  set_by binary(16) DEFAULT NULL,
  due_at datetime(6) DEFAULT current_timestamp(6),
  tries int(11) NOT NULL DEFAULT 0,
  answer varchar(20) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  detail varchar(500) DEFAULT NULL,
  PRIMARY KEY (tenant_id, service_id, slot),
  KEY key_candidate_due (due_at),
  KEY key_candidate_person (tenant_id, set_by),
  CONSTRAINT key_candidate_person FOREIGN KEY (tenant_id, set_by) REFERENCES person (tenant_id, id),
  CONSTRAINT key_candidate_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
  CONSTRAINT key_candidate_slot CHECK (slot in ('primary', 'secondary')),
  CONSTRAINT key_candidate_answer CHECK (answer in ('refused', 'unavailable', 'throttled')),
  CONSTRAINT key_candidate_waits CHECK (due_at is null = (answer is not null and answer = 'refused'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE known_server (
  server binary(32) NOT NULL,
  queue_made_at datetime NOT NULL,
  PRIMARY KEY (server)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE last_sent (
  place binary(16) NOT NULL,
  born timestamp(6) NULL DEFAULT NULL WITHOUT SYSTEM VERSIONING,
  notification_tenant binary(6) DEFAULT NULL WITHOUT SYSTEM VERSIONING,
  notification_id binary(16) DEFAULT NULL WITHOUT SYSTEM VERSIONING,
  attempt int(11) DEFAULT NULL WITHOUT SYSTEM VERSIONING,
  PRIMARY KEY (place)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin WITH SYSTEM VERSIONING;

CREATE TABLE login_failure (
  tenant_id binary(6) NOT NULL,
  bucket binary(16) NOT NULL,
  failures int(11) NOT NULL,
  last_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  forgotten_at datetime(6) NOT NULL,
  PRIMARY KEY (tenant_id, bucket),
  KEY login_failure_forgotten (forgotten_at),
  CONSTRAINT login_failure_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE mail (
  tenant_id binary(6) NOT NULL,
  id binary(16) NOT NULL,
  kind varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  matter varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  recipient varchar(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject varchar(300) NOT NULL,
  body text NOT NULL,
  state varchar(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'queued',
  due_at datetime(6) DEFAULT current_timestamp(6),
  owner binary(16) DEFAULT NULL,
  tries int(11) NOT NULL DEFAULT 0,
  trouble varchar(20) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  reply varchar(200) DEFAULT NULL,
  created_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  settled_at datetime(6) DEFAULT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY mail_once (tenant_id, kind, matter, recipient),
  KEY mail_due (due_at),
  KEY mail_recipient (tenant_id, recipient),
  KEY mail_settled (settled_at),
  CONSTRAINT mail_recipient FOREIGN KEY (tenant_id, recipient) REFERENCES mail_recipient (tenant_id, address) ON DELETE CASCADE,
  CONSTRAINT mail_kind CHECK (kind in ('trial', 'digest', 'stopped', 'resumed', 'access')),
  CONSTRAINT mail_state CHECK (state in ('queued', 'sending', 'sent', 'failed', 'uncertain')),
  CONSTRAINT mail_due CHECK (due_at is not null = state in ('queued', 'sending')),
  CONSTRAINT mail_settled CHECK (settled_at is null = state in ('queued', 'sending')),
  CONSTRAINT mail_trouble CHECK (trouble in ('unknown_host', 'no_connection', 'timed_out', 'certificate', 'no_tls', 'login', 'password', 'sender', 'recipient', 'content', 'busy', 'lost', 'answer_lost', 'expired'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE mail_recipient (
  tenant_id binary(6) NOT NULL,
  address varchar(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  added_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  accepted_at datetime(6) DEFAULT NULL,
  PRIMARY KEY (tenant_id, address),
  CONSTRAINT mail_recipient_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE mail_server (
  place varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id binary(16) NOT NULL,
  server varchar(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  port int(11) NOT NULL,
  security varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  username varchar(254) DEFAULT NULL,
  sealed varbinary(1024) DEFAULT NULL,
  has_password tinyint(1) GENERATED ALWAYS AS (sealed is not null) STORED,
  sender varchar(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  tried_with varchar(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  set_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  set_by binary(16) DEFAULT NULL,
  due_at datetime(6) DEFAULT NULL,
  trouble varchar(20) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  troubled_since datetime(6) DEFAULT NULL,
  reply varchar(200) DEFAULT NULL,
  PRIMARY KEY (place),
  CONSTRAINT mail_server_place CHECK (place in ('in_use', 'on_trial')),
  CONSTRAINT mail_server_port CHECK (port between 1 and 65535),
  CONSTRAINT mail_server_security CHECK (security in ('starttls', 'tls', 'none')),
  CONSTRAINT mail_server_trouble CHECK (trouble in ('unknown_host', 'no_connection', 'timed_out', 'certificate', 'no_tls', 'login', 'password', 'sender', 'recipient', 'content', 'busy', 'lost', 'answer_lost', 'expired')),
  CONSTRAINT mail_server_troubled CHECK (trouble is null = (troubled_since is null)),
  CONSTRAINT mail_server_waits CHECK (due_at is null or place = 'on_trial')
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE message_template (
  tenant_id binary(6) NOT NULL,
  id binary(16) NOT NULL,
  service_id binary(16) NOT NULL,
  name varchar(120) NOT NULL,
  version int(11) NOT NULL DEFAULT 1,
  withdrawn tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY message_template_name (tenant_id, service_id, name),
  CONSTRAINT message_template_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
  CONSTRAINT message_template_version CHECK (version >= 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE migration_lease (
  id tinyint(4) NOT NULL,
  owner binary(16) DEFAULT NULL,
  until datetime(6) DEFAULT NULL,
  PRIMARY KEY (id),
  CONSTRAINT migration_lease_single CHECK (id = 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE notification (
  tenant_id binary(6) NOT NULL,
  id binary(16) NOT NULL,
  form_key binary(16) NOT NULL,
  service_id binary(16) NOT NULL,
  environment enum('live', 'trial') CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_by binary(16) NOT NULL,
  template_id binary(16) DEFAULT NULL,
  template_version int(11) DEFAULT NULL,
  resend_of binary(16) DEFAULT NULL,
  corrects binary(16) DEFAULT NULL,
  fiscal_code char(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  subject varchar(120) NOT NULL,
  subject_words varchar(400) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci GENERATED ALWAYS AS (concat(' ', regexp_replace(if(subject regexp '[^ -ÅÇ-Þà-åç-őŔ-ɏ‐-⁊€]', regexp_replace(regexp_replace(replace(replace(replace(replace(replace(replace(subject, 'ß', 'ss'), 'ẞ', 'SS'), 'æ', 'ae'), 'Æ', 'AE'), 'œ', 'oe'), 'Œ', 'OE'), '\\p{M}+', ''), '[ʰ-˿]', ' '), subject), '[^\\p{L}\\p{N}]+', ' '))) VIRTUAL,
  markdown text NOT NULL,
  due_date date DEFAULT NULL,
  amount_cents bigint(20) DEFAULT NULL,
  notice_number char(18) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  payable_after_due_date tinyint(1) DEFAULT NULL,
  state enum('scheduled', 'queued', 'sending', 'accepted', 'processed', 'rejected', 'failed', 'unreachable', 'refused', 'uncertain', 'assumed', 'undetermined', 'cancelled') CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason varchar(32) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  problem_status int(11) DEFAULT NULL,
  problem_title varchar(500) DEFAULT NULL,
  problem_detail varchar(2000) DEFAULT NULL,
  updated_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  decided_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  decided_by binary(16) DEFAULT NULL,
  due_at datetime(6) DEFAULT NULL,
  owner binary(16) DEFAULT NULL,
  queued_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  send_at datetime(6) DEFAULT NULL,
  attempt smallint(6) NOT NULL DEFAULT 0,
  tries smallint(6) NOT NULL DEFAULT 0,
  sent_at datetime(6) DEFAULT NULL,
  accepted_at datetime(6) DEFAULT NULL,
  io_id varchar(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  io_status varchar(40) DEFAULT NULL,
  io_email varchar(40) DEFAULT NULL,
  io_push varchar(40) DEFAULT NULL,
  checks smallint(6) NOT NULL DEFAULT 0,
  checked_at datetime(6) DEFAULT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY notification_form (tenant_id, form_key),
  KEY notification_lane (state, tenant_id, service_id, due_at, id),
  KEY notification_state (tenant_id, state, id),
  KEY notification_fiscal_code (tenant_id, fiscal_code, id),
  KEY notification_service (tenant_id, service_id, id),
  KEY notification_person (tenant_id, created_by, id),
  KEY notification_notice (tenant_id, notice_number, id),
  KEY notification_io (tenant_id, io_id(10)),
  CONSTRAINT notification_person FOREIGN KEY (tenant_id, created_by) REFERENCES person (tenant_id, id),
  CONSTRAINT notification_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
  CONSTRAINT notification_environment CHECK (environment <> ''),
  CONSTRAINT notification_template_whole CHECK (template_id is null = (template_version is null)),
  CONSTRAINT notification_one_former CHECK (resend_of is null or corrects is null),
  CONSTRAINT notification_due_date CHECK (due_date is null or coalesce(due_date >= '1000-01-01' and due_date <= last_day(due_date), 0)),
  CONSTRAINT notification_payment CHECK (amount_cents is null = (notice_number is null) and amount_cents is null = (payable_after_due_date is null)),
  CONSTRAINT notification_amount CHECK (amount_cents between 1 and 9999999999),
  CONSTRAINT notification_state CHECK (state <> ''),
  CONSTRAINT notification_reason CHECK (reason in ('not_on_io', 'sender_not_allowed', 'refused_by_io', 'failed_at_io', 'tries_exhausted', 'hours_exhausted', 'answer_lost', 'answer_unclear', 'interrupted', 'restored', 'citizen_ceiling', 'moved')),
  CONSTRAINT notification_due CHECK (due_at is not null = (state in ('scheduled', 'queued', 'sending') or state = 'accepted' and io_id is not null)),
  CONSTRAINT notification_counts CHECK (attempt >= 0 and tries >= 0 and checks >= 0),
  CONSTRAINT notification_attempt CHECK (attempt > 0 or state in ('scheduled', 'queued', 'unreachable', 'refused', 'failed', 'cancelled')),
  CONSTRAINT notification_scheduled CHECK (state <> 'scheduled' or send_at is not null),
  CONSTRAINT notification_io_id CHECK (io_id is not null or state not in ('processed', 'rejected', 'undetermined'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE notification_follow_up (
  tenant_id binary(6) NOT NULL,
  former_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  PRIMARY KEY (tenant_id, former_id, id),
  KEY notification_follow_up_id (tenant_id, id),
  CONSTRAINT notification_former FOREIGN KEY (tenant_id, former_id) REFERENCES notification (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE notification_template (
  tenant_id binary(6) NOT NULL,
  template_id binary(16) NOT NULL,
  id binary(16) NOT NULL,
  PRIMARY KEY (tenant_id, template_id, id),
  CONSTRAINT notification_template FOREIGN KEY (tenant_id, template_id) REFERENCES message_template (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE notification_word (
  tenant_id binary(6) NOT NULL,
  word varchar(24) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci NOT NULL,
  id binary(16) NOT NULL,
  PRIMARY KEY (tenant_id, word, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE person (
  tenant_id binary(6) NOT NULL,
  id binary(16) NOT NULL,
  username varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name varchar(120) NOT NULL,
  role varchar(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  all_services tinyint(1) NOT NULL DEFAULT 1,
  password_hash varchar(128) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  totp varbinary(100) DEFAULT NULL,
  has_totp tinyint(1) GENERATED ALWAYS AS (totp is not null) VIRTUAL,
  totp_counter bigint(20) DEFAULT NULL,
  disabled tinyint(1) NOT NULL DEFAULT 0,
  created_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  last_login_at datetime(6) DEFAULT NULL,
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY person_username (tenant_id, username),
  CONSTRAINT person_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
  CONSTRAINT person_role CHECK (role in ('viewer', 'operator', 'administrator', 'host'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE person_service (
  tenant_id binary(6) NOT NULL,
  person_id binary(16) NOT NULL,
  service_id binary(16) NOT NULL,
  PRIMARY KEY (tenant_id, person_id, service_id),
  KEY person_service_service (tenant_id, service_id),
  CONSTRAINT person_service_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT person_service_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE quota_use (
  tenant_id binary(6) NOT NULL,
  day date NOT NULL,
  of_day int(11) NOT NULL,
  minute datetime NOT NULL,
  of_minute int(11) NOT NULL,
  held_by varchar(6) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  held_since datetime(6) DEFAULT NULL,
  held_until datetime(6) DEFAULT NULL,
  PRIMARY KEY (tenant_id),
  CONSTRAINT quota_use_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
  CONSTRAINT quota_use_held_by CHECK (held_by in ('day', 'minute')),
  CONSTRAINT quota_use_held CHECK (held_by is null = (held_until is null) and held_by is null = (held_since is null))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE recovery_code (
  tenant_id binary(6) NOT NULL,
  person_id binary(16) NOT NULL,
  digest binary(32) NOT NULL,
  PRIMARY KEY (tenant_id, person_id, digest),
  CONSTRAINT recovery_code_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE ring (
  tenant_id binary(6) NOT NULL,
  PRIMARY KEY (tenant_id),
  CONSTRAINT ring_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE schema_version (
  number int(10) unsigned NOT NULL,
  oldest_program int(10) unsigned NOT NULL,
  applied_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  PRIMARY KEY (number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE send_mark (
  id binary(16) NOT NULL,
  epoch bigint(20) NOT NULL,
  number bigint(20) NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE send_pause (
  worker_id binary(16) NOT NULL,
  number int(11) NOT NULL,
  tenant_id binary(6) NOT NULL,
  service_id binary(16) DEFAULT NULL,
  environment varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cause varchar(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  since datetime(6) NOT NULL,
  tried_at datetime(6) NOT NULL,
  PRIMARY KEY (worker_id, number),
  KEY send_pause_tenant (tenant_id),
  CONSTRAINT send_pause_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
  CONSTRAINT send_pause_environment CHECK (environment in ('live', 'trial')),
  CONSTRAINT send_pause_cause CHECK (cause in ('unreachable', 'failing', 'silent', 'unclear', 'throttled'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE service (
  tenant_id binary(6) NOT NULL,
  id binary(16) NOT NULL,
  name varchar(200) NOT NULL,
  io_service_id varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  environment varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  maximum_cents bigint(20) NOT NULL DEFAULT 0,
  require_secure_channels tinyint(1) NOT NULL DEFAULT 0,
  disabled tinyint(1) NOT NULL DEFAULT 0,
  stopped_at datetime(6) DEFAULT NULL,
  stop_kind varchar(8) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  stop_reason varchar(500) DEFAULT NULL,
  paused_at datetime(6) DEFAULT NULL,
  paused_by binary(16) DEFAULT NULL,
  daily_ceiling int(11) DEFAULT NULL,
  refusals int(11) NOT NULL DEFAULT 0,
  preferred_slot varchar(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'primary',
  created_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  PRIMARY KEY (tenant_id, id),
  UNIQUE KEY service_name (tenant_id, name),
  UNIQUE KEY service_io (tenant_id, environment, io_service_id),
  KEY service_paused_by (tenant_id, paused_by),
  CONSTRAINT service_paused_by FOREIGN KEY (tenant_id, paused_by) REFERENCES person (tenant_id, id),
  CONSTRAINT service_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
  CONSTRAINT service_environment CHECK (environment in ('live', 'trial')),
  CONSTRAINT service_maximum CHECK (maximum_cents between 0 and 9999999999),
  CONSTRAINT service_stop_kind CHECK (stop_kind in ('keys', 'refusals', 'ceiling')),
  CONSTRAINT service_daily_ceiling CHECK (daily_ceiling >= 1),
  CONSTRAINT service_slot CHECK (preferred_slot in ('primary', 'secondary'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE service_key (
  tenant_id binary(6) NOT NULL,
  service_id binary(16) NOT NULL,
  slot varchar(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  sealed varbinary(512) NOT NULL,
  last4 varchar(4) NOT NULL,
  set_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  set_by binary(16) DEFAULT NULL,
  refused_at datetime(6) DEFAULT NULL,
  PRIMARY KEY (tenant_id, service_id, slot),
  KEY service_key_person (tenant_id, set_by),
  CONSTRAINT service_key_person FOREIGN KEY (tenant_id, set_by) REFERENCES person (tenant_id, id),
  CONSTRAINT service_key_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
  CONSTRAINT service_key_slot CHECK (slot in ('primary', 'secondary'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE session (
  tenant_id binary(6) NOT NULL,
  digest binary(32) NOT NULL,
  person_id binary(16) NOT NULL,
  stage varchar(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'complete',
  browser varchar(60) DEFAULT NULL,
  network varchar(45) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  list varchar(2000) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  searches varchar(8000) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  access_changed tinyint(1) NOT NULL DEFAULT 0,
  created_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  seen_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  PRIMARY KEY (tenant_id, digest),
  KEY session_person (tenant_id, person_id),
  KEY session_seen (seen_at),
  CONSTRAINT session_person FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
  CONSTRAINT session_stage CHECK (stage in ('password', 'complete'))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE tally_due (
  tenant_id binary(6) NOT NULL,
  hour int(11) NOT NULL,
  in_hand tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, hour, in_hand)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE template_field (
  tenant_id binary(6) NOT NULL,
  template_id binary(16) NOT NULL,
  version int(11) NOT NULL,
  name varchar(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  position int(11) NOT NULL,
  label varchar(60) NOT NULL,
  kind varchar(9) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  required tinyint(1) NOT NULL,
  payment varchar(13) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL,
  PRIMARY KEY (tenant_id, template_id, version, name),
  UNIQUE KEY template_field_position (tenant_id, template_id, version, position),
  UNIQUE KEY template_field_payment_once (tenant_id, template_id, version, payment),
  CONSTRAINT template_field_version FOREIGN KEY (tenant_id, template_id, version) REFERENCES template_version (tenant_id, template_id, version),
  CONSTRAINT template_field_name CHECK (name regexp '^[a-z][a-z0-9_]*$'),
  CONSTRAINT template_field_kind CHECK (kind in ('text', 'long_text', 'date', 'amount', 'number')),
  CONSTRAINT template_field_payment CHECK (payment in ('amount', 'due_date', 'notice_number')),
  CONSTRAINT template_field_payment_kind CHECK (payment is null or kind = convert(case payment when 'amount' then 'amount' when 'due_date' then 'date' else 'text' end using ascii))
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE template_version (
  tenant_id binary(6) NOT NULL,
  template_id binary(16) NOT NULL,
  version int(11) NOT NULL,
  subject varchar(400) NOT NULL,
  markdown text NOT NULL,
  requires_payment tinyint(1) NOT NULL DEFAULT 0,
  created_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  created_by binary(16) DEFAULT NULL,
  PRIMARY KEY (tenant_id, template_id, version),
  KEY template_version_person (tenant_id, created_by),
  CONSTRAINT template_version_person FOREIGN KEY (tenant_id, created_by) REFERENCES person (tenant_id, id),
  CONSTRAINT template_version_template FOREIGN KEY (tenant_id, template_id) REFERENCES message_template (tenant_id, id),
  CONSTRAINT template_version_number CHECK (version >= 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE tenant (
  id binary(6) NOT NULL,
  kind varchar(4) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'ente',
  only_host tinyint(1) GENERATED ALWAYS AS (if(kind = 'host', 1, NULL)) STORED,
  code varchar(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name varchar(200) NOT NULL,
  created_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  state varchar(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'active',
  state_since datetime(6) DEFAULT NULL,
  state_reason varchar(500) DEFAULT NULL,
  daily_quota int(11) DEFAULT NULL,
  minute_quota int(11) DEFAULT NULL,
  people_quota int(11) DEFAULT NULL,
  retention_ceiling_days int(11) DEFAULT NULL,
  account_id binary(6) DEFAULT NULL,
  directory_version bigint(20) NOT NULL DEFAULT 0,
  proof_key binary(32) NOT NULL DEFAULT random_bytes(32),
  retention_days int(11) DEFAULT NULL,
  minimum_content int(11) NOT NULL DEFAULT 120,
  confirms_sends tinyint(1) NOT NULL DEFAULT 0,
  requires_second_factor tinyint(1) NOT NULL DEFAULT 0,
  sends_from int(11) NOT NULL DEFAULT 8,
  sends_until int(11) NOT NULL DEFAULT 20,
  sends_on_holidays tinyint(1) NOT NULL DEFAULT 0,
  paused_at datetime(6) DEFAULT NULL,
  paused_by binary(16) DEFAULT NULL,
  citizen_ceiling int(11) DEFAULT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY tenant_code (code),
  UNIQUE KEY tenant_only_host (only_host),
  KEY tenant_account (account_id),
  KEY tenant_paused_by (id, paused_by),
  CONSTRAINT tenant_account FOREIGN KEY (account_id) REFERENCES tenant (id),
  CONSTRAINT tenant_paused_by FOREIGN KEY (id, paused_by) REFERENCES person (tenant_id, id),
  CONSTRAINT tenant_kind CHECK (kind in ('ente', 'host')),
  CONSTRAINT tenant_state CHECK (state in ('active', 'read_only', 'closed')),
  CONSTRAINT tenant_quotas CHECK (daily_quota >= 1 and minute_quota >= 1 and people_quota >= 1 and retention_ceiling_days >= 1),
  CONSTRAINT tenant_retention CHECK (retention_days between 30 and 36500),
  CONSTRAINT tenant_minimum_content CHECK (minimum_content between 80 and 10000),
  CONSTRAINT tenant_sending_hours CHECK (sends_from >= 0 and sends_from < sends_until and sends_until <= 24),
  CONSTRAINT tenant_citizen_ceiling CHECK (citizen_ceiling >= 1)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE tenant_contacts (
  tenant_id binary(6) NOT NULL,
  controller varchar(300) NOT NULL DEFAULT '',
  privacy_mail varchar(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  officer_mail varchar(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  privacy_page varchar(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  accessibility_page varchar(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  accessibility_mail varchar(254) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  PRIMARY KEY (tenant_id),
  CONSTRAINT tenant_contacts_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE tenant_logo (
  tenant_id binary(6) NOT NULL,
  media_type varchar(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  bytes mediumblob NOT NULL,
  digest binary(16) NOT NULL,
  width smallint(5) unsigned NOT NULL,
  height smallint(5) unsigned NOT NULL,
  set_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  PRIMARY KEY (tenant_id),
  CONSTRAINT tenant_logo_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
  CONSTRAINT tenant_logo_media_type CHECK (media_type in ('image/png', 'image/jpeg', 'image/webp')),
  CONSTRAINT tenant_logo_bytes CHECK (octet_length(bytes) between 1 and 65536)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE tenant_mail (
  tenant_id binary(6) NOT NULL,
  summary_hour int(11) DEFAULT NULL,
  summary_day date DEFAULT NULL,
  tells_stops tinyint(1) NOT NULL DEFAULT 0,
  told int(11) NOT NULL DEFAULT 0,
  told_on date DEFAULT NULL,
  access_told datetime(6) NOT NULL DEFAULT current_timestamp(6),
  PRIMARY KEY (tenant_id),
  CONSTRAINT tenant_mail_tenant FOREIGN KEY (tenant_id) REFERENCES tenant (id),
  CONSTRAINT tenant_mail_told CHECK (told >= 0),
  CONSTRAINT tenant_mail_summary_hour CHECK (summary_hour between 0 and 23)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE told_stop (
  tenant_id binary(6) NOT NULL,
  service_id binary(16) NOT NULL,
  since datetime(6) NOT NULL,
  PRIMARY KEY (tenant_id, service_id),
  CONSTRAINT told_stop_service FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE to_follow (
  tenant_id binary(6) NOT NULL,
  id binary(16) NOT NULL,
  person_id binary(16) DEFAULT NULL,
  since datetime(6) NOT NULL,
  PRIMARY KEY (tenant_id, id),
  KEY to_follow_person (tenant_id, person_id, id),
  CONSTRAINT to_follow_notification FOREIGN KEY (tenant_id, id) REFERENCES notification (tenant_id, id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE worker (
  id binary(16) NOT NULL,
  host varchar(253) NOT NULL,
  seen_at datetime(6) NOT NULL DEFAULT current_timestamp(6),
  newest_key binary(32) DEFAULT NULL,
  cannot_write tinyint(1) NOT NULL DEFAULT 0,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TRIGGER audit_kept BEFORE DELETE ON audit FOR EACH ROW
IF OLD.at > NOW(6) - INTERVAL 180 DAY AND EXISTS (SELECT 1 FROM hostname h WHERE h.tenant_id = OLD.tenant_id)
        AND NOT EXISTS (SELECT 1 FROM deletion_certificate c WHERE c.open_for = OLD.tenant_id) THEN
        SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the audit of the last 180 days stays';
    END IF;

CREATE TRIGGER contact_made AFTER INSERT ON contact FOR EACH ROW
DELETE FROM to_follow WHERE tenant_id = NEW.tenant_id AND id = NEW.notification_id AND since <= NEW.made_at;

CREATE TRIGGER notification_added AFTER INSERT ON notification FOR EACH ROW
BEGIN
    INSERT IGNORE INTO notification_word (tenant_id, word, id)
    SELECT NEW.tenant_id, LEFT(w.word, 24), NEW.id
    FROM JSON_TABLE(CONCAT('["', REPLACE(TRIM(NEW.subject_words), ' ', '", "'), '"]'), '$[*]'
        COLUMNS (word VARCHAR(360) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci PATH '$')) w
    WHERE CHAR_LENGTH(w.word) >= 3;
    INSERT IGNORE INTO tally_due (tenant_id, hour) VALUES (NEW.tenant_id, CONV(HEX(LEFT(NEW.id, 6)), 16, 10) DIV 3600000);
    IF NEW.template_id IS NOT NULL THEN
        INSERT INTO notification_template (tenant_id, template_id, id) VALUES (NEW.tenant_id, NEW.template_id, NEW.id);
    END IF;
    IF COALESCE(NEW.resend_of, NEW.corrects) IS NOT NULL THEN
        INSERT INTO notification_follow_up (tenant_id, former_id, id)
        VALUES (NEW.tenant_id, COALESCE(NEW.resend_of, NEW.corrects), NEW.id);
    END IF;
    IF NEW.state IN ('rejected', 'failed', 'unreachable', 'refused', 'uncertain', 'undetermined') THEN
        INSERT INTO to_follow (tenant_id, id, person_id, since)
        VALUES (NEW.tenant_id, NEW.id, COALESCE(NEW.decided_by, NEW.created_by), NEW.updated_at);
    END IF;
END;

CREATE TRIGGER notification_moved AFTER UPDATE ON notification FOR EACH ROW
IF NEW.state <> OLD.state THEN
    INSERT IGNORE INTO tally_due (tenant_id, hour) VALUES (NEW.tenant_id, CONV(HEX(LEFT(NEW.id, 6)), 16, 10) DIV 3600000);
    IF NEW.state IN ('rejected', 'failed', 'unreachable', 'refused', 'uncertain', 'undetermined') THEN
        INSERT INTO to_follow (tenant_id, id, person_id, since)
        VALUES (NEW.tenant_id, NEW.id, COALESCE(NEW.decided_by, NEW.created_by), NEW.updated_at)
        ON DUPLICATE KEY UPDATE since = NEW.updated_at;
    ELSEIF OLD.state IN ('rejected', 'failed', 'unreachable', 'refused', 'uncertain', 'undetermined') THEN
        DELETE FROM to_follow WHERE tenant_id = NEW.tenant_id AND id = NEW.id;
    END IF;
END IF;

CREATE TRIGGER notification_removed BEFORE DELETE ON notification FOR EACH ROW
BEGIN
    DELETE k FROM JSON_TABLE(CONCAT('["', REPLACE(TRIM(OLD.subject_words), ' ', '", "'), '"]'), '$[*]'
        COLUMNS (word VARCHAR(360) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci PATH '$')) w
    STRAIGHT_JOIN notification_word k ON k.tenant_id = OLD.tenant_id AND k.word = LEFT(w.word, 24) AND k.id = OLD.id;
    INSERT IGNORE INTO tally_due (tenant_id, hour) VALUES (OLD.tenant_id, CONV(HEX(LEFT(OLD.id, 6)), 16, 10) DIV 3600000);
    IF OLD.template_id IS NOT NULL THEN
        DELETE FROM notification_template WHERE tenant_id = OLD.tenant_id AND template_id = OLD.template_id AND id = OLD.id;
    END IF;
    IF COALESCE(OLD.resend_of, OLD.corrects) IS NOT NULL THEN
        DELETE FROM notification_follow_up
        WHERE tenant_id = OLD.tenant_id AND former_id = COALESCE(OLD.resend_of, OLD.corrects) AND id = OLD.id;
    END IF;
END;
