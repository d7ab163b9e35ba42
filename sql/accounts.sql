-- What the account of each program may do. `puntuale accounts` runs this after the migrations, as the database's administrator: it makes
-- models, as which nobody enters, and then gives the accounts of the same names, from whatever host, the rights that their model has
-- and takes those that it has not. A right that a release no longer needs stays until the next one: programs of the release before
-- still run meanwhile.
CREATE OR REPLACE USER puntuale_web@'modello.invalid' ACCOUNT LOCK;
CREATE OR REPLACE USER puntuale_worker@'modello.invalid' ACCOUNT LOCK;
CREATE OR REPLACE USER puntuale_host@'modello.invalid' ACCOUNT LOCK;

-- The web proposes keys, which only the worker puts to use, and can read none. It adds to the audit, at no time but now, and to the
-- versions of a template, and cannot change them; it decides about a notification and cannot change what it says or to whom, and
-- cannot turn a service of prova into a real one. Nor can it say that an e-mail address was tried, or that fewer e-mails were made.
GRANT SELECT ON schema_version TO puntuale_web@'modello.invalid';
GRANT SELECT ON worker TO puntuale_web@'modello.invalid';
GRANT SELECT ON counter TO puntuale_web@'modello.invalid';
GRANT SELECT ON budget TO puntuale_web@'modello.invalid';
GRANT SELECT ON send_pause TO puntuale_web@'modello.invalid';
GRANT SELECT, UPDATE (name, retention_days, minimum_content, confirms_sends, requires_second_factor, sends_from, sends_until,
    sends_on_holidays, paused_at, paused_by, citizen_ceiling, directory_version)
    ON tenant TO puntuale_web@'modello.invalid';
GRANT SELECT ON host TO puntuale_web@'modello.invalid';
GRANT SELECT ON known_server TO puntuale_web@'modello.invalid';
GRANT SELECT ON last_sent TO puntuale_web@'modello.invalid';
GRANT SELECT, DELETE ON daily_count TO puntuale_web@'modello.invalid';
GRANT SELECT ON hostname TO puntuale_web@'modello.invalid';
GRANT SELECT ON quota_use TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT, DELETE ON tenant_logo TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT, UPDATE ON tenant_contacts TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT, UPDATE (name, role, all_services, password_hash, disabled, last_login_at, totp, totp_counter) ON person
    TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT, DELETE ON person_service TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT, DELETE ON recovery_code TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT, UPDATE, DELETE ON invitation TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT, UPDATE, DELETE ON login_failure TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT (tenant_id, digest, person_id, stage, browser, network, access_changed),
    UPDATE (digest, stage, list, searches, access_changed, seen_at), DELETE
    ON session TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT, UPDATE (name, io_service_id, maximum_cents, require_secure_channels, disabled, stopped_at, stop_kind, stop_reason,
    refusals, paused_at, paused_by, daily_ceiling)
    ON service TO puntuale_web@'modello.invalid';
GRANT SELECT (tenant_id, service_id, slot, last4, set_at, set_by, refused_at) ON service_key TO puntuale_web@'modello.invalid';
GRANT SELECT (tenant_id, service_id, slot, last4, set_at, set_by, due_at, tries, answer, detail), INSERT, DELETE,
    UPDATE (due_at, tries, answer, detail) ON key_candidate TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT, UPDATE (state, due_at, queued_at, send_at, owner, tries, accepted_at, io_id, io_status, io_email, io_push, checks,
    checked_at, reason, problem_status, problem_title, problem_detail, updated_at, decided_at,
    decided_by)
    ON notification TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT, UPDATE, DELETE ON draft TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT, UPDATE (name, version, withdrawn) ON message_template TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT ON template_version TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT ON template_field TO puntuale_web@'modello.invalid';
