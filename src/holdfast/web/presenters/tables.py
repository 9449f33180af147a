"""The table of a queue: one row a transfer, the time left first, what can be done last; cards on a phone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from holdfast.web.parts import Action, Pager, Tag
from holdfast.web.presenters.listing import Timing, Who


class Line(NamedTuple):
    """A line of a cell; `before` stands before it, muted: "From"."""

    text: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `label` heads its column, and stands over it where rows are cards."""

    label: str
    lines: tuple[Line, ...]
    tag: Tag | None = None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task. `action`: where it is done; `note`: why the reader can't, or what somebody else does."""

    timing: Timing
    who: Who
    cells: tuple[Cell, ...]
    action: Action
    note: str = ""


@dataclass(frozen=True, slots=True)
class TaskTable:
    """A queue (`queues/table.html`). `empty`: why there is nothing in it, and what to do next."""

    caption: str
    rows: tuple[TaskRow, ...]
    pager: Pager
    empty: str
    empty_action: Action | None = None

    @property
    def heads(self) -> tuple[str, ...]:
        """The heads of the columns between the person and the action."""
        return tuple(cell.label for cell in self.rows[0].cells) if self.rows else ()


def cell(label: str, text: str, *more: str, tag: Tag | None = None) -> Cell:
    """Return a cell of plain lines."""
    return Cell(label, tuple(Line(each) for each in (text, *more) if each), tag)
