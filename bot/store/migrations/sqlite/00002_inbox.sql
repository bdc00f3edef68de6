-- What was accepted and is to be done, and what was written to Slack for it.

-- +goose Up

CREATE TABLE events (
    n        INTEGER PRIMARY KEY, -- the order in which they were accepted
    id       TEXT    NOT NULL CHECK (id <> ''),
    message  TEXT    NOT NULL,    -- what one message is known by, however often it is told of; empty for none
    team     TEXT    NOT NULL,
    person   TEXT    NOT NULL,    -- whose doing it is
    body     TEXT    NOT NULL,    -- empty once it is done
    state    TEXT    NOT NULL,    -- waiting, done, failed
    attempts BIGINT  NOT NULL,
    run_at   BIGINT  NOT NULL,    -- not before
    fault    TEXT    NOT NULL,    -- why it failed the last time
    at       BIGINT  NOT NULL
);
CREATE UNIQUE INDEX events_id      ON events (id);
CREATE UNIQUE INDEX events_message ON events (message) WHERE message <> '';
CREATE INDEX events_state ON events (state, n) WHERE state <> 'done';
CREATE INDEX events_at     ON events (at);
CREATE INDEX events_person ON events (person);

CREATE TABLE writes (
    event  TEXT    NOT NULL,
    what   TEXT    NOT NULL, -- which of an event's writes
    done   BOOLEAN NOT NULL,
    result TEXT    NOT NULL, -- ts of the message
    at     BIGINT  NOT NULL,
    PRIMARY KEY (event, what)
);
CREATE INDEX writes_at ON writes (at);

-- +goose Down

DROP TABLE writes;
DROP TABLE events;
