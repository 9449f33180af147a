"""What other rooms ask of this one: links for guests, and what staff do with messages of their own."""

from __future__ import annotations

from holdfast.notify.paths import join_link, link
from holdfast.notify.services.acknowledging import (
    Linked,
    LinkStanding,
    link_acknowledge,
    link_look,
    message_acknowledge,
)
from holdfast.notify.services.browsers import Browser, browser_add, browser_end
from holdfast.notify.services.links import EVENT_LINK_LASTS, LinkOrder, link_refuse, link_request
from holdfast.notify.services.reading import message_read, messages_read, send_again
from holdfast.notify.texts.callbacks import Call, answers_called, reports_called
from holdfast.notify.texts.persons import TextWish, has_stopped_texts, text_ask, text_call_off

__all__ = [
    "EVENT_LINK_LASTS", "Browser", "Call", "LinkOrder", "LinkStanding", "Linked", "TextWish", "answers_called",
    "browser_add", "browser_end", "has_stopped_texts", "join_link", "link", "link_acknowledge", "link_look",
    "link_refuse", "link_request", "message_acknowledge", "message_read", "messages_read", "reports_called",
    "send_again", "text_ask", "text_call_off",
]  # fmt: skip
