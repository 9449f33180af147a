"""A skipped test has judged nothing: where `HOLDFAST_STRICT_SKIPS` is set (as `.ci/run` does) it fails.

Unless `tests/skips.toml` names it, with the reason. An expected failure counts as a skip.
"""

from __future__ import annotations

import fnmatch
import os
import tomllib
from collections.abc import Generator
from pathlib import Path

import pytest

LIST = Path(__file__).with_name("skips.toml")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judge the skip of a test."""
    report = yield
    refuse_unlisted(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Judge the skip of a whole module."""
    report = yield
    refuse_unlisted(report)
    return report


def refuse_unlisted(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip that is not listed into a failure."""
    if not report.skipped or not os.environ.get("HOLDFAST_STRICT_SKIPS"):
        return
    listed = tomllib.loads(LIST.read_text())["skips"]
    if not any(fnmatch.fnmatchcase(report.nodeid, pattern) for pattern in listed):
        report.outcome = "failed"
        report.longrepr = f"skipped, and not listed in tests/{LIST.name}: {report.longrepr}"
