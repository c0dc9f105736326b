-- What a meeting decided that somebody does, by a day. Each step is an event that is never changed.
-- +goose Up
CREATE TABLE follow_ups (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id integer NOT NULL,
    meeting_id  bigint NOT NULL,
    group_id    bigint NOT NULL,
    place       integer NOT NULL, -- in the minutes, from 1
    what        text NOT NULL CHECK (what <> ''),
    member_id   bigint,
    who         text NOT NULL DEFAULT '',
    due         date NOT NULL,
    state       text NOT NULL DEFAULT 'todo' CHECK (state IN ('todo', 'done', 'dropped')),
    done_at     timestamptz,
    proof       text NOT NULL DEFAULT '',
    photo       boolean NOT NULL DEFAULT false,
    case_id     bigint,
    put_off     integer NOT NULL DEFAULT 0,
    secret      boolean NOT NULL, -- of a case talk: in no count
    made_at     timestamptz NOT NULL,
    UNIQUE (district_id, id),
    UNIQUE (meeting_id, place),
    FOREIGN KEY (district_id, meeting_id) REFERENCES meetings (district_id, id),
    FOREIGN KEY (district_id, group_id) REFERENCES groups (district_id, id),
    FOREIGN KEY (district_id, member_id) REFERENCES members (district_id, id),
    FOREIGN KEY (district_id, case_id) REFERENCES cases (district_id, id),
    CHECK ((state = 'done') = (done_at IS NOT NULL))
);
CREATE INDEX follow_ups_todo ON follow_ups (district_id, due, id) WHERE state = 'todo';
CREATE INDEX follow_ups_of_group ON follow_ups (group_id, due);
CREATE INDEX follow_ups_of_member ON follow_ups (member_id, due) WHERE state = 'todo';

CREATE TABLE follow_events (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    follow_id bigint NOT NULL REFERENCES follow_ups,
    at        timestamptz NOT NULL,
    actor_id  bigint REFERENCES people,
    move      text NOT NULL CHECK (move <> ''),
    words     text NOT NULL DEFAULT '',
    due       date,
    dialog    text
);
CREATE INDEX follow_events_of_follow_up ON follow_events (follow_id, id);
CREATE UNIQUE INDEX follow_events_dialog ON follow_events (follow_id, dialog) WHERE dialog IS NOT NULL;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON follow_events FOR EACH STATEMENT EXECUTE FUNCTION append_only();

CREATE TABLE follow_files (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    follow_id   bigint NOT NULL REFERENCES follow_ups,
    kind        text NOT NULL CHECK (kind <> ''),
    file_sealed bytea NOT NULL,
    unique_mac  bytea NOT NULL CHECK (length(unique_mac) = 32),
    size        bigint NOT NULL CHECK (size >= 0),
    UNIQUE (follow_id, unique_mac)
);
