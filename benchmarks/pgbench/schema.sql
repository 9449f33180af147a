-- What "our transaction" (b) touches, with the indexes it cannot do without.
CREATE TABLE transfer (
  id int PRIMARY KEY,
  seq int NOT NULL,
  hash bytea NOT NULL,
  owner_id text NOT NULL,
  stage text NOT NULL,
  changed_at timestamptz NOT NULL
) WITH (fillfactor = 70);
CREATE TABLE event (
  transfer_id int NOT NULL REFERENCES transfer,
  seq int NOT NULL,
  at timestamptz NOT NULL,
  content jsonb NOT NULL,
  prev_hash bytea NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (transfer_id, seq)
);
CREATE TABLE deadline (
  transfer_id int NOT NULL REFERENCES transfer,
  seq int NOT NULL,
  name text NOT NULL,
  due_at timestamptz NOT NULL,
  status text NOT NULL,
  PRIMARY KEY (transfer_id, seq)
);
CREATE INDEX deadline_open ON deadline (due_at) WHERE status = 'open';
INSERT INTO transfer
SELECT n, 0, sha256(''), 'dana', 'authorization', now() FROM generate_series(1, 10000) AS n;
