-- Cases: the current state of each. The zero of every column is the safe one: confidential, told to the office only, not released. The reporter stands
-- in a table of its own, so that the link can be cut for good. The same talk makes one case (dialog), whatever crashes when. The story is kept as text, to
-- be searched; what identifies the reporter and the evidence is not.
-- +goose Up
CREATE TABLE cases (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id    integer NOT NULL REFERENCES districts,
    number         text NOT NULL UNIQUE CHECK (number ~ '^[A-Z]{1,5}-[0-9]{4}-[0-9]{4}-[0-9]$'),
    dialog         text NOT NULL CHECK (dialog <> ''),
    state          text NOT NULL DEFAULT 'received'
                   CHECK (state IN ('received', 'checking', 'assigned', 'in_progress', 'awaiting_confirmation', 'resolved', 'withdrawn', 'not_a_report')),
    open           boolean NOT NULL GENERATED ALWAYS AS (state NOT IN ('resolved', 'withdrawn', 'not_a_report')) STORED,
    lane           text NOT NULL DEFAULT 'confidential' CHECK (lane IN ('confidential', 'open')),
    shield         text NOT NULL DEFAULT '' CHECK (shield IN ('', 'village', 'group', 'coordinator', 'office')),
    disclosure     text NOT NULL DEFAULT 'office' CHECK (disclosure IN ('office', 'village', 'nameless', 'officials')),
    kind           text, -- NULL: nothing was understood
    category       text, -- NULL until staff have set one
    urgency        text NOT NULL DEFAULT 'normal' CHECK (urgency IN ('normal', 'urgent', 'emergency')),
    region         text NOT NULL,
    kecamatan      text GENERATED ALWAYS AS (substring(region FROM '^[0-9]{2}\.[0-9]{2}\.[0-9]{2}')) STORED, -- NULL where only the district is known
    story          text NOT NULL,
    holder_id      bigint,
    released       boolean NOT NULL DEFAULT false,
    additions      integer NOT NULL DEFAULT 0,
    notice_version integer NOT NULL DEFAULT 0,
    received_at    timestamptz NOT NULL,
    due_at         timestamptz,
    sort_at        timestamptz NOT NULL, -- the most pressing first
    filed_at       timestamptz NOT NULL,
    UNIQUE (district_id, dialog),
    UNIQUE (district_id, id),
    FOREIGN KEY (district_id, region) REFERENCES regions,
    FOREIGN KEY (district_id, kind) REFERENCES problem_groups,
    FOREIGN KEY (district_id, category) REFERENCES categories,
    FOREIGN KEY (district_id, holder_id) REFERENCES people (district_id, id),
    CONSTRAINT cases_released CHECK (NOT released OR (lane = 'open' AND shield = '')), -- the village never hears of these
    CONSTRAINT cases_holder CHECK (state <> 'received' OR holder_id IS NULL)
);

CREATE TABLE case_reporters (
    case_id     bigint PRIMARY KEY,
    district_id integer NOT NULL,
    person_id   bigint NOT NULL,
    FOREIGN KEY (district_id, case_id) REFERENCES cases (district_id, id),
    FOREIGN KEY (district_id, person_id) REFERENCES people (district_id, id)
);

CREATE TABLE case_files (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    case_id     bigint NOT NULL REFERENCES cases,
    kind        text NOT NULL CHECK (kind <> ''),
    file_sealed bytea NOT NULL, -- Telegram's ids of the file
    unique_mac  bytea NOT NULL CHECK (length(unique_mac) = 32), -- the same file twice is one
    size        bigint NOT NULL CHECK (size >= 0),
    UNIQUE (case_id, unique_mac)
);