GRANT SELECT ON notification_word TO puntuale_web@'modello.invalid';
GRANT SELECT ON notification_follow_up TO puntuale_web@'modello.invalid';
GRANT SELECT, UPDATE (person_id) ON to_follow TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT (tenant_id, notification_id, id, channel, note, person_id) ON contact TO puntuale_web@'modello.invalid';
GRANT SELECT ON daily_tally TO puntuale_web@'modello.invalid';
GRANT SELECT ON all_tenants_tally TO puntuale_web@'modello.invalid';
GRANT SELECT ON notification_template TO puntuale_web@'modello.invalid';
GRANT SELECT ON attempt TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT ON ask TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT, UPDATE (state, due_at) ON export TO puntuale_web@'modello.invalid';
GRANT SELECT ON export_chunk TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT (tenant_id, id, person_id, action, subject, detail) ON audit TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT ON audit_citizen TO puntuale_web@'modello.invalid';
-- Whom and what to tell is a tenant's to say; what an e-mail says is the worker's, and of its server the web knows whether it works.
GRANT SELECT, INSERT (tenant_id), UPDATE (summary_hour, summary_day, tells_stops) ON tenant_mail TO puntuale_web@'modello.invalid';
GRANT SELECT, INSERT (tenant_id, address), DELETE ON mail_recipient TO puntuale_web@'modello.invalid';
GRANT SELECT ON mail TO puntuale_web@'modello.invalid';
GRANT SELECT (place, trouble, troubled_since) ON mail_server TO puntuale_web@'modello.invalid';
GRANT INSERT ON ring TO puntuale_web@'modello.invalid';

GRANT SELECT ON schema_version TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, UPDATE, DELETE ON worker TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, UPDATE ON counter TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, DELETE ON send_pause TO puntuale_worker@'modello.invalid';
GRANT SELECT, UPDATE (directory_version) ON tenant TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, UPDATE ON budget TO puntuale_worker@'modello.invalid';
GRANT SELECT, UPDATE (restored_at) ON host TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, UPDATE ON send_mark TO puntuale_worker@'modello.invalid';
GRANT SELECT ON known_server TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, UPDATE ON last_sent TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, UPDATE, DELETE ON daily_count TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, UPDATE ON quota_use TO puntuale_worker@'modello.invalid';
GRANT SELECT ON hostname TO puntuale_worker@'modello.invalid';
GRANT SELECT (tenant_id, id, username, name, role, all_services, disabled, last_login_at, has_totp) ON person
    TO puntuale_worker@'modello.invalid';
GRANT SELECT ON person_service TO puntuale_worker@'modello.invalid';
GRANT SELECT, DELETE ON session TO puntuale_worker@'modello.invalid';
GRANT SELECT (failures, last_at, forgotten_at), DELETE ON login_failure TO puntuale_worker@'modello.invalid';
GRANT SELECT (expires_at), UPDATE (expires_at) ON invitation TO puntuale_worker@'modello.invalid';
GRANT SELECT, UPDATE (stopped_at, stop_kind, stop_reason, refusals, preferred_slot) ON service TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, UPDATE (refused_at), DELETE ON service_key TO puntuale_worker@'modello.invalid';
GRANT SELECT, UPDATE (due_at, tries, answer, detail), DELETE ON key_candidate TO puntuale_worker@'modello.invalid';
GRANT SELECT, UPDATE, DELETE ON notification TO puntuale_worker@'modello.invalid';
GRANT SELECT (updated_at), DELETE ON draft TO puntuale_worker@'modello.invalid';
GRANT SELECT ON notification_word TO puntuale_worker@'modello.invalid';
GRANT SELECT ON notification_follow_up TO puntuale_worker@'modello.invalid';
GRANT SELECT ON to_follow TO puntuale_worker@'modello.invalid';
GRANT SELECT, DELETE ON contact TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, UPDATE, DELETE ON tally_due TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, DELETE ON daily_tally TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, UPDATE, DELETE ON all_tenants_tally TO puntuale_worker@'modello.invalid';
GRANT SELECT ON notification_template TO puntuale_worker@'modello.invalid';
GRANT SELECT (tenant_id, id, name) ON message_template TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, DELETE ON attempt TO puntuale_worker@'modello.invalid';
GRANT SELECT, UPDATE, DELETE ON ask TO puntuale_worker@'modello.invalid';
GRANT SELECT, DELETE ON ring TO puntuale_worker@'modello.invalid';
GRANT SELECT, UPDATE, DELETE ON mail_server TO puntuale_worker@'modello.invalid';
GRANT SELECT, UPDATE (summary_day, told, told_on, access_told) ON tenant_mail TO puntuale_worker@'modello.invalid';
GRANT SELECT, UPDATE (accepted_at) ON mail_recipient TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, DELETE ON told_stop TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, UPDATE, DELETE ON mail TO puntuale_worker@'modello.invalid';
GRANT SELECT, UPDATE, DELETE ON export TO puntuale_worker@'modello.invalid';
GRANT SELECT, INSERT, DELETE ON export_chunk TO puntuale_worker@'modello.invalid';
-- A trigger keeps what is younger than 180 days.
GRANT SELECT, INSERT, DELETE ON audit TO puntuale_worker@'modello.invalid';
GRANT SELECT ON audit_citizen TO puntuale_worker@'modello.invalid';

