"""The directory: organisations, services, pathways, intake contacts, calendars, and what people confirmed of them."""
