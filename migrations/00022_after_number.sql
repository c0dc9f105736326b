-- What is told after the number. A landmark says where and not who: the village reads it after the release, unlike the story. The reporter's name and phone
-- are kept by the reporter's own yes only, sealed. A case can be opened by number and PIN; the PIN is made from a salt and a key outside the database, so
-- that it is nowhere kept, and tries at it are counted here, so that they are limited over restarts and replicas.
-- +goose Up
ALTER TABLE cases
    ADD COLUMN place_note text NOT NULL DEFAULT '',
    ADD COLUMN safe_from  smallint NOT NULL DEFAULT 0 CHECK (safe_from BETWEEN 0 AND 1439), -- minutes of the day; both the same: any hour
    ADD COLUMN safe_to    smallint NOT NULL DEFAULT 0 CHECK (safe_to BETWEEN 0 AND 1439);

CREATE TABLE case_contacts (
    case_id        bigint PRIMARY KEY REFERENCES cases,
    name_sealed    bytea, -- NULL: none was given
    phone_sealed   bytea NOT NULL,
    notice_version integer NOT NULL, -- under which the reporter said yes
    consent_at     timestamptz NOT NULL
);

CREATE TABLE case_pins (
    case_id  bigint PRIMARY KEY REFERENCES cases,
    salt     bytea NOT NULL CHECK (length(salt) = 16),
    made_at  timestamptz NOT NULL,
    shown_at timestamptz -- once
);

ALTER TABLE case_reads
    DROP CONSTRAINT case_reads_what_check,
    ADD CONSTRAINT case_reads_what_check CHECK (what IN ('case', 'timeline', 'minutes', 'contact'));

CREATE TABLE pin_tries (
    mac          bytea PRIMARY KEY CHECK (length(mac) = 32), -- of a number, whether there is such a case or not, or of a person
    since        timestamptz NOT NULL,
    tries        integer NOT NULL CHECK (tries >= 0),
    closed_until timestamptz
);
