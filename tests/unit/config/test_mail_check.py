from __future__ import annotations

import pytest

from holdfast.config.checks import mail_in_files


@pytest.mark.parametrize(
    ("is_embedded", "folder", "found"),
    [(True, "/outbox", []), (False, "", []), (False, "/outbox", ["holdfast.W003"])],
)
def test_an_install_whose_mail_reaches_nobody_is_warned_of(settings, is_embedded, folder, found):
    settings.HOLDFAST_IS_EMBEDDED, settings.EMAIL_FILE_PATH = is_embedded, folder
    assert [warning.id for warning in mail_in_files(None)] == found
