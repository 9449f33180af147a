"""The pages: server-rendered, for people at work, guests and the person. No rule of the protocol lives here."""
