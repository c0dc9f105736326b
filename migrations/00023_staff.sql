-- What protects against the people inside. Of a person's own PIN only a digest is kept, whose key lies outside the database; wrong ones are counted here, so
-- that they are limited over restarts and replicas. A caseworker is asked for by one person and agreed to by another. Who opened who reported says why, and
-- the reporter is told. many: its reporter has reported much in a short time.
-- +goose Up
CREATE TABLE locks (
    person_id   bigint PRIMARY KEY REFERENCES people,
    mac         bytea NOT NULL CHECK (length(mac) = 32),
    salt        bytea NOT NULL CHECK (length(salt) = 16),
    set_at      timestamptz NOT NULL,
    opened_at   timestamptz, -- NULL: closed
    wrong       integer NOT NULL DEFAULT 0 CHECK (wrong >= 0),
    wrong_since timestamptz
);

CREATE TABLE proposals (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id   integer NOT NULL REFERENCES districts,
    region        text NOT NULL,
    proposed_by   bigint NOT NULL,
    decided_by    bigint,
    state         text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'agreed', 'refused', 'used')),
    at            timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL CHECK (expires_at > at),
    invitation_id bigint REFERENCES invitations,
    FOREIGN KEY (district_id, proposed_by) REFERENCES people (district_id, id),
    FOREIGN KEY (district_id, decided_by) REFERENCES people (district_id, id),
    FOREIGN KEY (district_id, region) REFERENCES regions,
    CONSTRAINT proposals_two CHECK (decided_by <> proposed_by), -- never the same person twice
    CHECK ((state = 'open') = (decided_by IS NULL)),
    CHECK ((state = 'used') = (invitation_id IS NOT NULL))
);

ALTER TABLE invitations ADD COLUMN agreed_by bigint REFERENCES people;
ALTER TABLE grants ADD COLUMN agreed_by bigint REFERENCES people;

ALTER TABLE case_reads
    ADD COLUMN reason text NOT NULL DEFAULT '',
    DROP CONSTRAINT case_reads_what_check,
    ADD CONSTRAINT case_reads_what_check CHECK (what IN ('case', 'timeline', 'minutes', 'contact', 'identity')),
    ADD CONSTRAINT case_reads_reason CHECK (what <> 'identity' OR reason <> '');

ALTER TABLE notices
    ADD COLUMN read_id     bigint REFERENCES case_reads,
    ADD COLUMN proposal_id bigint REFERENCES proposals,
    ADD COLUMN about_id    bigint REFERENCES people; -- a colleague

ALTER TABLE cases ADD COLUMN many boolean NOT NULL DEFAULT false;
