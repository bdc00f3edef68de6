-- The workspaces and organisations that have installed the bot.

-- +goose Up

CREATE TABLE installations (
    id           TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (id <> ''), -- of the workspace, or of the organisation
    org          BOOLEAN NOT NULL,
    name         TEXT    NOT NULL,
    app          TEXT    NOT NULL,
    bot          TEXT    NOT NULL, -- the bot's user id there
    scopes       TEXT    NOT NULL,
    installed_by TEXT    NOT NULL,
    tokens       TEXT    NOT NULL, -- sealed
    expires      BIGINT  NOT NULL, -- when the token does; 0 for never
    renewing     BIGINT  NOT NULL, -- until when some process renews it
    at           BIGINT  NOT NULL
);

-- The workspaces of an organisation from which something came.
CREATE TABLE belongs (
    team         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    installation TEXT NOT NULL
);

ALTER TABLE listening ADD COLUMN team TEXT NOT NULL DEFAULT '';

-- +goose Down

ALTER TABLE listening DROP COLUMN team;
DROP TABLE belongs;
DROP TABLE installations;
