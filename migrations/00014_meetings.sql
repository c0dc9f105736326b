-- Meetings: planned, or held and logged. The counts of the attendance list stand in the row (present_officers ...), written in the transaction that
-- changes the list, so that figures over years cost one row a meeting. door_secret makes the check-in codes; it is sealed.
-- +goose Up
CREATE TABLE meetings (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id integer NOT NULL,
    group_id    bigint NOT NULL,
    region      text NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('coaching', 'officers', 'coordination', 'outreach', 'visit', 'cases', 'work')),
    state       text NOT NULL CHECK (state IN ('planned', 'held', 'called_off')),
    starts_at   timestamptz NOT NULL,
    clock       boolean NOT NULL, -- an hour was told
    ends_at     timestamptz,
    place       text NOT NULL DEFAULT '',
    chair       text NOT NULL DEFAULT '',
    notes_by    text NOT NULL DEFAULT '',
    agenda      text NOT NULL DEFAULT '',
    result      text NOT NULL DEFAULT '',
    topics      text[] NOT NULL DEFAULT '{}',
    guests      integer NOT NULL DEFAULT 0 CHECK (guests >= 0),
    men         integer NOT NULL DEFAULT 0 CHECK (men >= 0),
    women       integer NOT NULL DEFAULT 0 CHECK (women >= 0),
    sheet       integer NOT NULL DEFAULT 0 CHECK (sheet >= 0),
    old         integer NOT NULL DEFAULT 0 CHECK (old >= 0),
    disabled    integer NOT NULL DEFAULT 0 CHECK (disabled >= 0),
    expected_officers integer NOT NULL DEFAULT 0, -- on the roster when it was logged
    present_officers  integer NOT NULL DEFAULT 0,
    ticked_officers   integer NOT NULL DEFAULT 0, -- of the present: known from an officer's word only
    attended    integer NOT NULL DEFAULT 0, -- all who were there, each once
    every       text NOT NULL DEFAULT '' CHECK (every IN ('', 'week', 'fortnight', 'month', 'quarter')),
    series      bigint, -- the first meeting of the rhythm
    door_secret bytea,
    doors_until timestamptz,
    plan_dialog text,
    log_dialog  text,
    planned_by  bigint,
    logged_by   bigint,
    logged_at   timestamptz,
    made_at     timestamptz NOT NULL,
    UNIQUE (district_id, id),
    FOREIGN KEY (district_id, group_id) REFERENCES groups (district_id, id),
    FOREIGN KEY (district_id, region) REFERENCES regions,
    FOREIGN KEY (district_id, planned_by) REFERENCES people (district_id, id),
    FOREIGN KEY (district_id, logged_by) REFERENCES people (district_id, id),
    CHECK ((state = 'held') = (logged_at IS NOT NULL))
);
CREATE UNIQUE INDEX meetings_plan ON meetings (district_id, plan_dialog) WHERE plan_dialog IS NOT NULL; -- partial, so that writing them does not wait for those
CREATE UNIQUE INDEX meetings_log ON meetings (district_id, log_dialog) WHERE log_dialog IS NOT NULL; -- who point at the meeting, as people checking in do
CREATE INDEX meetings_of_group ON meetings (group_id, starts_at DESC);
CREATE INDEX meetings_coachings ON meetings (group_id, starts_at DESC) WHERE state = 'held' AND kind IN ('coaching', 'visit');
CREATE INDEX meetings_by_time ON meetings (district_id, starts_at);
CREATE INDEX meetings_planned ON meetings (starts_at) WHERE state = 'planned';
CREATE INDEX meetings_doors ON meetings (district_id, doors_until) WHERE doors_until IS NOT NULL;
CREATE UNIQUE INDEX meetings_series ON meetings (series, starts_at) WHERE series IS NOT NULL;

CREATE TABLE meeting_events ( -- who changed what, and why
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    meeting_id bigint NOT NULL REFERENCES meetings,
    at         timestamptz NOT NULL,
    actor_id   bigint REFERENCES people, -- NULL: the program
    move       text NOT NULL CHECK (move <> ''),
    what       text[] NOT NULL DEFAULT '{}',
    why        text NOT NULL DEFAULT '',
    dialog     text
);
CREATE INDEX meeting_events_of_meeting ON meeting_events (meeting_id, id);
CREATE UNIQUE INDEX meeting_events_dialog ON meeting_events (meeting_id, dialog) WHERE dialog IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meeting_events FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE meeting_files (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    meeting_id  bigint NOT NULL REFERENCES meetings,
    use         text NOT NULL CHECK (use IN ('sheet', 'minutes', 'photo')),
    kind        text NOT NULL CHECK (kind <> ''),
    file_sealed bytea NOT NULL,
    unique_mac  bytea NOT NULL CHECK (length(unique_mac) = 32),
    size        bigint NOT NULL CHECK (size >= 0),
    UNIQUE (meeting_id, unique_mac)
);

CREATE TABLE meeting_cases (
    meeting_id bigint NOT NULL REFERENCES meetings,
    case_id    bigint NOT NULL REFERENCES cases,
    PRIMARY KEY (meeting_id, case_id)
);

CREATE TABLE rsvps (
    meeting_id  bigint NOT NULL REFERENCES meetings,
    district_id integer NOT NULL,
    person_id   bigint NOT NULL,
    comes       boolean NOT NULL,
    at          timestamptz NOT NULL,
    PRIMARY KEY (meeting_id, person_id),
    FOREIGN KEY (district_id, person_id) REFERENCES people (district_id, id)
);

ALTER TABLE case_reads DROP CONSTRAINT case_reads_what_check;
ALTER TABLE case_reads ADD CONSTRAINT case_reads_what_check CHECK (what IN ('case', 'timeline', 'minutes')); -- of a case talk
