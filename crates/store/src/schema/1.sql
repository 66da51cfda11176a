-- Version 1 of the store. Days are counted from 1970-01-01; the views at the end show them as dates.

-- Every version of every report, with its whole record. state: 0 current, 1 replaced by a newer version, 2 withdrawn.
CREATE TABLE report (
    rid          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL,
    version      INTEGER NOT NULL,
    state        INTEGER NOT NULL,
    digest       BLOB NOT NULL,          -- of the whole record, before any text was left out
    source       TEXT,
    url          TEXT,
    title        TEXT,
    language     TEXT,
    published    INTEGER,
    duplicate_of TEXT,
    coder        TEXT,                   -- version of Chancery, where it coded the report on the way in
    added        TEXT NOT NULL,
    closed       TEXT,                   -- when it was replaced or withdrawn
    why          TEXT,                   -- the reason given for the withdrawal
    withheld     INTEGER NOT NULL,       -- 1: kept without text
    text_digest  BLOB,
    text         BLOB,                   -- the report's text, compressed
    record       BLOB NOT NULL           -- the record as JSON, compressed
);
CREATE UNIQUE INDEX report_version ON report (id, version);
CREATE UNIQUE INDEX report_current ON report (id) WHERE state = 0;

-- The events of current reports. eid = rid * 65536 + position in the record.
CREATE TABLE event (
    eid        INTEGER PRIMARY KEY,
    hid        INTEGER NOT NULL,         -- the happening
    day        INTEGER,                  -- first day told; where the text gives none, the day of publication
    last       INTEGER,
    dated      INTEGER NOT NULL,         -- 1: the text tells the day
    name       TEXT NOT NULL,            -- V1, V2 …
    type       TEXT NOT NULL,
    modes      TEXT NOT NULL,
    aux        TEXT NOT NULL,            -- empty: it happened
    cameo      TEXT,
    quad       INTEGER NOT NULL,
    scale      REAL NOT NULL,
    goldstein  REAL,
    actors     TEXT NOT NULL,            -- ;IRN/GOV;USA/MIL/GOV;
    recipients TEXT NOT NULL,
    said_by    TEXT NOT NULL,
    place      TEXT,                     -- country of the place
    place_name TEXT,
    lat        REAL,
    lon        REAL,
    confidence REAL NOT NULL,
    words      BLOB                      -- digest of the evidence, where its text is withheld
);
CREATE INDEX event_happening ON event (hid);

-- What events are found by: a row for each actor, recipient, speaker, place, dyad, type and key of linking.
CREATE TABLE facet (
    kind  INTEGER NOT NULL,
    value TEXT NOT NULL,
    day   INTEGER NOT NULL,
    eid   INTEGER NOT NULL,
    PRIMARY KEY (kind, value, day, eid)
) WITHOUT ROWID;

-- What linking looks at: the features of an event, and the events that are near it, directly or by way of others.
CREATE TABLE trace (
    eid       INTEGER PRIMARY KEY,
    component INTEGER NOT NULL,
    sketch    BLOB NOT NULL
);
CREATE INDEX trace_component ON trace (component);

-- Happenings that more than one record tells.
CREATE TABLE happening (
    hid        INTEGER PRIMARY KEY,
    type       TEXT NOT NULL,
    n_events   INTEGER NOT NULL,
    n_reports  INTEGER NOT NULL,
    n_outlets  INTEGER NOT NULL,         -- independent ones
    n_denied   INTEGER NOT NULL,
    first_day  INTEGER,
    last_day   INTEGER,
    first_told INTEGER,
    last_told  INTEGER,
    score      REAL NOT NULL             -- mean over all pairs
);

-- What people decided by hand. kind: 1 the two tell one happening, 2 they do not; b empty: a stands alone.
CREATE TABLE ruling (
    kind     INTEGER NOT NULL,
    a_report TEXT NOT NULL,
    a_event  TEXT NOT NULL,
    b_report TEXT NOT NULL,
    b_event  TEXT NOT NULL,
    made     TEXT NOT NULL,
    PRIMARY KEY (a_report, a_event, b_report, b_event)
) WITHOUT ROWID;
CREATE INDEX ruling_other ON ruling (b_report, b_event);

-- Counts by month and dyad, kept up to date with every report. aux '*': all.
CREATE TABLE tally (
    month        INTEGER NOT NULL,       -- year * 12 + month - 1
    actor        TEXT NOT NULL,
    recipient    TEXT NOT NULL,
    type         TEXT NOT NULL,
    aux          TEXT NOT NULL,
    n_events     INTEGER NOT NULL,
    n_happenings INTEGER NOT NULL,
    n_coop       INTEGER NOT NULL,
    scale        INTEGER NOT NULL,       -- sums in thousandths, so that no order of adding changes them
    n_goldstein  INTEGER NOT NULL,
    goldstein    INTEGER NOT NULL,
    PRIMARY KEY (aux, month, actor, recipient, type)
) WITHOUT ROWID;

CREATE VIRTUAL TABLE evidence USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE report_text USING fts5 (title, text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');

CREATE VIEW reports AS
    SELECT id, version, CASE state WHEN 0 THEN 'current' WHEN 1 THEN 'replaced' ELSE 'withdrawn' END AS state, source, url, title,
           language, date(published * 86400, 'unixepoch') AS published, duplicate_of, coder, added, closed, why
    FROM report;

CREATE VIEW events AS
    SELECT r.id AS report, e.name AS event, printf('H%015x', e.hid) AS happening, e.type, e.modes, e.aux, e.quad, e.scale, e.cameo,
           e.goldstein, trim(e.actors, ';') AS actors, trim(e.recipients, ';') AS recipients, trim(e.said_by, ';') AS said_by,
           date(e.day * 86400, 'unixepoch') AS day, date(e.last * 86400, 'unixepoch') AS last_day, e.dated,
           e.place AS place_country, e.place_name, e.lat, e.lon, e.confidence, r.source,
           date(r.published * 86400, 'unixepoch') AS published, r.title, r.url
    FROM event AS e JOIN report AS r ON r.rid = e.eid >> 16;

CREATE VIEW happenings AS
    SELECT printf('H%015x', hid) AS happening, type, n_events, n_reports, n_outlets, n_denied,
           date(first_day * 86400, 'unixepoch') AS first_day, date(last_day * 86400, 'unixepoch') AS last_day,
           date(first_told * 86400, 'unixepoch') AS first_told, date(last_told * 86400, 'unixepoch') AS last_told, score
    FROM happening;

CREATE VIEW dyad_months AS
    SELECT printf('%04d-%02d', month / 12, month % 12 + 1) AS month, actor, recipient, type, aux, n_events, n_happenings, n_coop,
           scale / 1000.0 / n_events AS mean_scale, CASE WHEN n_goldstein > 0 THEN goldstein / 1000.0 / n_goldstein END AS mean_goldstein
    FROM tally WHERE n_events > 0;
