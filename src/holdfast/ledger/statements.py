"""The ledger's SQL. Every statement that writes an event, and every read that decrypts one, stands here."""

from __future__ import annotations

# The events of an append, whichever way the head was moved. Nothing is inserted where it was not.
_EVENTS = """
event AS (
  SELECT moved.transfer_id, e.* FROM moved, jsonb_to_recordset(%(events)s::jsonb) AS e(
    seq int, kind text, at timestamptz, actor text, policy_version text, schema smallint,
    controls jsonb, commitments jsonb, prev_hash text, hash text, sealed text)
), header AS (
  INSERT INTO ledger_header (transfer_id, seq, kind, at, actor, policy_version, schema, controls, commitments,
    prev_hash, hash)
  SELECT transfer_id, seq, kind, at, actor, policy_version, schema, controls, commitments,
    decode(prev_hash, 'hex'), decode(hash, 'hex') FROM event
), payload AS (
  INSERT INTO ledger_payload (transfer_id, seq, sealed) SELECT transfer_id, seq, decode(sealed, 'base64') FROM event
)
SELECT count(*) FROM moved
"""

APPEND_FIRST = f"""
WITH moved AS (
  INSERT INTO ledger_head (transfer_id, seq, hash, is_unsealed, is_erased)
  VALUES (%(transfer_id)s, %(seq)s, %(hash)s, true, false) ON CONFLICT DO NOTHING RETURNING transfer_id
), key AS (
  INSERT INTO ledger_key (transfer_id, master_id, wrapped)
  SELECT transfer_id, %(master_id)s, %(wrapped)s FROM moved
), {_EVENTS}"""  # noqa: S608 - constants of this module

APPEND_NEXT = f"""
WITH moved AS (
  UPDATE ledger_head SET seq = %(seq)s, hash = %(hash)s, is_unsealed = true
  WHERE transfer_id = %(transfer_id)s AND seq = %(prev_seq)s AND hash = %(prev_hash)s AND NOT is_erased
  RETURNING transfer_id
), {_EVENTS}"""  # noqa: S608 - constants of this module

# Instants come as the text that was hashed: it is compared and hashed again far more often than it is read as a time.
_AT = """to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""

_TRANSFERS = f"""
SELECT t.transfer_id::text, t.seq, t.hash, t.is_erased, k.master_id, k.wrapped,
  {_AT.format("e.at")}, e.by, e.reason,
  h.seq, h.kind, {_AT.format("h.at")}, h.actor, h.policy_version, h.schema,
  jsonb_build_array(h.controls, h.commitments)::text, h.prev_hash,
  h.hash, p.sealed
FROM ({{}}) AS t
LEFT JOIN ledger_key k ON k.transfer_id = t.transfer_id
LEFT JOIN ledger_erasure e ON e.transfer_id = t.transfer_id
LEFT JOIN ledger_header h ON h.transfer_id = t.transfer_id AND h.seq > {{}}
LEFT JOIN ledger_payload p ON p.transfer_id = h.transfer_id AND p.seq = h.seq
ORDER BY t.transfer_id, h.seq
"""  # noqa: S608 - as above

READ_ONE = _TRANSFERS.format("SELECT * FROM ledger_head WHERE transfer_id = %(transfer_id)s", "%(after_seq)s")
READ_PAGE = _TRANSFERS.format(
    "SELECT * FROM ledger_head WHERE transfer_id > %(after)s ORDER BY transfer_id LIMIT %(limit)s", "%(after_seq)s"
)
READ_MANY = _TRANSFERS.format(
    "SELECT * FROM ledger_head JOIN unnest(%(ids)s::uuid[], %(after)s::int[]) AS asked(transfer_id, after)"
    " USING (transfer_id)",
    "t.after",
)

READ_TIP = """
SELECT t.seq, t.hash, t.is_erased, k.master_id, k.wrapped
FROM ledger_head t LEFT JOIN ledger_key k ON k.transfer_id = t.transfer_id WHERE t.transfer_id = %s
"""

# Events and payloads that no head, or no event, accounts for.
STRAYS = """
SELECT h.transfer_id, min(h.seq), 'head' FROM ledger_header h
  LEFT JOIN ledger_head t ON t.transfer_id = h.transfer_id
  WHERE t.transfer_id IS NULL {0} GROUP BY h.transfer_id
UNION ALL
SELECT h.transfer_id, min(h.seq), 'event' FROM ledger_payload h
  LEFT JOIN ledger_header e ON e.transfer_id = h.transfer_id AND e.seq = h.seq
  WHERE e.transfer_id IS NULL {0} GROUP BY h.transfer_id
ORDER BY 1, 2
"""

COLLECT_UNSEALED = f"""
WITH taken AS (
  SELECT transfer_id FROM ledger_head WHERE is_unsealed ORDER BY transfer_id LIMIT %s FOR UPDATE SKIP LOCKED
), marked AS (
  UPDATE ledger_head h SET is_unsealed = false FROM taken WHERE h.transfer_id = taken.transfer_id
  RETURNING h.transfer_id, h.seq, h.hash
)
SELECT m.transfer_id::text, m.seq, m.hash, {_AT.format("e.at")}, e.by, e.reason
FROM marked m LEFT JOIN ledger_erasure e ON e.transfer_id = m.transfer_id ORDER BY m.transfer_id
"""  # noqa: S608 - as above

INSERT_SEAL = """
WITH seal AS (
  INSERT INTO ledger_seal (n, at, size, root, peaks, prev_hash, hash, public_key, signature)
  VALUES (%(n)s, %(at)s, %(size)s, %(root)s, %(peaks)s, %(prev_hash)s, %(hash)s, %(public_key)s, %(signature)s)
  RETURNING n
)
INSERT INTO ledger_sealed_head (place, seal_n, transfer_id, seq, hash, erasure)
SELECT l.place, seal.n, l.transfer_id, l.seq, decode(l.hash, 'hex'), decode(l.erasure, 'hex')
FROM seal, jsonb_to_recordset(%(leaves)s::jsonb) AS l(place bigint, transfer_id uuid, seq int, hash text, erasure text)
"""

# Each sealed head beside what stands in its place today.
READ_LEAVES = f"""
SELECT l.place, l.seal_n, l.transfer_id::text, l.seq, l.hash, l.erasure, h.hash, t.seq,
  {_AT.format("e.at")}, e.by, e.reason
FROM (SELECT * FROM ledger_sealed_head WHERE place > %s ORDER BY place LIMIT %s) AS l
LEFT JOIN ledger_header h ON h.transfer_id = l.transfer_id AND h.seq = l.seq
LEFT JOIN ledger_head t ON t.transfer_id = l.transfer_id
LEFT JOIN ledger_erasure e ON e.transfer_id = l.transfer_id
ORDER BY l.place
"""  # noqa: S608 - as above

HIDDEN_FROM_SEALS = """
SELECT t.transfer_id, t.seq FROM ledger_head t
WHERE NOT t.is_unsealed AND NOT EXISTS (
  SELECT FROM ledger_sealed_head l
  WHERE l.transfer_id = t.transfer_id AND l.seq = t.seq AND l.hash = t.hash
    AND (l.erasure IS NOT NULL OR NOT t.is_erased))
ORDER BY t.transfer_id
"""

LEAVES_WITHOUT_SEAL = """
SELECT DISTINCT l.seal_n FROM ledger_sealed_head l LEFT JOIN ledger_seal s ON s.n = l.seal_n
WHERE s.n IS NULL OR l.place >= s.size ORDER BY 1
"""
