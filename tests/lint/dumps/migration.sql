-- A migration as an ORM writes it.
BEGIN;
CREATE TABLE accounts (
  id BIGSERIAL PRIMARY KEY,
  name text COLLATE "en_US" NOT NULL, /* shown */
  state int GENERATED ALWAYS AS IDENTITY (CACHE 20),
  opened timestamptz DEFAULT now()
) TABLESPACE pg_default;
CREATE TEMP TABLE staging (a int) ON COMMIT DELETE ROWS;
CREATE INDEX CONCURRENTLY accounts_name ON accounts (name text_pattern_ops);
INSERT INTO accounts (name) VALUES ('a'), ('b');
COMMIT;

CREATE SEQUENCE numbers AS smallint;
CREATE OR REPLACE TEMPORARY VIEW names AS SELECT name FROM accounts;
ALTER TABLE accounts ADD CONSTRAINT named CHECK (name <> '');
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT name FROM accounts WHERE id = 1 FOR SHARE;
COMMIT;
CHECKPOINT;
DROP INDEX CONCURRENTLY IF EXISTS no_such_index;
