import pytest, time
from collections import Counter
pytestmark = pytest.mark.django_db
def test_it(settings):
    settings.HOLDFAST_UNSAFE_TELLING = True; settings.HOLDFAST_SEAL_KEY = "c2VhbCBrZXkgZm9yIHRlc3RzIG9ubHksIDMyIGJ5dGU="
    from holdfast.demo.seeding import seed
    t=time.monotonic()
    try:
        tokens = seed(lambda s: print(round(time.monotonic()-t,2), s))
    finally: print(time.monotonic()-t)
    print(list(tokens))
    from holdfast.transfers.models import Transfer, Deadline, Escalation, Failure
    from holdfast.demo.stories import STORIES
    for tr in Transfer.objects.order_by("case_id"):
        print(tr.case_id, STORIES[int(tr.case_id[3:])-1001].name, tr.stage, tr.warmth, tr.grade, tr.closed_as, tr.is_event_open, tr.is_paused,
          [(d.name,d.status) for d in Deadline.objects.filter(transfer=tr) if d.status in ("open","missed")],
          [(e.control,e.level,e.count,bool(e.acknowledged_at),bool(e.resolved_at), e.is_vacancy) for e in Escalation.objects.filter(transfer=tr)],
          [(f.controls, f.is_breach) for f in Failure.objects.filter(transfer=tr)])
    from holdfast.ledger.verify_database import verify_all
    from holdfast.transfers.selectors import judge
    t=time.monotonic()
    print(Counter(str(c.finding) for c in verify_all(judge)), time.monotonic()-t)
    assert 0
