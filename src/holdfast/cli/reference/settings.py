"""The page of the settings: what `config/settings.py` asks for, with the meanings and defaults of `.env.example`.

The two must name the same settings; where they don't, the page can't be made, and the message says what is missing.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from holdfast.cli.reference import markdown as md

SOURCE = Path("src/holdfast/config/settings.py")
EXAMPLE = Path(".env.example")
_SAID = """Settings come from the environment. One that is empty counts as unset; an odd value stops the start with a
sentence. Where it says *or a file*, `NAME_FILE` may hold the path of a file with the value in place of `NAME`."""
_NAME = re.compile(r"#([A-Z_]+)=(.*)")
_GROUP = re.compile(r"# -{3} (.+?)(?:: .*?)?\s*(?:\(file\))? ?-+")


@dataclass(frozen=True, slots=True)
class Explained:
    """A setting as `.env.example` explains it."""

    name: str
    group: str
    meaning: str
    default: str


def page(root: Path) -> str:
    """Return the page for the repository at `root`."""
    accepted, explained = _asked_for(root), list(_explained(root))
    _agree(set(accepted), {setting.name for setting in explained})
    groups = dict.fromkeys(setting.group for setting in explained)
    parts = (_part(group, [s for s in explained if s.group == group], accepted) for group in groups)
    return md.page("Settings", _SAID, parts)


def _part(group: str, settings: list[Explained], accepted: dict[str, str]) -> str:
    rows = ((md.code(s.name), s.meaning, accepted[s.name], _default(s, accepted[s.name])) for s in settings)
    return f"## {group[0].upper()}{group[1:]}\n\n{md.table(('setting', 'meaning', 'accepted', 'default'), rows)}"


def _default(setting: Explained, accepted: str) -> str:
    """Return the default; of an address it is an example that stands in `.env.example`."""
    if accepted.startswith("a PostgreSQL address"):
        return f"unset; like {md.code(setting.default)}"
    return md.code(setting.default) if setting.default else "unset"


def _agree(asked_for: set[str], explained: set[str]) -> None:
    unexplained, idle = asked_for - explained, explained - asked_for
    if unexplained:
        raise click.ClickException(f"{EXAMPLE} does not explain {', '.join(sorted(unexplained))}; add it there.")
    if idle:
        raise click.ClickException(f"{SOURCE} does not ask for {', '.join(sorted(idle))}; take it out of {EXAMPLE}.")


def _asked_for(root: Path) -> dict[str, str]:
    """Return each setting that `config/settings.py` asks for, with what it accepts."""
    found = {}
    for node in ast.walk(ast.parse((root / SOURCE).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id.startswith("env_"):
            found[str(ast.literal_eval(node.args[0]))] = _accepts(node.func.id, node)
    return found


def _accepts(kind: str, call: ast.Call) -> str:
    given = {word.arg: word.value for word in call.keywords}
    if kind == "env_choice":
        return " or ".join(map(md.code, ast.literal_eval(given["accepted"])))
    if kind == "env_int":
        return f"a whole number from {ast.literal_eval(given['least'])} to {ast.literal_eval(given['most'])}"
    return {
        "env_text": "text", "env_bool": "yes or no", "env_list": "words between commas", "env_path": "a path",
        "env_secret": "a secret, or a file", "env_database": "a PostgreSQL address, or a file",
    }[kind]  # fmt: skip


def _explained(root: Path) -> Iterator[Explained]:
    """Yield each setting of `.env.example` with the comment above it; settings in a row share one."""
    group, said, was_name = "", list[str](), False
    for line in (root / EXAMPLE).read_text(encoding="utf-8").splitlines():
        if heading := _GROUP.fullmatch(line):
            group, said = heading[1], []
        elif named := _NAME.fullmatch(line):
            yield Explained(named[1], group, " ".join(said).replace("(file)", "").strip(), named[2])
        elif line.startswith("# "):
            said = [*([] if was_name else said), line.removeprefix("# ").strip()]
        was_name = _NAME.fullmatch(line) is not None
