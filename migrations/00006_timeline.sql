-- Everything that happens to a case is a row that nobody changes again, nor is a reading of a confidential case ever unwritten: the server refuses. What
-- the reporter did has no actor, so that cutting the link to the reporter needs no change here. The digest tells whether a talk's content came before.
-- +goose Up
CREATE TABLE case_events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id    bigint NOT NULL REFERENCES cases,
    at         timestamptz NOT NULL,
    actor_id   bigint REFERENCES people, -- NULL: the reporter, or the program
    move       text NOT NULL CHECK (move <> ''),
    from_state text NOT NULL,
    to_state   text NOT NULL,
    note       text NOT NULL DEFAULT '',
    visible    boolean NOT NULL DEFAULT false, -- to the reporter
    digest     bytea
);
CREATE INDEX case_events_of_case ON case_events (case_id, id);
CREATE UNIQUE INDEX case_events_digest ON case_events (case_id, digest) WHERE digest IS NOT NULL;

CREATE TABLE case_reads (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id   bigint NOT NULL REFERENCES cases,
    person_id bigint NOT NULL REFERENCES people,
    desk      text NOT NULL, -- the role in which it was read
    what      text NOT NULL CHECK (what IN ('case', 'timeline')),
    at        timestamptz NOT NULL
);
CREATE INDEX case_reads_of_case ON case_reads (case_id, id);

-- +goose StatementBegin
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END
$$;
-- +goose StatementEnd
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_events FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON case_reads FOR EACH STATEMENT EXECUTE FUNCTION append_only();
