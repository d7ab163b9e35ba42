-- Drafts are forms and have a table of their own: a notification is one from when it is to be sent.
ALTER TABLE notification
    DROP CONSTRAINT IF EXISTS notification_state,
    DROP CONSTRAINT IF EXISTS notification_attempt,
    ADD CONSTRAINT notification_state CHECK (state IN ('queued', 'sending', 'accepted', 'processed', 'rejected', 'failed',
        'unreachable', 'refused', 'uncertain', 'assumed', 'undetermined', 'cancelled')),
    ADD CONSTRAINT notification_attempt CHECK (attempt > 0 OR state IN ('queued', 'unreachable', 'refused', 'failed', 'cancelled'));
