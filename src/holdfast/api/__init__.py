"""The JSON API, version 1: parses, asks who calls, hands over, answers. No rule of the protocol lives here."""
