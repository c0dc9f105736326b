-- Monthly reports, drafted on the 1st: a group's, or with group_id NULL a kecamatan's. What is shown is read from the record; the note, and whether the
-- contributions run, are told when it is sent. Short tests: one result a person, meeting and phase; a named one is shown to nobody but its person.
-- told_kind is what a report was about when it was filed, before anybody checked it.
-- +goose Up
CREATE TABLE monthly_reports (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id integer NOT NULL,
    group_id    bigint,
    region      text NOT NULL,
    month       date NOT NULL CHECK (extract(day FROM month) = 1),
    note        text NOT NULL DEFAULT '',
    iuran       boolean,
    drafted_at  timestamptz NOT NULL,
    sent_at     timestamptz,
    sent_by     bigint,
    FOREIGN KEY (district_id, group_id) REFERENCES groups (district_id, id),
    FOREIGN KEY (district_id, region) REFERENCES regions,
    FOREIGN KEY (district_id, sent_by) REFERENCES people (district_id, id),
    CHECK ((sent_at IS NULL) = (sent_by IS NULL))
);
CREATE UNIQUE INDEX monthly_reports_group ON monthly_reports (group_id, month) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX monthly_reports_region ON monthly_reports (district_id, region, month) WHERE group_id IS NULL;

CREATE TABLE tests ( -- which topic was put to the members, before or after a meeting
    meeting_id bigint NOT NULL REFERENCES meetings,
    phase      text NOT NULL CHECK (phase IN ('before', 'after')),
    topic      text NOT NULL CHECK (topic <> ''),
    opened_by  bigint NOT NULL REFERENCES people,
    opened_at  timestamptz NOT NULL,
    PRIMARY KEY (meeting_id, phase)
);

CREATE TABLE test_results (
    meeting_id  bigint NOT NULL,
    district_id integer NOT NULL,
    phase       text NOT NULL CHECK (phase IN ('before', 'after')),
    topic       text NOT NULL CHECK (topic <> ''),
    person_id   bigint NOT NULL,
    correct     integer NOT NULL CHECK (correct BETWEEN 0 AND questions),
    questions   integer NOT NULL CHECK (questions > 0),
    at          timestamptz NOT NULL,
    PRIMARY KEY (meeting_id, phase, person_id),
    FOREIGN KEY (district_id, meeting_id) REFERENCES meetings (district_id, id),
    FOREIGN KEY (district_id, person_id) REFERENCES people (district_id, id)
);

ALTER TABLE cases ADD COLUMN told_kind text;
CREATE INDEX cases_released ON cases (district_id, region, received_at) WHERE released; -- how a village has worked, over a year
