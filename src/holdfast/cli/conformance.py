"""`holdfast conformance FILE...`: runs vectors of the protocol against the pure core."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from holdfast.cli.vectors import NotAVector, failures


@click.command()
@click.argument("paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--quiet", is_flag=True, help="Print only the files that fail, and the count.")
def command(paths: tuple[Path, ...], *, quiet: bool) -> None:
    """Run conformance vectors (JSON) against the protocol: no database, no network.

    A folder stands for every .json file below it. Prints one line a file, then the count; exits 1 when any failed.
    """
    files = [file for path in paths for file in (sorted(path.rglob("*.json")) if path.is_dir() else [path])]
    failed = 0
    for file in files:
        wrong = run_file(file)
        failed += bool(wrong)
        if wrong or not quiet:
            click.echo(f"FAIL {file}: {'; '.join(wrong)}" if wrong else f"ok {file}")
    click.echo(f"{len(files) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


def run_file(file: Path) -> list[str]:
    """Run one vector and return what went otherwise than it expects; a file that is no vector is a failure."""
    try:
        return list(failures(json.loads(file.read_text(encoding="utf-8"))))
    except NotAVector as wrong:
        return [f"not a vector: {wrong}"]
    except (ValueError, KeyError, TypeError, AttributeError) as wrong:
        return [f"not a vector: {type(wrong).__name__}: {wrong}"]
