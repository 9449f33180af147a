"""The one write path, and the read models that follow from the ledger."""
