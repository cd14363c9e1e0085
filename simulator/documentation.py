"""Finds the documentation: installed with the program, or beside it in a source tree."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent

_INSTALLED = Path(__file__).parent / "docs"
_BESIDE = Path(__file__).parents[1] / "docs"

_UNSEEN = re.compile(r"<!--.*?-->\n?|</?(?:kbd|details|summary)>", re.DOTALL)


def docs_folder() -> Path:
    """Return the folder of the documentation's pages."""
    return _INSTALLED if _INSTALLED.is_dir() else _BESIDE


def problem_page(code: str) -> str | None:
    """Return the page that explains a problem's code; None if there is none."""
    page = docs_folder() / "problems" / f"{code}.md"
    return page.read_text(encoding="utf-8") if page.is_file() else None


def readable(page: str) -> str:
    """Return a page without its comments, and without the marks of a browser that a terminal would show."""
    return _UNSEEN.sub("", page)


def without_fences(page: str) -> str:
    """Return a page as a terminal shows it: its examples set in by two spaces, without the marks around them."""
    parts = re.split(r"(?m)^```.*\n?", page)
    return "".join(indent(part, "  ") if inside % 2 else part for inside, part in enumerate(parts))


def pages() -> dict[str, str]:
    """Return the title of each page by its name below the folder: guides first, then a page for each problem code."""
    folder = docs_folder()
    return {
        page.relative_to(folder).as_posix(): page.read_text(encoding="utf-8").partition("\n")[0].lstrip("# ")
        for page in (*sorted(folder.glob("*.md")), *sorted((folder / "problems").glob("*.md")))
    }


def page_text(name: str) -> str:
    """Return a page of `pages`."""
    return (docs_folder() / name).read_text(encoding="utf-8")


def linked_page(name: str, link: str) -> str | None:
    """Return the page that a link in the page `name` leads to; None if it leads to something else."""
    folder = docs_folder().resolve()
    target = ((folder / name).parent / link.partition("#")[0]).resolve() if link.partition("#")[0] else folder / name
    inside = target.suffix == ".md" and target.is_file() and target.is_relative_to(folder)
    return target.relative_to(folder).as_posix() if inside else None


def example(name: str) -> Path | None:
    """Return the file of an example in the guide for authors, or None."""
    return next((each for each in (docs_folder() / "examples").glob("*.yaml") if each.stem == name), None)


def finding_codes() -> list[str]:
    """Return the codes of findings, by their pages: the catalogue would load every rule."""
    return sorted(page.stem for page in (docs_folder() / "problems").glob("W*.md"))
