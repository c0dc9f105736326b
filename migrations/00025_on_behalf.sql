-- A report that an officer makes for a resident without Telegram has no reporter: the officer stands as who filed it, who may follow it and no more. Two
-- reports of the same thing keep their own numbers and are tied together, by the reporter's word (joined) or by whoever works them (linked); apart: somebody
-- has looked, and they are not the same. cases_alike finds what may be the same: the kind, the village, the days around.
-- +goose Up
ALTER TABLE cases
    ADD COLUMN filed_by bigint, -- NULL: the reporter wrote
    ADD FOREIGN KEY (district_id, filed_by) REFERENCES people (district_id, id);
CREATE INDEX cases_filed_by ON cases (filed_by, id DESC) WHERE filed_by IS NOT NULL;
CREATE INDEX cases_alike ON cases (district_id, region, kind, received_at DESC) WHERE kind IS NOT NULL;

CREATE TABLE case_links (
    district_id integer NOT NULL,
    case_id     bigint NOT NULL,
    other_id    bigint NOT NULL CHECK (other_id > case_id), -- a pair stands once
    kind        text NOT NULL CHECK (kind IN ('joined', 'linked', 'apart')),
    person_id   bigint, -- NULL: the reporter
    at          timestamptz NOT NULL,
    PRIMARY KEY (case_id, other_id),
    FOREIGN KEY (district_id, case_id) REFERENCES cases (district_id, id),
    FOREIGN KEY (district_id, other_id) REFERENCES cases (district_id, id),
    FOREIGN KEY (district_id, person_id) REFERENCES people (district_id, id)
);
CREATE INDEX case_links_other ON case_links (other_id);
