-- Updates that the program could not attend to, kept sealed so that a person can look: they are words that somebody wrote to us.
-- +goose Up
CREATE TABLE dead_updates (
    bot_id    bigint NOT NULL,
    update_id bigint NOT NULL,
    sealed    bytea NOT NULL,
    why       text NOT NULL,
    at        timestamptz NOT NULL,
    PRIMARY KEY (bot_id, update_id)
);
