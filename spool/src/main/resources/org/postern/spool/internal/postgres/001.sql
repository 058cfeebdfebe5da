-- What never changes of a mail; small bodies stand in their row, large ones in parts.
CREATE TABLE mail (
  id BIGINT PRIMARY KEY,
  arrived BIGINT NOT NULL,
  sender TEXT,
  returned TEXT,
  envelope_id TEXT,
  utf8 INTEGER NOT NULL,
  eight_bit INTEGER NOT NULL,
  message_id TEXT NOT NULL,
  origin TEXT NOT NULL,
  size BIGINT NOT NULL,
  parts INTEGER NOT NULL,
  crc BIGINT NOT NULL,
  body BYTEA
);

-- Mail is compressed badly, and compressing it costs more than the disk.
ALTER TABLE mail ALTER COLUMN body SET STORAGE EXTERNAL;

-- state: 0 waits, 1 is being delivered, 2 held, 3 dead, 4 done.
-- due: when it is to be tried; while it is being delivered, when the lease ends.
CREATE TABLE recipient (
  mail BIGINT NOT NULL REFERENCES mail (id) ON DELETE CASCADE,
  n INTEGER NOT NULL,
  address TEXT NOT NULL,
  notify INTEGER NOT NULL,
  original TEXT,
  state INTEGER NOT NULL,
  due BIGINT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  delay_told INTEGER NOT NULL DEFAULT 0,
  token BIGINT NOT NULL DEFAULT 0,
  trouble TEXT,
  diagnosis TEXT,
  PRIMARY KEY (mail, n)
);

CREATE INDEX recipient_due ON recipient (state, due) WHERE state <= 1;
CREATE INDEX recipient_kept ON recipient (state, mail) WHERE state >= 2;

CREATE TABLE part (
  mail BIGINT NOT NULL,
  n INTEGER NOT NULL,
  crc BIGINT NOT NULL,
  bytes BYTEA NOT NULL,
  UNIQUE (mail, n)
);

ALTER TABLE part ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Large mails that are not committed yet.
CREATE TABLE upload (
  mail BIGINT PRIMARY KEY,
  node BIGINT NOT NULL,
  touched BIGINT NOT NULL
);

CREATE TABLE tally (
  node BIGINT PRIMARY KEY,
  mails BIGINT NOT NULL,
  waiting BIGINT NOT NULL,
  active BIGINT NOT NULL,
  held BIGINT NOT NULL,
  dead BIGINT NOT NULL,
  -- when that process last said that it lives; rows of the dead are added to others
  seen BIGINT NOT NULL
);


CREATE TABLE note (
  name TEXT PRIMARY KEY,
  content TEXT NOT NULL
);
