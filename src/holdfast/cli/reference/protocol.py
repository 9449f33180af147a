"""The page of the protocol: records, controls, commands, deadlines, escalations, policy, codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from holdfast.cli.reference import markdown as md
from holdfast.cli.reference.controls import controls_part
from holdfast.cli.reference.fields import fields_table
from holdfast.protocol.codes import HOLDERS, EscalationLevel, RecordKind, RiskIndicator
from holdfast.protocol.commands import COMMANDS, Command
from holdfast.protocol.controls import asked_of, gates_of
from holdfast.protocol.controls.gates import GIVERS
from holdfast.protocol.deadlines import DEADLINES, DeadlineRule
from holdfast.protocol.fields import Form
from holdfast.protocol.labels import CODE_LISTS, LANGUAGES, definition, is_reviewed, label
from holdfast.protocol.ladder import LAST_RESORT, UNMAPPED_FALLS_TO
from holdfast.protocol.package import Package
from holdfast.protocol.package import said as english
from holdfast.protocol.packages import packages
from holdfast.protocol.policy import base_policy
from holdfast.protocol.records import RECORDS, Record
from holdfast.protocol.telling import HARM, HARM_IF_ELEVATED

_SAID = """What Holdfast enforces, as the code has it: the nine records, every control, every command, every deadline.
From a control's id: its row in the table gives the sentence, the function that checks it and its vectors.

