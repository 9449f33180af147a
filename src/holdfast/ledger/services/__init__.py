"""Writes of the ledger: append, erase, re-wrap the keys, seal. Nothing else writes it."""

from __future__ import annotations

from holdfast.ledger.services.appending import append
from holdfast.ledger.services.erasing import Erased, erase
from holdfast.ledger.services.rotating import rotate_master_key
from holdfast.ledger.services.sealing import MadeSeal, is_seal_due, seal
from holdfast.ledger.upcasting import upcast

__all__ = ["Erased", "MadeSeal", "append", "erase", "is_seal_due", "rotate_master_key", "seal", "upcast"]
