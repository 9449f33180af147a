"""The part of the protocol's page that lists every control: rule, sentence, function, vectors."""

from __future__ import annotations

from pathlib import Path

from holdfast.cli.reference import markdown as md
from holdfast.protocol.commands import COMMANDS
from holdfast.protocol.controls import Consequence, Control, asked_of, gates_of
from holdfast.protocol.controls.registry import in_order
from holdfast.protocol.deadlines import DEADLINES
from holdfast.protocol.records import RECORDS

VECTORS = Path("tests/conformance/controls")
_UP = "../../"
"""From `docs/reference` to the repository."""
_MEANS = {
    Consequence.REFUSE: "refuse: nothing is done, the attempt stays on the ledger",
    Consequence.BREACH: "breach: it is filed, and recorded as a breach",
    Consequence.ESCALATE: "escalate: the clock reached its deadline",
    Consequence.SYSTEM: "system: the product itself keeps it; it never refuses",
}


def controls_part(root: Path) -> str:
    """Return the table of all controls, then a section for each. Vectors are counted below `root`."""
    controls = in_order()
    said = (
        "In the order in which they are asked and listed. Gates are asked first, one by one, and the first that fails "
        "is listed alone; the others are asked together.\n"
    )
    headings = ("control", "sentence", "consequence", "checked by", "vectors")
    overview = md.table(headings, (_row(control, root) for control in controls))
    return "\n".join(["## Controls\n", said, overview, *(_section(control, root) for control in controls)])


def _row(control: Control, root: Path) -> tuple[str, ...]:
    name = md.link(control.id, control.id)
    return (name, control.sentence, _short(control), _checked_by(control), _vectors(control, root))


def _short(control: Control) -> str:
    to = f", to {control.escalates}" if control.escalates else ""
    return f"{control.consequence}{to}"


def _checked_by(control: Control) -> str:
    """Name the function that checks a control, as module:function."""
    if control.check is not None:
        return md.code(f"{control.check.__module__}:{control.check.__qualname__}")
    return "the clock" if control.consequence is Consequence.ESCALATE else "the system"


def _section(control: Control, root: Path) -> str:
    rows = [
        *([("asked in", f"transfers of the package {md.code(control.package)} alone")] if control.package else []),
        ("to mend it", control.mend or "nothing to mend: no command asks it"),
        ("consequence", _MEANS[control.consequence]),
        ("escalates to", md.code(control.escalates) if control.escalates else "nobody"),
        ("asked at", _asked_at(control)),
        ("checked by", _where(control)),
        ("vectors", f"{_vectors(control, root)} in [{VECTORS / control.id}]({_UP}{VECTORS / control.id})"),
    ]
    return f"### {control.id}\n\n{control.sentence}\n\n{md.table(('', ''), rows)}"


def _asked_at(control: Control) -> str:
    """Say at which steps a control is asked, or what asks it instead."""
    every = [name for name in (*COMMANDS, *RECORDS) if name != "file_record"]
    asked = [step for step in every if control in (*gates_of(step), *asked_of(step, package=control.package))]
    if asked:
        steps = "every command" if asked == every else md.codes(asked)
        return f"{steps}, as a gate" if control.is_gate else steps
    deadlines = [name for name, rule in DEADLINES.items() if rule.control == control.id]
    return f"no command: the clock, at the deadline {md.codes(deadlines)}" if deadlines else "no command"


def _where(control: Control) -> str:
    if control.check is None:
        return _checked_by(control)
    path = f"src/{control.check.__module__.replace('.', '/')}.py"
    return f"{_checked_by(control)} in [{path}]({_UP}{path})"


def _vectors(control: Control, root: Path) -> str:
    """Count the vectors of a control by what they show."""
    names = [path.name.split("-")[0] for path in sorted((root / VECTORS / control.id).glob("*.json"))]
    counts = (f"{names.count(kind)} {kind}" for kind in ("holds", "refuses", "breaches", "escalates") if kind in names)
    return ", ".join(counts) or "none"
