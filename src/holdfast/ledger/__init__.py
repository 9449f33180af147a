"""The append-only, hash-chained ledger. It knows nothing of what its events mean: that is the protocol's."""
