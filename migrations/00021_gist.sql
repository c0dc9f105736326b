-- What a story was taken to tell, kept with its case and shown to those who work it: a guess, never final. alarm: its reporter has said, or a child has
-- written, that somebody is in danger now. Which kinds of alerts there are is the program's closed list, not the schema's.
-- +goose Up
ALTER TABLE cases
    ADD COLUMN subject       text NOT NULL DEFAULT '' CHECK (subject IN ('', 'individu', 'keluarga', 'kelompok')),
    ADD COLUMN subject_count integer NOT NULL DEFAULT 0 CHECK (subject_count >= 0),
    ADD COLUMN subject_unit  text NOT NULL DEFAULT '' CHECK (subject_unit IN ('', 'orang', 'kk', 'rumah')),
    ADD COLUMN relation      text NOT NULL DEFAULT '',
    ADD COLUMN danger        text NOT NULL DEFAULT '',
    ADD COLUMN child         boolean NOT NULL DEFAULT false,
    ADD COLUMN alarm         boolean NOT NULL DEFAULT false;

ALTER TABLE alerts
    DROP CONSTRAINT alerts_kind_check,
    ADD CONSTRAINT alerts_kind_check CHECK (kind <> '');
