"""Finds the documentation: installed with the program, or beside it in a source tree."""

from __future__ import annotations

from pathlib import Path

_INSTALLED = Path(__file__).parent / "docs"
_BESIDE = Path(__file__).parents[1] / "docs"


def docs_folder() -> Path:
    """Return the folder of the documentation's pages."""
    return _INSTALLED if _INSTALLED.is_dir() else _BESIDE


def problem_page(code: str) -> str | None:
    """Return the page that explains a problem's code; None where there is none."""
    page = docs_folder() / "problems" / f"{code}.md"
    return page.read_text(encoding="utf-8") if page.is_file() else None


def example(name: str) -> Path | None:
    """Return the file of an example that the guide for authors shows; None where there is none of that name."""
    return next((each for each in (docs_folder() / "examples").glob("*.yaml") if each.stem == name), None)


def finding_codes() -> list[str]:
    """Return the codes of findings, by their pages: the catalogue would load every rule."""
    return sorted(page.stem for page in (docs_folder() / "problems").glob("W*.md"))
