"""What is refused on the way of the main job says why, leads to what mends it, and moves no owner."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Request, expect

from holdfast.protocol.codes import Channel, EvidenceGrade, FirstActionStatus
from tests.browser.main_job.afterwards import Reviewer
from tests.browser.main_job.county import CASE
from tests.browser.main_job.staff import Clinician
from tests.browser.main_job.story import MainJob
from tests.browser.main_job.test_main_job import Job, is_held

pytestmark = pytest.mark.full
OWNER = "You do: Dana Lima, Family Visitation Center"


def is_told_why(clinician: Clinician, *reasons: str) -> None:
    """The reasons stand in the summary, and the owner is the same."""
    clinician.is_told(*reasons).sees(OWNER)


def called_too_early(job: MainJob) -> None:
    """The live room before the decision: refused, with the way to what is missing."""
    caller = job.clinician.signs_in().opens_handoff()
    caller.goes_by_bookmark("live/").chooses(caller.label(Channel.PHONE)).presses("Open the live room")
    is_told_why(caller, "File the release readiness first.", "Ask the person whether it is safe to talk now")
    caller.mends("Nobody asked in the past 30 minutes").who.is_headed("Is it safe to talk now?")


def authorized_with_open_needs(job: MainJob) -> None:
    """Nothing is authorized while something stands in the way; the director may be asked, and hears of it."""
    decider = job.supervisor.signs_in().reviews().names_open_need("A ride to the first visit")
    expect(decider.page.get_by_role("button", name="Authorize")).to_be_disabled()
    decider.sees("You cannot authorize while 1 need is open.").presses("Ask the director")
    decider.is_told("It was to be authorized with a need still open.", ": Director (Omar Haddad).")
    decider.mends("Change it below").resolves_open_need().authorizes()


def released_too_early(job: MainJob) -> None:
    """A release before the acceptance: refused, brought before the executive, and the owner is the same."""
    job.clinician.goes_by_bookmark("file/handoff_closure/").sends_release()
    is_told_why(job.clinician, "Stay with the person until the receiver has accepted.", "Executive", "Rule B3.heard")
    job.clinician.mends("See the answer").sees("Community Counselling answers").sees(OWNER)


def accepted_without_first_step(job: MainJob) -> None:
    """An acceptance that says not what happens first: refused, and nothing that was typed is lost."""
    job.guest.begins_answer().sends_answer()
    job.guest.is_told("There is no real first step", "Agree on who does what").mends("Say what happens first, and when")
    job.guest.says_first_step().sends_answer().sees("The answer is filed.")
    job.person.says_it_back()


def verified_too_early(job: MainJob) -> Reviewer:
    """Completed, before the receiver has said a word: refused."""
    reviewer = job.comes_in(Reviewer).signs_in().checks(EvidenceGrade.NONE).finds(FirstActionStatus.COMPLETED)
    reviewer.is_told("A source was not looked at", "get the receiver's own word")
    reviewer.mends("Add the evidence below").who.is_headed("Did the first visit happen?")
    return reviewer


def test_each_refusal_names_what_mends_it_and_the_person_is_held_all_the_same(job: Job) -> None:
    told = job()
    called_too_early(told)
    authorized_with_open_needs(told)
    told.clinician.goes_by_bookmark("")
    told.readied()
    told.gathered()
    told.connected()
    released_too_early(told)
    accepted_without_first_step(told)
    told.released()
    reviewer = verified_too_early(told)
    told.visited()
    reviewer.signs_in().checks().finds(FirstActionStatus.COMPLETED).sees("The check is filed.")
    told.held()
    is_held(told)


def of_posts(clinician: Clinician) -> list[str]:
    """Return the list into which every address that is posted to from now on goes."""
    posts: list[str] = []

    def hear(request: Request) -> None:
        if request.method == "POST":
            posts.append(request.url)

    clinician.page.on("request", hear)
    return posts


def filed(clinician: Clinician, what: str) -> Locator:
    """Return the entries of the history that say that this was filed."""
    clinician.looks_again().page.get_by_role("link", name="entries").click()
    return clinician.page.get_by_role("main").get_by_text(f"filed: {what}")


@pytest.mark.parametrize("has_script", [True, False], ids=["with script", "without script"])
def test_a_double_click_files_once_and_going_back_sends_nothing(job: Job, has_script: bool) -> None:
    told = job(has_script=has_script)
    told.authorized()
    clinician: Clinician = told.clinician.looks_again().fills_readiness()
    clinician.page.get_by_role("button", name="File the readiness").dblclick()
    clinician.sees("The readiness is filed.")
    posts = of_posts(clinician)
    clinician.page.go_back()
    clinician.who.is_headed("Correct: Say that everything is ready")
    clinician.page.go_forward()
    clinician.sees("The readiness is filed.")
    assert posts == []
    expect(filed(clinician, "Release readiness")).to_have_count(1)


def test_the_list_of_people_leads_back_to_what_was_sent(job: Job) -> None:
    told = job()
    clinician = told.clinician.signs_in().begins_handoff().says_need().finds_route().weighs_delay()
    clinician.page.get_by_role("button", name="Ask for authorization").dblclick()
    clinician.sees("Authorization was asked for.")
    clinician.page.go_back()
    clinician.who.opens("/")
    expect(clinician.page.get_by_role("link", name=CASE)).to_have_count(1)
