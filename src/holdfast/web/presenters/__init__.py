"""Presenters: each builds one typed page object; templates get it as `page` and compute nothing."""
