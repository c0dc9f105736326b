-- Messages exchanged about a case, so that a reply to one finds its case and that a talk can be deleted on both sides: neither can be filled in later.
-- A private chat has its person's id, so chat_mac is the account's user_mac there.
-- +goose Up
CREATE TABLE messages (
    district_id integer NOT NULL REFERENCES districts,
    chat_mac    bytea NOT NULL CHECK (length(chat_mac) = 32),
    message_id  bigint NOT NULL CHECK (message_id > 0),
    case_id     bigint NOT NULL,
    person_id   bigint,
    ours        boolean NOT NULL,
    purpose     text NOT NULL CHECK (purpose IN ('receipt', 'card', 'alert', 'view', 'talk', 'added')),
    at          timestamptz NOT NULL,
    PRIMARY KEY (district_id, chat_mac, message_id),
    FOREIGN KEY (district_id, case_id) REFERENCES cases (district_id, id),
    FOREIGN KEY (district_id, person_id) REFERENCES people (district_id, id)
);
CREATE INDEX messages_of_case ON messages (case_id, chat_mac, message_id);
