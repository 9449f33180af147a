"""The pathway packages in force (section 3.4): one module each, in this folder or installed elsewhere.

A module of this folder with a `PACKAGE` is found by itself, and so is what another distribution offers under the entry
point group `holdfast.packages`. They are looked for once, when the first is asked for: a package may use all of the
protocol, which itself names none of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules

from holdfast.protocol.codes import Need, RecordKind
from holdfast.protocol.package import LANGUAGES, Added, Asked, Package, Rule, Said, asked_of_field

GROUP = "holdfast.packages"
"""The entry point group: each names a `Package`, as `crisis_bed = "our_pathways.crisis_bed:PACKAGE"`."""


class Unsound(TypeError):  # noqa: N818 - it says what a package is
    """A package that is not whole: said once, when it is found, to who wrote it."""


@cache
def packages() -> dict[str, Package]:
    """Return every package by its code. Raises `Unsound` where one is not whole, or two share a code or a rule."""
    found: dict[str, Package] = {}
    for package in (*_here(), *_installed()):
        if package.code in found:
            raise Unsound(f"two packages are called {package.code!r}")
        _check(package)
        found[package.code] = package
    rules = [rule.id for package in found.values() for rule in package.rules]
    twice = {rule for rule in rules if rules.count(rule) > 1}
    if twice:
        raise Unsound(f"two rules are called {', '.join(sorted(twice))}")
    return found


def package_of(code: str) -> Package | None:
    """Return a package; none where it is not installed, or for none."""
    return packages().get(code)


def model_of(code: str, kind: RecordKind) -> type[Added] | None:
    """Return the fields that the package adds to a kind of record; none where it adds none, or is not installed."""
    package = package_of(code)
    return package.added.get(kind) if package else None


def code_of(model: type[Added]) -> str:
    """Return the code of the package that added fields belong to; blank where they belong to none."""
    return next((p.code for p in packages().values() if model in p.added.values()), "")


def asked_in(code: str, kind: RecordKind, name: str) -> Asked | None:
    """Return what is said of one added field; none where there is no such field."""
    package = package_of(code)
    return dict(package.fields_of(kind)).get(name) if package else None


def rule_of(control_id: str) -> tuple[Package, Rule] | None:
    """Return the rule of a package, with the package; none where a control is none of a package."""
    return next(
        ((package, rule) for package in packages().values() for rule in package.rules if rule.id == control_id), None
    )


def fitting(need: Need) -> tuple[Package, ...]:
    """Return the packages that are offered for a need."""
    return tuple(package for package in packages().values() if package.fits(need))


def _here() -> Iterator[Package]:
    for module in sorted(iter_modules(__path__), key=lambda found: found.name):
        yield import_module(f"{__name__}.{module.name}").PACKAGE


def _installed() -> Iterator[Package]:
    for point in sorted(entry_points(group=GROUP), key=lambda found: found.name):
        package = point.load()
        if not isinstance(package, Package):
            raise Unsound(f"the entry point {point.name!r} of {GROUP} is not a Package")
        yield package


def _check(package: Package) -> None:
    """Raise `Unsound` where something of a package is not said in every language, or a rule has another's prefix."""
    for what, text in _texts(package):
        missing = [language for language in LANGUAGES if not text.get(language)]
        if missing:
            raise Unsound(f"{package.code}: {what} is not said in {', '.join(missing)}")
    if not package.code.isidentifier():
        raise Unsound(f"{package.code!r} is no code: write it in letters, digits and underscores")
    strange = [rule.id for rule in package.rules if not rule.id.startswith("P.")]
    if strange:
        raise Unsound(f"{package.code}: a rule of a package is called P.something, not {', '.join(strange)}")


def _texts(package: Package) -> Iterator[tuple[str, Said]]:
    yield "the title", package.title
    yield "the sentence", package.sentence
    for rule in package.rules:
        yield f"the sentence of {rule.id}", rule.sentence
        yield f"how to mend {rule.id}", rule.mend
    for line in package.words:
        yield f"a line of the {line.by}", line.text
    for model in package.added.values():
        yield from _labels(package, model)


def _labels(package: Package, model: type[Added]) -> Iterator[tuple[str, Said]]:
    for name, info in model.model_fields.items():
        words = asked_of_field(info)
        if words is None:
            raise Unsound(f"{package.code}: the field {name} is declared without `asked`")
        yield f"the label of {name}", words.label
        if words.hint:
            yield f"the hint of {name}", words.hint
