-- Which line of the timeline an alert came of, so that a copy whose sending is noted late can tell whether the case has moved since: by time alone it
-- cannot, since an alert has the time of its own event.
-- +goose Up
ALTER TABLE alerts ADD COLUMN event_id bigint REFERENCES case_events;
