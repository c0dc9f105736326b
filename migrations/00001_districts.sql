-- Districts and their regions. One installation serves several districts, each with its own bot: all that belongs to a district says so.
-- bot_id is NULL until the district's bot is known. The regions are the government's tree; rows are retired, never deleted, since cases point at them.
-- +goose Up
CREATE TABLE districts (
    id         integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    region     text NOT NULL UNIQUE CHECK (region ~ '^[0-9]{2}\.[0-9]{2}$'),
    bot_id     bigint UNIQUE CHECK (bot_id > 0),
    prefix     text NOT NULL CHECK (prefix ~ '^[A-Z]{1,5}$'),
    zone       text NOT NULL CHECK (zone <> ''),
    name       text NOT NULL CHECK (name <> ''),
    office     text NOT NULL CHECK (office <> ''),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE regions (
    district_id integer NOT NULL REFERENCES districts,
    code        text NOT NULL CHECK (code ~ '^[0-9]{2}(\.[0-9]{2}){1,2}(\.[0-9]{4})?$'),
    parent      text NOT NULL,
    level       text NOT NULL CHECK (level IN ('kabupaten', 'kecamatan', 'desa', 'kelurahan')),
    name        text NOT NULL CHECK (name <> ''),
    lat         double precision NOT NULL CHECK (lat BETWEEN -90 AND 90),
    lon         double precision NOT NULL CHECK (lon BETWEEN -180 AND 180),
    retired     boolean NOT NULL DEFAULT false,
    PRIMARY KEY (district_id, code)
);
