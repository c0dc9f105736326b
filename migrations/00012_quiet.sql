-- A case that was ever confidential stays quiet on its reporter's phone, which somebody else may pick up: no card, no place, whatever lane it is in now.
-- +goose Up
ALTER TABLE cases ADD COLUMN quiet boolean NOT NULL DEFAULT true;
UPDATE cases SET quiet = (lane = 'confidential');
