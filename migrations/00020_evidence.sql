-- Evidence: a copy of our own of each file, fetched from Telegram after the filing, without what the camera wrote into it, sealed with the key of its case.
-- Each file has its random name from the beginning, so that an attempt that died leaves nothing behind which the next one does not write over. A key that
-- was erased stays erased. storage holds the id of the folder or bucket where the copies lie: all replicas must find the same one.
-- +goose Up
ALTER TABLE case_files
    ADD COLUMN state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'kept', 'too_big', 'gone', 'failed', 'erased')),
    ADD COLUMN kept_name   text NOT NULL DEFAULT replace(gen_random_uuid()::text, '-', ''),
    ADD COLUMN look_at     timestamptz NOT NULL DEFAULT now(), -- when to see whether a job was lost
    ADD COLUMN tries       integer NOT NULL DEFAULT 0,
    ADD COLUMN sha256      bytea CHECK (length(sha256) = 32), -- of what came
    ADD COLUMN size_came   bigint,
    ADD COLUMN kept_sha256 bytea CHECK (length(kept_sha256) = 32), -- of what is kept, before it is sealed
    ADD COLUMN size_kept   bigint,
    ADD COLUMN mime        text,
    ADD COLUMN stripped    boolean,
    ADD COLUMN kept_at     timestamptz,
    ADD CONSTRAINT case_files_kept CHECK (state <> 'kept' OR
        (sha256 IS NOT NULL AND size_came IS NOT NULL AND kept_sha256 IS NOT NULL AND size_kept IS NOT NULL AND mime IS NOT NULL AND stripped IS NOT NULL AND kept_at IS NOT NULL));
CREATE UNIQUE INDEX case_files_name ON case_files (kept_name);
CREATE INDEX case_files_look ON case_files (look_at) WHERE state IN ('waiting', 'failed') AND kind <> 'pin';

CREATE TABLE case_keys (
    case_id    bigint PRIMARY KEY REFERENCES cases,
    key_sealed bytea,
    erased_at  timestamptz,
    CHECK ((key_sealed IS NULL) = (erased_at IS NOT NULL))
);

CREATE TABLE storage (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    id   text NOT NULL CHECK (id <> '')
);
