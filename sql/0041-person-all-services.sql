-- Whether a person works with all services of the ente, also those that are added later, or with those of person_service.
ALTER TABLE person
    ADD COLUMN IF NOT EXISTS all_services BOOLEAN NOT NULL DEFAULT TRUE AFTER role;
