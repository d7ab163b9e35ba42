-- A reason more: it waited when its ente moved here from another host.
ALTER TABLE notification
    DROP CONSTRAINT IF EXISTS notification_reason,
    ADD CONSTRAINT notification_reason CHECK (reason IN ('not_on_io', 'sender_not_allowed', 'refused_by_io', 'failed_at_io',
        'tries_exhausted', 'hours_exhausted', 'answer_lost', 'answer_unclear', 'interrupted', 'restored', 'citizen_ceiling', 'moved'));
