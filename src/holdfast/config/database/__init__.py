"""Django's PostgreSQL backend, with one thing more: without DATABASE_URL it starts the embedded server when needed."""
