-- Lists of open cases, paged by (sort_at, id): one index for each reach of a role, so that a page costs its own rows however many there are.
-- +goose Up
CREATE INDEX cases_open ON cases (district_id, sort_at, id) WHERE open;
CREATE INDEX cases_open_lane ON cases (district_id, sort_at, id) WHERE open AND lane = 'open';
CREATE INDEX cases_open_kecamatan ON cases (district_id, kecamatan, sort_at, id) WHERE open AND lane = 'open';
CREATE INDEX cases_open_village ON cases (district_id, region, sort_at, id) WHERE open AND released;
CREATE INDEX cases_held ON cases (holder_id) WHERE open AND holder_id IS NOT NULL;
CREATE INDEX case_reporters_own ON case_reporters (person_id, case_id DESC);
