-- Alerts: one row however many are told, and one open row for one thing: a repeat raises the count. Each person told has a copy, of which the record knows
-- whether it arrived. An adopted copy is a message that was sent without our learning its id, until somebody pressed its button.
-- +goose Up
CREATE TABLE alerts (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id integer NOT NULL REFERENCES districts,
    kind        text NOT NULL CHECK (kind IN ('new_case', 'released', 'reporter_said', 'nobody', 'undelivered')),
    case_id     bigint NOT NULL,
    dedup_key   text NOT NULL CHECK (dedup_key <> ''),
    count       integer NOT NULL DEFAULT 1 CHECK (count > 0),
    open        boolean NOT NULL DEFAULT true,
    at          timestamptz NOT NULL,
    FOREIGN KEY (district_id, case_id) REFERENCES cases (district_id, id)
);
CREATE UNIQUE INDEX alerts_open ON alerts (district_id, dedup_key) WHERE open;
CREATE INDEX alerts_of_case ON alerts (case_id, id);

CREATE TABLE alert_copies (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    alert_id   bigint NOT NULL REFERENCES alerts,
    person_id  bigint NOT NULL REFERENCES people,
    message_id bigint CHECK (message_id > 0),
    state      text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'edited', 'failed', 'gone', 'dropped')),
    why        text NOT NULL DEFAULT '', -- the name of the error, no more
    adopted    boolean NOT NULL DEFAULT false,
    made_at    timestamptz NOT NULL,
    sent_at    timestamptz,
    CHECK (state NOT IN ('sent', 'edited') OR (message_id IS NOT NULL AND sent_at IS NOT NULL))
);
CREATE UNIQUE INDEX alert_copies_told ON alert_copies (alert_id, person_id) WHERE NOT adopted;
CREATE INDEX alert_copies_of_alert ON alert_copies (alert_id, id);
CREATE INDEX alert_copies_pending ON alert_copies (id) WHERE state = 'pending';
