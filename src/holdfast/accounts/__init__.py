"""Staff, roles, tokens, guests, escalation ladders and the access log. Who somebody is; never what may be done."""
