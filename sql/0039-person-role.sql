-- Those of the host have a role of their own.
ALTER TABLE person
    DROP CONSTRAINT IF EXISTS person_role,
    ADD CONSTRAINT person_role CHECK (role IN ('viewer', 'operator', 'administrator', 'host'));
