-- What never changes of a mail; small bodies stand in their row, large ones in parts.
CREATE TABLE mail (
  id INTEGER PRIMARY KEY,
  arrived INTEGER NOT NULL,
  sender TEXT,
  returned TEXT,
  envelope_id TEXT,
  utf8 INTEGER NOT NULL,
  eight_bit INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  origin TEXT NOT NULL,
  size INTEGER NOT NULL,
  parts INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  body BLOB
);

-- state: 0 waits, 1 is being delivered, 2 held, 3 dead, 4 done.
-- due: when it is to be tried; while it is being delivered, when the lease ends.
CREATE TABLE recipient (
  mail INTEGER NOT NULL REFERENCES mail (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  address TEXT NOT NULL,
  notify INTEGER NOT NULL,
  original TEXT,
  state INTEGER NOT NULL,
  due INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  delay_told INTEGER NOT NULL DEFAULT 0,
  token INTEGER NOT NULL DEFAULT 0,
  trouble TEXT,
  diagnosis TEXT,
  PRIMARY KEY (mail, n)
) WITHOUT ROWID;

CREATE INDEX recipient_due ON recipient (state, due) WHERE state <= 1;
CREATE INDEX recipient_kept ON recipient (state, mail) WHERE state >= 2;

CREATE TABLE part (
  mail INTEGER NOT NULL,
  n INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (mail, n)
);

-- Large mails that are not committed yet.
CREATE TABLE upload (
  mail INTEGER PRIMARY KEY,
  node INTEGER NOT NULL,
  touched INTEGER NOT NULL
);

CREATE TABLE tally (
  node INTEGER PRIMARY KEY,
  mails INTEGER NOT NULL,
  waiting INTEGER NOT NULL,
  active INTEGER NOT NULL,
  held INTEGER NOT NULL,
  dead INTEGER NOT NULL
);

-- All processes of this machine write one after the other, so one row serves all.
INSERT INTO tally (node, mails, waiting, active, held, dead) VALUES (0, 0, 0, 0, 0, 0);

CREATE TABLE note (
  name TEXT PRIMARY KEY,
  content TEXT NOT NULL
) WITHOUT ROWID;
