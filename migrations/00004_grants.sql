-- A grant gives a role over a region and all below it; each role has its level of region, so that lists need no more than one index each. Grants are
-- revoked, not deleted: who could see what, and when, must be answerable later. Of an invitation's code only a digest is kept.
-- +goose Up
CREATE TABLE grants (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id integer NOT NULL REFERENCES districts,
    person_id   bigint NOT NULL,
    role        text NOT NULL CHECK (role IN ('officer', 'coordinator', 'staff', 'caseworker', 'admin', 'viewer')),
    region      text NOT NULL,
    granted_by  bigint, -- NULL: the command line
    granted_at  timestamptz NOT NULL,
    revoked_by  bigint,
    revoked_at  timestamptz CHECK (revoked_at >= granted_at),
    FOREIGN KEY (district_id, person_id) REFERENCES people (district_id, id),
    FOREIGN KEY (district_id, granted_by) REFERENCES people (district_id, id),
    FOREIGN KEY (district_id, revoked_by) REFERENCES people (district_id, id),
    FOREIGN KEY (district_id, region) REFERENCES regions,
    CONSTRAINT grants_level CHECK (CASE role
        WHEN 'officer' THEN region ~ '^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$'
        WHEN 'coordinator' THEN region ~ '^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$'
        ELSE region ~ '^[0-9]{2}\.[0-9]{2}$' END)
);
CREATE UNIQUE INDEX grants_live ON grants (person_id, role, region) WHERE revoked_at IS NULL;
CREATE INDEX grants_of_district ON grants (district_id) WHERE revoked_at IS NULL;

CREATE TABLE invitations (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    district_id integer NOT NULL REFERENCES districts,
    code_mac    bytea NOT NULL UNIQUE CHECK (length(code_mac) = 32),
    role        text NOT NULL CHECK (role IN ('officer', 'coordinator', 'staff', 'caseworker', 'admin', 'viewer')),
    region      text NOT NULL,
    invited_by  bigint, -- NULL: the command line
    created_at  timestamptz NOT NULL,
    expires_at  timestamptz NOT NULL CHECK (expires_at > created_at),
    used_at     timestamptz,
    used_by     bigint,
    revoked_at  timestamptz,
    FOREIGN KEY (district_id, invited_by) REFERENCES people (district_id, id),
    FOREIGN KEY (district_id, used_by) REFERENCES people (district_id, id),
    FOREIGN KEY (district_id, region) REFERENCES regions,
    CHECK ((used_at IS NULL) = (used_by IS NULL)),
    CHECK (used_at IS NULL OR revoked_at IS NULL)
);
CREATE INDEX invitations_of_district ON invitations (district_id, id);
