"""How texts are sent is one address; what is wrong with it is said without its secret."""

from __future__ import annotations

import pytest

from holdfast.notify.texting import GATEWAY, TWILIO, BadAddress, texting_by


def test_without_an_address_none_are_sent() -> None:
    assert texting_by("").kind == ""


@pytest.mark.parametrize("sender", ["+15855550100", "%2B15855550100", "15855550100"])
def test_twilio_sends_from_a_number(sender: str) -> None:
    by = texting_by(f"twilio://AC1:tok%2Fen@api.twilio.com?from={sender}")
    assert (by.kind, by.url, by.account, by.secret) == (TWILIO, "https://api.twilio.com", "AC1", "tok/en")
    assert (by.sender, by.service) == ("+15855550100", "")


def test_twilio_sends_by_a_messaging_service() -> None:
    assert texting_by("twilio://AC1:token@api.twilio.com?service=MG1").service == "MG1"


def test_a_gateway_has_an_address_and_a_secret() -> None:
    by = texting_by("gateway://HELP:secret@sms.example:8443/send")
    assert (by.kind, by.url, by.sender) == (GATEWAY, "https://sms.example:8443/send", "HELP")


@pytest.mark.parametrize("host", ["127.0.0.1:9", "localhost:9", "[::1]:9"])
def test_only_on_this_machine_there_is_no_encryption(host: str) -> None:
    assert texting_by(f"gateway://HELP:secret@{host}/").url == f"http://{host}/"


@pytest.mark.parametrize(
    "address",
    ["twilio://AC1@api.twilio.com?from=1", "twilio://AC1:hush@api.twilio.com", "twilio://AC1:hush@h?from=1&service=MG1",
     "twilio://AC1:hush@h/path?from=1", "gateway://HELP:hush@", "gateway://HELP:hush@h/x?y=1", "https://a:hush@h/",
     "twilio://AC1:hush@h:port?from=1", "hush"],
)  # fmt: skip
def test_any_other_form_is_refused_without_its_secret(address: str) -> None:
    with pytest.raises(BadAddress, match="HOLDFAST_SMS_URL") as refusal:
        texting_by(address)
    assert "hush" not in str(refusal.value)
