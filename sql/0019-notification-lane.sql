-- The queue by lane: what one service of one ente has to send or to check, in the order of its due times. Which lanes have
-- something due is read off the index without its rows, so one ente's hundred thousand delay nobody.
ALTER TABLE notification
    ADD KEY IF NOT EXISTS notification_lane (state, tenant_id, service_id, due_at, id),
    DROP KEY IF EXISTS notification_due;