-- The host's administration knows how much each ente sends, never what or to whom, and no key. Only it writes states, quotas
-- and host names.
GRANT SELECT ON schema_version TO puntuale_host@'modello.invalid';
GRANT SELECT ON worker TO puntuale_host@'modello.invalid';
GRANT SELECT ON send_pause TO puntuale_host@'modello.invalid';
GRANT SELECT ON host TO puntuale_host@'modello.invalid';
GRANT SELECT (open_for) ON deletion_certificate TO puntuale_host@'modello.invalid';
GRANT SELECT, INSERT (id, code, name), UPDATE (state, state_since, state_reason, daily_quota, minute_quota, people_quota,
    retention_ceiling_days, account_id, directory_version) ON tenant TO puntuale_host@'modello.invalid';
GRANT SELECT, INSERT, UPDATE (canonical), DELETE ON hostname TO puntuale_host@'modello.invalid';
GRANT SELECT (tenant_id, digest, width, height) ON tenant_logo TO puntuale_host@'modello.invalid';
GRANT SELECT, UPDATE (held_by, held_since, held_until) ON quota_use TO puntuale_host@'modello.invalid';
GRANT SELECT, INSERT, UPDATE (name, role, all_services, password_hash, disabled, last_login_at, totp, totp_counter) ON person
    TO puntuale_host@'modello.invalid';
GRANT SELECT, DELETE ON person_service TO puntuale_host@'modello.invalid';
GRANT SELECT, INSERT, DELETE ON recovery_code TO puntuale_host@'modello.invalid';
GRANT SELECT, INSERT, UPDATE, DELETE ON invitation TO puntuale_host@'modello.invalid';
GRANT SELECT, INSERT, UPDATE, DELETE ON login_failure TO puntuale_host@'modello.invalid';
GRANT SELECT, INSERT (tenant_id, digest, person_id, stage, browser, network, access_changed),
    UPDATE (digest, stage, list, searches, access_changed, seen_at), DELETE
    ON session TO puntuale_host@'modello.invalid';
GRANT SELECT (tenant_id, id, environment, disabled, stopped_at, stop_kind, paused_at) ON service TO puntuale_host@'modello.invalid';
GRANT SELECT (tenant_id, id, service_id, state, due_at, queued_at, updated_at) ON notification TO puntuale_host@'modello.invalid';
GRANT SELECT (tenant_id, id) ON to_follow TO puntuale_host@'modello.invalid';
GRANT SELECT ON daily_tally TO puntuale_host@'modello.invalid';
GRANT SELECT ON all_tenants_tally TO puntuale_host@'modello.invalid';
GRANT SELECT (tenant_id, id, at, person_id, action, subject, detail, topic),
    INSERT (tenant_id, id, person_id, action, subject, detail) ON audit TO puntuale_host@'modello.invalid';
-- It types the password of the mail server and cannot read it.
GRANT SELECT (place, id, server, port, security, username, has_password, sender, tried_with, set_at, set_by, due_at, trouble,
    troubled_since, reply), INSERT, DELETE ON mail_server TO puntuale_host@'modello.invalid';
