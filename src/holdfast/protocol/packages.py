"""The registry of pathway packages (protocol section 3.4): each is one module that adds fields and controls."""

from __future__ import annotations

PACKAGES: dict[str, str] = {}
"""Packages in force, by code; each with its sentence."""
