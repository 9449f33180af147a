-- Our transaction (b): lock a transfer row, insert 3 events (about 1 KiB of JSON, two hashes each), update the transfer,
-- insert a deadline. :content, :prev_hash and :hash are given by -D.
\set transfer random(1, 10000)
BEGIN;
SELECT seq FROM transfer WHERE id = :transfer FOR UPDATE \gset
INSERT INTO event (transfer_id, seq, at, content, prev_hash, hash) VALUES
  (:transfer, :seq + 1, now(), :content, decode(:prev_hash, 'hex'), decode(:hash, 'hex')),
  (:transfer, :seq + 2, now(), :content, decode(:prev_hash, 'hex'), decode(:hash, 'hex')),
  (:transfer, :seq + 3, now(), :content, decode(:prev_hash, 'hex'), decode(:hash, 'hex'));
UPDATE transfer SET seq = :seq + 3, hash = decode(:hash, 'hex'), stage = 'authorization', changed_at = now()
  WHERE id = :transfer;
INSERT INTO deadline (transfer_id, seq, name, due_at, status)
  VALUES (:transfer, :seq + 3, 'authorization_decision', now() + interval '15 minutes', 'open');
COMMIT;
