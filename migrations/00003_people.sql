-- People have ids of ours and may have no Telegram account. A Telegram id is never kept as it is: a keyed digest finds the account again, and the sealed
-- id is opened only to write to it. Keys that name the district make it impossible to tie a row of one district to a person of another.
-- +goose Up
CREATE TABLE people (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id         integer NOT NULL REFERENCES districts,
    display_name_sealed bytea, -- of officers and staff only: a resident's name is not asked
    created_at          timestamptz NOT NULL DEFAULT now(),
    UNIQUE (district_id, id)
);

CREATE TABLE accounts (
    district_id    integer NOT NULL REFERENCES districts,
    user_mac       bytea NOT NULL CHECK (length(user_mac) = 32),
    user_sealed    bytea NOT NULL,
    person_id      bigint NOT NULL,
    language       text NOT NULL DEFAULT 'id' CHECK (language IN ('id', 'en')),
    blocked_at     timestamptz, -- the person has blocked the bot since
    notice_version integer NOT NULL DEFAULT 0 CHECK (notice_version >= 0),
    created_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (district_id, user_mac),
    UNIQUE (person_id), -- one account a person, so that it is clear where to write
    FOREIGN KEY (district_id, person_id) REFERENCES people (district_id, id)
);
