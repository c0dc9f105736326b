-- What people may ask of their data, and how long it is kept. A request that a person must decide is a row; a legal hold (held_at) keeps a case from every
-- erasing until it is lifted; the log of retention tells what class was erased, how much and when, and nobody's identity.
-- Lines that are never changed (timeline, readings, attendance) have one lawful door: a transaction that has set rembuk.erasing, which only the erasing and
-- the retention in store do (erase.go, retain.go), may cut out of them what has to go. No transaction may truncate them.
-- +goose Up
ALTER TABLE cases
    ADD COLUMN held_at       timestamptz,
    ADD COLUMN held_by       bigint,
    ADD COLUMN held_why      text NOT NULL DEFAULT '',
    ADD COLUMN anonymised_at timestamptz,
    ADD CONSTRAINT cases_held_by FOREIGN KEY (district_id, held_by) REFERENCES people (district_id, id),
    ADD CONSTRAINT cases_hold CHECK (held_at IS NOT NULL OR held_why = ''),
    ADD CONSTRAINT cases_anonymised CHECK (anonymised_at IS NULL OR story = '' AND state IN ('resolved', 'withdrawn', 'not_a_report'));
CREATE INDEX cases_ended ON cases (district_id, id) WHERE NOT open AND anonymised_at IS NULL;

CREATE TABLE erasures (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id integer NOT NULL,
    case_id     bigint NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('erase', 'withdraw')),
    state       text NOT NULL DEFAULT 'asked' CHECK (state IN ('asked', 'granted', 'refused')),
    asked_at    timestamptz NOT NULL,
    due_at      timestamptz NOT NULL, -- a person has decided by then
    told_late   boolean NOT NULL DEFAULT false,
    decided_at  timestamptz,
    decided_by  bigint,
    why         text NOT NULL DEFAULT '', -- of a refusal
    FOREIGN KEY (district_id, case_id) REFERENCES cases (district_id, id),
    FOREIGN KEY (district_id, decided_by) REFERENCES people (district_id, id),
    CHECK ((state = 'asked') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX erasures_asked ON erasures (case_id) WHERE state = 'asked';
CREATE INDEX erasures_due ON erasures (district_id, due_at, id) WHERE state = 'asked';
CREATE INDEX erasures_of_case ON erasures (case_id, id);

CREATE TABLE retention_rounds (
    district_id integer PRIMARY KEY REFERENCES districts,
    at          timestamptz NOT NULL
);

CREATE TABLE retention_log (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id integer NOT NULL REFERENCES districts,
    at          timestamptz NOT NULL,
    class       text NOT NULL CHECK (class <> ''),
    count       integer NOT NULL CHECK (count > 0),
    days        integer NOT NULL CHECK (days >= 0) -- the rule of that day; 0: asked for by the person
);
CREATE INDEX retention_log_of_district ON retention_log (district_id, id);

ALTER TABLE alerts
    DROP CONSTRAINT IF EXISTS alerts_kind_check,
    ADD CONSTRAINT alerts_kind_check CHECK (kind <> ''); -- which kinds there are is the program's list

CREATE INDEX dead_updates_at ON dead_updates (at);

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'TRUNCATE' AND current_setting('rembuk.erasing', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON retention_log FOR EACH STATEMENT EXECUTE FUNCTION append_only();
