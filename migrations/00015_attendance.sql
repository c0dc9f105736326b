-- The attendance list: one row a person, whatever sources tell of them, and every word on it in attendance_marks, which is never changed. A person is a
-- line of the roster (member_id), or somebody with Telegram who is on none (person_id): the unique index is what "never counted twice" rests on.
-- +goose Up
CREATE TABLE attendance (
    meeting_id  bigint NOT NULL,
    district_id integer NOT NULL,
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    member_id   bigint,
    person_id   bigint,
    officer     boolean NOT NULL, -- pengurus on that day
    presence    text NOT NULL CHECK (presence IN ('present', 'excused', 'ill', 'absent', 'represented')),
    via         text NOT NULL DEFAULT '',
    sources     text[] NOT NULL,
    self        boolean NOT NULL, -- the person's own act is among the sources
    far         boolean NOT NULL DEFAULT false,
    proxy       boolean NOT NULL DEFAULT false,
    at          timestamptz NOT NULL,
    FOREIGN KEY (district_id, meeting_id) REFERENCES meetings (district_id, id),
    FOREIGN KEY (district_id, member_id) REFERENCES members (district_id, id),
    FOREIGN KEY (district_id, person_id) REFERENCES people (district_id, id),
    CHECK ((member_id IS NULL) <> (person_id IS NULL))
);
CREATE UNIQUE INDEX attendance_once ON attendance (meeting_id, COALESCE(member_id, 0), COALESCE(person_id, 0));
CREATE INDEX attendance_of_person ON attendance (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE attendance_marks (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    meeting_id bigint NOT NULL REFERENCES meetings,
    member_id  bigint REFERENCES members,
    person_id  bigint REFERENCES people,
    presence   text NOT NULL CHECK (presence IN ('present', 'excused', 'ill', 'absent', 'represented')),
    source     text NOT NULL CHECK (source IN ('number', 'tick', 'code', 'group', 'proxy', 'correction')),
    via        text NOT NULL DEFAULT '',
    actor_id   bigint REFERENCES people,
    far        boolean NOT NULL DEFAULT false,
    at         timestamptz NOT NULL,
    said       text NOT NULL -- what said so, a talk or an update: it marks once
);
CREATE UNIQUE INDEX attendance_marks_said ON attendance_marks (meeting_id, said, COALESCE(member_id, 0), COALESCE(person_id, 0));
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON attendance_marks FOR EACH STATEMENT EXECUTE FUNCTION append_only();
