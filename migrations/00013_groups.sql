-- The bodies that meet and their rosters. A line of a roster may have no Telegram; names of members stand as on the decree, in plain, since lists are
-- printed and searched. Lines are closed (left_at), never deleted: old attendance lists point at them. chat is the body's Telegram group.
-- +goose Up
CREATE TABLE groups (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id   integer NOT NULL REFERENCES districts,
    kind          text NOT NULL CHECK (kind IN ('wksbm', 'body')),
    name          text NOT NULL CHECK (name <> ''),
    region        text NOT NULL,
    level         text NOT NULL DEFAULT '',
    decree_number text NOT NULL DEFAULT '',
    decree_date   date,
    decree_until  date,
    iuran         boolean, -- NULL: never told
    chat_mac      bytea CHECK (length(chat_mac) = 32),
    chat_sealed   bytea,
    created_at    timestamptz NOT NULL,
    retired_at    timestamptz,
    UNIQUE (district_id, id),
    FOREIGN KEY (district_id, region) REFERENCES regions,
    CHECK ((chat_mac IS NULL) = (chat_sealed IS NULL))
);
CREATE UNIQUE INDEX groups_name ON groups (district_id, region, lower(name)) WHERE retired_at IS NULL;
CREATE UNIQUE INDEX groups_chat ON groups (district_id, chat_mac) WHERE chat_mac IS NOT NULL;
CREATE INDEX groups_of_region ON groups (district_id, region text_pattern_ops);

CREATE TABLE members (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id integer NOT NULL,
    group_id    bigint NOT NULL,
    place       integer NOT NULL CHECK (place > 0),
    name        text NOT NULL CHECK (name <> ''),
    post        text NOT NULL DEFAULT '',
    officer     boolean NOT NULL DEFAULT false,
    sex         text NOT NULL DEFAULT '' CHECK (sex IN ('', 'L', 'P')),
    person_id   bigint,
    dialog      text, -- the talk that added the line: it adds it once
    joined_at   timestamptz NOT NULL,
    left_at     timestamptz,
    UNIQUE (district_id, id),
    UNIQUE (group_id, id),
    FOREIGN KEY (district_id, group_id) REFERENCES groups (district_id, id),
    FOREIGN KEY (district_id, person_id) REFERENCES people (district_id, id)
);
CREATE UNIQUE INDEX members_place ON members (group_id, place) WHERE left_at IS NULL;
CREATE UNIQUE INDEX members_person ON members (group_id, person_id) WHERE left_at IS NULL AND person_id IS NOT NULL;
CREATE UNIQUE INDEX members_dialog ON members (group_id, dialog) WHERE dialog IS NOT NULL;
CREATE INDEX members_seats ON members (person_id) WHERE left_at IS NULL AND person_id IS NOT NULL;

CREATE TABLE claims (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id integer NOT NULL,
    group_id    bigint NOT NULL,
    member_id   bigint, -- NULL: not on the list yet
    person_id   bigint NOT NULL,
    name        text NOT NULL, -- as the person writes it
    state       text NOT NULL DEFAULT 'claimed' CHECK (state IN ('claimed', 'confirmed', 'refused')),
    at          timestamptz NOT NULL,
    decided_by  bigint,
    decided_at  timestamptz,
    FOREIGN KEY (district_id, group_id) REFERENCES groups (district_id, id),
    FOREIGN KEY (group_id, member_id) REFERENCES members (group_id, id),
    FOREIGN KEY (district_id, person_id) REFERENCES people (district_id, id),
    FOREIGN KEY (district_id, decided_by) REFERENCES people (district_id, id)
);
CREATE UNIQUE INDEX claims_open ON claims (group_id, person_id) WHERE state = 'claimed';