GRANT SELECT (state, due_at, created_at, settled_at) ON mail TO puntuale_host@'modello.invalid';
GRANT INSERT ON ring TO puntuale_host@'modello.invalid';

-- All people stand in one table: who takes the pages of the enti over makes nobody of the host, nor changes or enters as one,
-- and the host enters as nobody of an ente: where no administrator can enter, it adds some without a password, and invites those
-- who have never entered.
-- What must not be becomes NULL, which the column refuses.
CREATE OR REPLACE TRIGGER person_added BEFORE INSERT ON person FOR EACH ROW SET NEW.role =
    IF(SUBSTRING_INDEX(USER(), '@', 1) = IF((SELECT kind FROM tenant WHERE id = NEW.tenant_id) = 'host', 'puntuale_web', 'puntuale_host')
       AND NOT (SUBSTRING_INDEX(USER(), '@', 1) = 'puntuale_host' AND NEW.role = 'administrator' AND NEW.password_hash IS NULL
                AND NEW.totp IS NULL AND NEW.last_login_at IS NULL AND NOT EXISTS (
                    SELECT 1 FROM person p WHERE p.tenant_id = NEW.tenant_id AND p.role = 'administrator'
                       AND p.password_hash IS NOT NULL AND NOT p.disabled)),
       NULL, NEW.role);
CREATE OR REPLACE TRIGGER person_changed BEFORE UPDATE ON person FOR EACH ROW SET NEW.role =
    IF(SUBSTRING_INDEX(USER(), '@', 1) = IF((SELECT kind FROM tenant WHERE id = NEW.tenant_id) = 'host', 'puntuale_web', 'puntuale_host'),
       NULL, NEW.role);
CREATE OR REPLACE TRIGGER session_opened BEFORE INSERT ON session FOR EACH ROW SET NEW.person_id =
    IF(SUBSTRING_INDEX(USER(), '@', 1) = IF((SELECT kind FROM tenant WHERE id = NEW.tenant_id) = 'host', 'puntuale_web', 'puntuale_host'),
       NULL, NEW.person_id);
CREATE OR REPLACE TRIGGER session_changed BEFORE UPDATE ON session FOR EACH ROW SET NEW.person_id =
    IF(SUBSTRING_INDEX(USER(), '@', 1) = IF((SELECT kind FROM tenant WHERE id = NEW.tenant_id) = 'host', 'puntuale_web', 'puntuale_host'),
       NULL, NEW.person_id);
CREATE OR REPLACE TRIGGER recovery_code_added BEFORE INSERT ON recovery_code FOR EACH ROW SET NEW.person_id =
    IF(SUBSTRING_INDEX(USER(), '@', 1) = IF((SELECT kind FROM tenant WHERE id = NEW.tenant_id) = 'host', 'puntuale_web', 'puntuale_host'),
       NULL, NEW.person_id);
CREATE OR REPLACE TRIGGER invitation_made BEFORE INSERT ON invitation FOR EACH ROW SET NEW.person_id =
    IF(SUBSTRING_INDEX(USER(), '@', 1) = IF((SELECT kind FROM tenant WHERE id = NEW.tenant_id) = 'host', 'puntuale_web', 'puntuale_host')
       AND NOT (SUBSTRING_INDEX(USER(), '@', 1) = 'puntuale_host' AND EXISTS (
           SELECT 1 FROM person p WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.person_id AND p.role = 'administrator'
              AND p.password_hash IS NULL AND p.last_login_at IS NULL AND NOT p.disabled)
           AND NOT EXISTS (SELECT 1 FROM person p WHERE p.tenant_id = NEW.tenant_id AND p.role = 'administrator'
              AND p.password_hash IS NOT NULL AND NOT p.disabled)),
       NULL, NEW.person_id);
CREATE OR REPLACE TRIGGER invitation_changed BEFORE UPDATE ON invitation FOR EACH ROW SET NEW.person_id =
    IF(SUBSTRING_INDEX(USER(), '@', 1) = IF((SELECT kind FROM tenant WHERE id = NEW.tenant_id) = 'host', 'puntuale_web', 'puntuale_host'),
       NULL, NEW.person_id);
