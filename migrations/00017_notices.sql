-- Messages about meetings, follow-ups, claims and months, one row for each person who is to read it: ids only, drawn when it is sent. The same thing is
-- told to a person once (key). rounds remembers when each district was last looked over for what has become due.
-- +goose Up
CREATE TABLE notices (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id integer NOT NULL REFERENCES districts,
    kind        text NOT NULL CHECK (kind <> ''),
    key         text NOT NULL CHECK (key <> ''),
    person_id   bigint, -- NULL: to the chat of the group
    meeting_id  bigint REFERENCES meetings,
    follow_id   bigint REFERENCES follow_ups,
    group_id    bigint REFERENCES groups,
    claim_id    bigint REFERENCES claims,
    region      text NOT NULL DEFAULT '',
    month       date,
    phase       text NOT NULL DEFAULT '',
    state       text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'dropped', 'failed', 'gone')),
    why         text NOT NULL DEFAULT '', -- of dropped and failed: the name of a reason
    at          timestamptz NOT NULL, -- when it is to be sent
    made_at     timestamptz NOT NULL,
    sent_at     timestamptz,
    message_id  bigint,
    FOREIGN KEY (district_id, person_id) REFERENCES people (district_id, id),
    CHECK (person_id IS NOT NULL OR group_id IS NOT NULL)
);
CREATE UNIQUE INDEX notices_once ON notices (person_id, key) WHERE person_id IS NOT NULL;
CREATE UNIQUE INDEX notices_once_group ON notices (group_id, key) WHERE person_id IS NULL;
CREATE INDEX notices_pending ON notices (at) WHERE state = 'pending';
CREATE INDEX notices_of_meeting ON notices (meeting_id) WHERE meeting_id IS NOT NULL;

CREATE TABLE rounds (
    district_id integer PRIMARY KEY REFERENCES districts,
    at          timestamptz NOT NULL
);