[The nine records](#the-nine-records) · [Pathway packages](#pathway-packages) ·
 [Controls](#controls) · [Commands](#commands) · [Deadlines](#deadlines) ·
[Escalation levels](#escalation-levels) · [Policy](#policy) · [Codes](#codes)"""


def page(root: Path) -> str:
    """Return the page. Vectors are counted below `root`."""
    parts = [_records(), _packages(), controls_part(root), _commands(), _deadlines(), _levels(), _policy(), _codes()]
    return md.page("The protocol", _SAID, parts)


def _records() -> str:
    said = (
        "Set by the server, and malformed when a client sends them: `case_id`, `transfer_id`, `filed_by`, `filed_at`, "
        "`control_status`, `escalation_status`, `policy_version`. A record is filed by the command `file_record`.\n"
    )
    return "\n".join(["## The nine records\n", said, *(_record(kind, model) for kind, model in RECORDS.items())])


def _record(kind: RecordKind, model: type[Record]) -> str:
    head = md.table(
        ("kind", "folder", "archive", "filed by"),
        [(md.code(kind), model.folder, model.archive, GIVERS[kind].who)],
    )
    title = f"### {model.code} {label(kind)}\n"
    return "\n".join([title, f"{md.first_sentence(model.__doc__)}\n", head, fields_table(model), _asked(kind)])


def _asked(step: str) -> str:
    """Return the controls that are asked of a step."""
    asked = [md.link(control.id, control.id) for control in (*gates_of(step), *asked_of(step))]
    return f"Controls asked: {', '.join(asked)}.\n"


def _packages() -> str:
    said = (
        "A package adds fields and controls to the records of the transfers that were opened with it. Its fields stand "
        "under `package` in a record; below them stands the consent with which the receiving side sees each. To add "
        "one, write one module: [add a pathway](../how-to/add-a-pathway.md).\n"
    )
    return "\n".join(["## Pathway packages\n", said, *map(_package, packages().values())])


def _package(package: Package) -> str:
    needs = md.codes(sorted(package.needs)) or "any"
    rules = ", ".join(md.link(rule.id, rule.id) for rule in package.rules)
    head = f"### `{package.code}`\n\n{english(package.sentence)}\n\nFor the needs: {needs}. Controls: {rules}.\n"
    return "\n".join([head, *(_added(package, kind, model) for kind, model in package.added.items())])


def _added(package: Package, kind: RecordKind, model: type[Form]) -> str:
    scopes = (
        f"{md.code(name)}: {md.code(asked.scope) if asked.scope else 'always'}"
        for name, asked in package.fields_of(kind)
    )
    return f"Added to {RECORDS[kind].code}, {label(kind)}:\n\n{fields_table(model)}\nSeen with: {', '.join(scopes)}.\n"


def _commands() -> str:
    said = "Everything that can be asked of a transfer. Each goes through `holdfast.transfers.services.handle`.\n"
    return "\n".join(["## Commands\n", said, *(_command(name, model) for name, model in COMMANDS.items())])


def _command(name: str, model: type[Command]) -> str:
    head = f"### `{name}`\n\n{md.first_sentence(model.__doc__)}\n"
    if name == "file_record":
        return f"{head}\nFields: `record` (the kind), the record's own, `supersedes`, `package`.\n"
    fields = fields_table(model) if model.model_fields else "No fields.\n"
    return f"{head}\nGiven by: {GIVERS[name].who}.\n\n{fields}\n{_asked(name)}"


def _deadlines() -> str:
    rows = (
        (md.code(name), rule.opened_by, rule.due, rule.met_by, _missed(rule), "yes" if rule.is_never_postponed else "")
        for name, rule in DEADLINES.items()
    )
    headings = ("deadline", "opened by", "due", "met by", "missed", "opening again never postpones it")
    said = (
        "Minutes and hours are elapsed time in UTC; business days end at the policy's close in the originating "
        "service's zone; a bare date is that day's close there. What is filed at the very instant is late.\n"
    )
    return f"## Deadlines\n\n{said}\n{md.table(headings, rows)}"


def _missed(rule: DeadlineRule) -> str:
    then = f", then {rule.rises_to} after the same span again" if rule.rises_to else ""
    return f"{rule.level}{then}; as {md.code(rule.escalates_as)}"


def _levels() -> str:
    rows = (
        (
            md.code(level),
            definition(level),
            md.codes(sorted(HOLDERS[level])),
            md.code(UNMAPPED_FALLS_TO[level]) if UNMAPPED_FALLS_TO[level] else "",
        )
        for level in EscalationLevel
    )
    said = (
        "An organisation maps each level to people or a rota, with minutes to acknowledge and the next level. A vacant "
        "place falls to the next level, and a level that is not mapped to the one in the last column; either is "
        f"itself reported. Where all are vacant, in this order: {md.codes(LAST_RESORT)}.\n"
    )
    headings = ("level", "who that is", "roles that can hold it", "unmapped, falls to")
    return f"## Escalation levels\n\n{said}\n{md.table(headings, rows)}"


def _policy() -> str:
    policy = base_policy()
    numbers = md.table(
        ("number", "value", "that is"), ((md.code(n), str(v), _said(n, v)) for n, v in sorted(policy.numbers.items()))
    )
    said = (
        f"Version `{policy.version}` comes with Holdfast. A jurisdiction lays a TOML file of its own over it "
        "(`HOLDFAST_POLICY`), which names only what differs; a transfer keeps the policy it began under.\n"
    )
    closes = f"`business_day.closes` is `{policy.business_day.closes}`, local time.\n"
    night = (
        f"From `night.begins` (`{policy.night.begins}`) to `night.ends` (`{policy.night.ends}`), by the clock of who "
        f"would be reached, only harm reaches anybody outside the product: {md.codes(sorted(HARM))}; at an elevated "
        f"transfer also {md.codes(sorted(HARM_IF_ELEVATED))}.\n"
    )
    fits = f"A trigger of the need's own name fits it; these fit any need: {md.codes(policy.triggers.fit_any)}.\n"
    return "\n".join(["## Policy\n", said, numbers, closes, night, fits, _indicators()])


def _said(name: str, value: int) -> str:
    """Say a number of the policy with its unit."""
    if name.endswith("business_days"):
        return f"{value} business day{'s' * (value != 1)}"
    if name.endswith(("attempts", "attempt_days")):
        return f"{value} {name.rsplit('_', 1)[-1].rsplit('.', 1)[-1]}"
    for unit, seconds in (("hour", 3600), ("minute", 60)):
        if value >= seconds and value % seconds == 0:
            count = value // seconds
            return f"{count} {unit}{'s' * (count != 1)}"
    return f"{value} seconds"


def _indicators() -> str:
    asked = base_policy().indicators
    rows = (
        (md.code(i), "yes" if asked[i].elevates else "no", md.code(asked[i].weakest_mode), "; ".join(asked[i].duties))
        for i in RiskIndicator
    )
    return md.table(("risk indicator", "elevates", "weakest mode allowed", "duties"), rows)


def _codes() -> str:
    return "\n".join(["## Codes\n", _languages(), *_code_lists()])


def _languages() -> str:
    unread = ", ".join(language for language in LANGUAGES if not is_reviewed(language))
    return f"Each code has a label and a definition in {', '.join(LANGUAGES)}. Not reviewed yet: {unread or 'none'}.\n"


def _code_lists() -> Iterator[str]:
    for codes in CODE_LISTS:
        rows = ((md.code(c), *(f"{label(c, lang)}: {definition(c, lang)}" for lang in LANGUAGES)) for c in codes)
        yield f"### {codes.__name__}\n\n{md.first_sentence(codes.__doc__)}\n\n{md.table(('code', *LANGUAGES), rows)}"
