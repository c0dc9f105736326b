-- What a district is run by: kinds of problems, categories, telephone numbers, days off, clocks. The program brings a first set and brings it again with
-- each release: rows that are no longer in it are retired, and what the office has changed (kept) is left alone.
-- +goose Up
CREATE TABLE problem_groups (
    district_id  integer NOT NULL REFERENCES districts,
    key          text NOT NULL CHECK (key <> ''),
    place        integer NOT NULL,
    emoji        text NOT NULL,
    button_id    text NOT NULL CHECK (button_id <> ''),
    button_en    text NOT NULL,
    help_id      text NOT NULL,
    help_en      text NOT NULL,
    confidential boolean NOT NULL DEFAULT true,
    kept         boolean NOT NULL DEFAULT false,
    retired      boolean NOT NULL DEFAULT false,
    PRIMARY KEY (district_id, key)
);

CREATE TABLE categories (
    district_id integer NOT NULL REFERENCES districts,
    code        text NOT NULL CHECK (code <> ''),
    group_key   text NOT NULL,
    name_id     text NOT NULL CHECK (name_id <> ''),
    name_en     text NOT NULL,
    sensitivity text NOT NULL CHECK (sensitivity IN ('medium', 'high', 'very_high')),
    priority    text NOT NULL CHECK (priority IN ('normal', 'urgent', 'emergency')),
    kept        boolean NOT NULL DEFAULT false,
    retired     boolean NOT NULL DEFAULT false,
    PRIMARY KEY (district_id, code),
    FOREIGN KEY (district_id, group_key) REFERENCES problem_groups
);

CREATE TABLE hotlines (
    district_id integer NOT NULL REFERENCES districts,
    key         text NOT NULL CHECK (key <> ''),
    place       integer NOT NULL,
    number      text NOT NULL,
    name_id     text NOT NULL CHECK (name_id <> ''),
    name_en     text NOT NULL,
    use_id      text NOT NULL,
    use_en      text NOT NULL,
    topics      text[] NOT NULL,
    show        boolean NOT NULL DEFAULT false CHECK (NOT show OR number <> ''),
    checked_on  text NOT NULL,
    kept        boolean NOT NULL DEFAULT false,
    retired     boolean NOT NULL DEFAULT false,
    PRIMARY KEY (district_id, key)
);

CREATE TABLE holidays (
    district_id integer NOT NULL REFERENCES districts,
    day         date NOT NULL,
    kind        text NOT NULL CHECK (kind IN ('national', 'joint', 'local')),
    name_id     text NOT NULL CHECK (name_id <> ''),
    name_en     text NOT NULL,
    certainty   text NOT NULL,
    kept        boolean NOT NULL DEFAULT false,
    retired     boolean NOT NULL DEFAULT false,
    PRIMARY KEY (district_id, day)
);

CREATE TABLE policies (
    district_id integer NOT NULL REFERENCES districts,
    key         text NOT NULL CHECK (key <> ''),
    count       integer NOT NULL CHECK (count >= 0),
    unit        text NOT NULL CHECK (unit IN ('second', 'minute', 'hour', 'day', 'time')),
    basis       text NOT NULL CHECK (basis IN ('clock', 'working', 'off')),
    note        text NOT NULL,
    kept        boolean NOT NULL DEFAULT false,
    retired     boolean NOT NULL DEFAULT false,
    PRIMARY KEY (district_id, key)
);
