"""Text messages: to the person, by Twilio or a gateway; what becomes of them, and what is answered to them."""
