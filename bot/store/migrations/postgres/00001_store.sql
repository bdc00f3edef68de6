-- What the bot remembers, as in SQLite: times are Unix milliseconds, lists are
-- JSON arrays of strings, and a text that is not there is empty. What is put in
-- order is so by its bytes, as there.

-- +goose Up

CREATE TABLE turns (
    id       TEXT COLLATE "C"    NOT NULL PRIMARY KEY CHECK (id <> ''),
    team     TEXT    NOT NULL,
    channel  TEXT    NOT NULL,
    thread   TEXT    NOT NULL,
    ts       TEXT COLLATE "C"    NOT NULL,
    person   TEXT COLLATE "C"    NOT NULL,
    kind     TEXT    NOT NULL,
    closed   BOOLEAN NOT NULL,
    question TEXT    NOT NULL,
    reply    TEXT    NOT NULL,
    outcome  TEXT    NOT NULL,
    facts    TEXT    NOT NULL,
    shown    TEXT    NOT NULL, -- the fact that was chosen in the answer's place
    articles TEXT    NOT NULL,
    at       BIGINT  NOT NULL,
    claimed  BIGINT  NOT NULL -- when Begin took it, by the clock of the bot
);
CREATE UNIQUE INDEX turns_message ON turns (channel, ts, team) WHERE ts <> '';
CREATE INDEX turns_reply  ON turns (channel, reply) WHERE reply <> '';
CREATE INDEX turns_thread ON turns (channel, thread, at);
CREATE INDEX turns_person ON turns (person, team, at);
CREATE INDEX turns_at     ON turns (at);

CREATE TABLE listening (
    channel TEXT   NOT NULL,
    thread  TEXT   NOT NULL,
    person  TEXT COLLATE "C"   NOT NULL, -- who brought the bot in
    at      BIGINT NOT NULL,
    PRIMARY KEY (channel, thread)
);

CREATE TABLE settings (
    team       TEXT    NOT NULL,
    channel    TEXT    NOT NULL,
    unasked    BOOLEAN NOT NULL,
    private    BOOLEAN NOT NULL,
    articles   TEXT    NOT NULL,
    editors    TEXT    NOT NULL,
    changed_by TEXT    NOT NULL,
    at         BIGINT  NOT NULL,
    PRIMARY KEY (team, channel)
);

CREATE TABLE asked (
    id       TEXT COLLATE "C"   NOT NULL PRIMARY KEY CHECK (id <> ''),
    team     TEXT   NOT NULL,
    channel  TEXT   NOT NULL,
    person   TEXT COLLATE "C"   NOT NULL,
    question TEXT   NOT NULL,
    outcome  TEXT   NOT NULL,
    facts    TEXT   NOT NULL,
    latency  BIGINT NOT NULL, -- nanoseconds
    at       BIGINT NOT NULL
);
CREATE INDEX asked_at     ON asked (at, team);
CREATE INDEX asked_person ON asked (person);

CREATE TABLE feedback (
    turn   TEXT COLLATE "C"    NOT NULL,
    team   TEXT    NOT NULL,
    person TEXT COLLATE "C"    NOT NULL, -- empty once they are forgotten
    good   BOOLEAN NOT NULL,
    reason TEXT    NOT NULL,
    note   TEXT    NOT NULL,
    at     BIGINT  NOT NULL
);
CREATE UNIQUE INDEX feedback_once ON feedback (turn, person) WHERE person <> '';
CREATE INDEX feedback_at     ON feedback (at, team);
CREATE INDEX feedback_person ON feedback (person);

CREATE TABLE handoffs (
    turn        TEXT COLLATE "C"    NOT NULL PRIMARY KEY CHECK (turn <> ''),
    team        TEXT    NOT NULL,
    channel     TEXT    NOT NULL,
    thread      TEXT    NOT NULL,
    reply       TEXT    NOT NULL,
    asker       TEXT    NOT NULL,
    question    TEXT    NOT NULL,
    desk        TEXT    NOT NULL,
    post        TEXT    NOT NULL,
    taken       TEXT    NOT NULL,
    resolved    BOOLEAN NOT NULL,
    resolved_by TEXT    NOT NULL,
    at          BIGINT  NOT NULL
);
CREATE INDEX handoffs_post ON handoffs (desk, post) WHERE post <> '';

CREATE TABLE learned (
    id        TEXT COLLATE "C"   NOT NULL PRIMARY KEY CHECK (id <> ''),
    team      TEXT   NOT NULL,
    fact      TEXT   NOT NULL,
    ask       TEXT   NOT NULL,
    yaml      TEXT   NOT NULL,
    taught_by TEXT   NOT NULL,
    at        BIGINT NOT NULL,
    n         BIGINT NOT NULL -- the version that first had it: the order learned
);

CREATE TABLE versions (
    what TEXT   NOT NULL PRIMARY KEY,
    n    BIGINT NOT NULL
);
INSERT INTO versions (what, n) VALUES ('learned', 0);

-- Every process listens for what is new.
-- +goose StatementBegin
CREATE FUNCTION pilcrow_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify(left('pilcrow of ' || TG_TABLE_SCHEMA, 63), NEW.what);
    RETURN NULL;
END
$$;
-- +goose StatementEnd
CREATE TRIGGER versions_changed AFTER INSERT OR UPDATE ON versions
    FOR EACH ROW EXECUTE FUNCTION pilcrow_changed();

CREATE TABLE claims (
    what TEXT   NOT NULL PRIMARY KEY,
    at   BIGINT NOT NULL
);

-- +goose Down

DROP TABLE claims;
DROP TABLE versions;
DROP FUNCTION pilcrow_changed;
DROP TABLE learned;
DROP TABLE handoffs;
DROP TABLE feedback;
DROP TABLE asked;
DROP TABLE settings;
DROP TABLE listening;
DROP TABLE turns;
