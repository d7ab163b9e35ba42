-- Only what every worker can read: one row that ends whoever claims it would end the sends of all.
ALTER TABLE notification
    ADD CONSTRAINT IF NOT EXISTS notification_reason CHECK (reason IN ('not_on_io', 'sender_not_allowed', 'refused_by_io', 'failed_at_io',
        'tries_exhausted', 'hours_exhausted', 'answer_lost', 'answer_unclear', 'interrupted', 'restored', 'citizen_ceiling')),
    ADD CONSTRAINT IF NOT EXISTS notification_counts CHECK (attempt >= 0 AND tries >= 0 AND checks >= 0),
    -- a day that there is, from the year 1000 on, whatever sql_mode the writer has: without one LAST_DAY is NULL
    ADD CONSTRAINT IF NOT EXISTS notification_due_date CHECK (due_date IS NULL
        OR COALESCE(due_date >= '1000-01-01' AND due_date <= LAST_DAY(due_date), FALSE));
