"""What stands over every form while it is not safe for the person: whoever types may have opened it before."""

from __future__ import annotations

from django.utils.translation import gettext

from holdfast.protocol.codes import YesNoUnknown
from holdfast.transfers.selectors import Looked, Sight
from holdfast.web.forms.fields import Alert
from holdfast.web.presenters.in_danger import is_quiet


def alert_over(looked: Looked) -> Alert | None:
    """Return what is told over a form: of danger to who is to know of it; to who receives only that nobody calls.

    None where all is well, and on the page that follows at once on a word of danger: others may see that screen.
    """
    state, is_theirs = looked.state, looked.state.owner == looked.asker.party.id
    if looked.sight is Sight.PERSON or is_quiet(looked):
        return None
    if state.safety.is_in_duress:
        is_near = looked.sight is Sight.WHOLE or is_theirs
        return _danger() if is_near else _not_now()
    own = state.safety_by_person
    is_no = own is not None and own.safe_now is YesNoUnknown.NO and not state.is_closed
    return _unsafe() if is_no and looked.sight is Sight.WHOLE else None


def _danger() -> Alert:
    return Alert(
        gettext("The person may be in danger. Do not call."),
        gettext(
            "Do not call, text or visit them in any way that is not in their plan. Reach whoever is on call for you."
        ),
    )


def _not_now() -> Alert:
    return Alert(
        gettext("Do not call the person now."),
        gettext("If you were on a call, it has ended. Call the team that asked you: they tell you when it goes on."),
    )


def _unsafe() -> Alert:
    return Alert(
        gettext("The person said on their own page that it is not safe now."),
        gettext("Nothing passes on until they say there that it is. You stay with them, and do not call on your own."),
    )
