"""The reference pages, made from the code: each module is one page, and `page` returns its text."""
