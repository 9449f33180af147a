"""What comes in from outside files: sound text and JSON, faults that say what is wrong and what is accepted, counts.

A leaf like `config.clock`: rooms above `protocol` may import it; it knows no room and no database.
"""
