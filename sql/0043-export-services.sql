-- The services that a finished extraction may hold rows of: the ids one after the other, as the worker found them when it began;
-- NULL: all. Who may read less by now does not get the file.
ALTER TABLE export
    ADD COLUMN IF NOT EXISTS services MEDIUMBLOB NULL AFTER filter;
