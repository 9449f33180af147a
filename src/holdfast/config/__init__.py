"""The composition root: settings, addresses, the server and the worker; and two leaves, the clock and the ids."""
