"""Migrations of the room `accounts`, in one line."""
