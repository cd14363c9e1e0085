"""A certificate that somebody played an encounter to its ending: no score, and no claim beyond that."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

from sqlalchemy import select

from scoring.exports.atomic import draft
from simulator.academy.engines import require
from simulator.academy.exporting import writing_to
from simulator.errors import ExportFailed, UnknownRecord, UsageError
from simulator.records.digests import canonical, hash_text
from simulator.records.schema import finishes, runs, voids
from simulator.records.store import Store

CLAIM = (
    "It says only that this encounter was played to its ending. It is not a score, not a qualification, and not "
    "a judgement of anybody's fitness."
)
"""The sentence on every certificate."""

_STYLE = (
    "@page{size:A4 landscape;margin:20mm}body{font:1.1rem/1.6 Georgia,serif;color:#22262e;max-width:50rem;"
    "margin:3rem auto;padding:0 1rem;text-align:center}h1{font-weight:normal;letter-spacing:.06em}"
    ".name{font-size:1.9rem}.code{font-family:monospace;overflow-wrap:anywhere}.claim{font-size:.9rem}"
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says.

    Attributes:
        name: whose.
        title, version: of the encounter.
        mode: practice or assessment.
        day: when it was finished, in words.
        code: by which the academy finds the run again, see `certified`.
    """

    name: str
    title: str
    version: str
    mode: str
    day: str
    code: str

    @property
    def lines(self) -> tuple[str, ...]:
        """What stands below the name, a line each."""
        return (
            f"played the encounter “{self.title}” ({self.version}, {self.mode}) to its ending",
            f"on {self.day}.",
        )


def certificate_of(store: Store, run_id: str) -> Certificate:
    """Return the certificate of a run.

    Raises:
        UnknownRecord: no such run.
        UsageError: it reached no ending, is void, or its choices were given in advance.
    """
    record = store.run(run_id)
    with store.reading() as connection:
        void = connection.scalar(select(voids.c.run_id).where(voids.c.run_id == record.id))
    why = (
        "has not reached an ending"
        if record.ended_at is None
        else "does not count"
        if void is not None
        else "was not played: its choices were given in advance"
        if record.by_path
        else ""
    )
    if why or record.ended_at is None:
        raise UsageError(f"The run {record.id[:8]} {why}, so there is nothing to certify.", "Name another run.")
    story = store.story(record.digest)
    return Certificate(
        record.trainee,
        story.scenario.title,
        record.scenario_version,
        str(record.mode),
        f"{record.ended_at.astimezone().day} {record.ended_at.astimezone():%B %Y}",
        _code(store, record.id),
    )


def certified(store: Store, code: str) -> Certificate:
    """Return the certificate that a code stands on.

    Raises:
        UnknownRecord: the store has no such run, or the code is not that run's.
    """
    run_id = code.strip().lower().partition("-")[0]
    unknown = UnknownRecord("No certificate of this store has this code.", "Compare it character by character.")
    try:
        record = store.run(run_id) if len(run_id) == 8 else None
    except UnknownRecord:
        raise unknown from None
    if record is None or record.ended_at is None or _code(store, record.id) != code.strip().lower():
        raise unknown
    return certificate_of(store, record.id)


def write_certificate(certificate: Certificate, target: Path) -> None:
    """Write a certificate as a page, or as PDF; what stood at `target` stays until all of it is on the disk.

    Raises:
        UsageError: the file is named as neither.
        ExportFailed: it cannot be written, or the PDF's font lacks a letter of it.
    """
    ending = target.suffix.lower()
    if ending not in (".html", ".htm", ".pdf"):
        raise UsageError(
            f"A certificate is a page or a PDF, but {target.name} ends in neither .html nor .pdf.",
            "End it with .html or .pdf.",
        )
    content = _pdf(certificate) if ending == ".pdf" else _html(certificate).encode()
    if not target.absolute().parent.is_dir():
        raise ExportFailed(f"There is no folder {target.absolute().parent}.", "Make it first, or name another file.")
    with writing_to(target), draft(target) as file:
        file.write(content)


def _code(store: Store, run_id: str) -> str:
    """Return the run's short id with a digest of its place in the chain and of its end."""
    asked = (
        select(runs.c.id, runs.c.genesis, finishes.c.head)
        .outerjoin(finishes, finishes.c.run_id == runs.c.id)
        .where(runs.c.id == run_id)
    )
    with store.reading() as connection:
        row = connection.execute(asked).one()
    return f"{run_id[:8]}-{hash_text(canonical(['certificate', *row]))[:16]}"


def _html(certificate: Certificate) -> str:
    told = "".join(f"<p>{escape(line)}</p>" for line in certificate.lines)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>Certificate of completion</title>'
        '<meta name="viewport" content="width=device-width"><meta name="referrer" content="no-referrer">'
        f"<style>{_STYLE}</style></head>\n<body><main><h1>Certificate of completion</h1>"
        f'<p class="name" dir="auto">{escape(certificate.name)}</p>{told}'
        f'<p class="code">{escape(certificate.code)}</p><p class="claim">{escape(CLAIM)}</p></main></body></html>\n'
    )


def _pdf(certificate: Certificate) -> bytes:
    require("fpdf", extra="certificate")
    from fpdf import FPDF
    from fpdf.errors import FPDFUnicodeEncodingException

    page = FPDF(orientation="landscape", format="A4")
    page.set_title("Certificate of completion")
    page.add_page()
    page.set_y(45)
    try:
        for text, size in (
            ("Certificate of completion", 30),
            (certificate.name, 26),
            *((line.replace("“", '"').replace("”", '"'), 15) for line in certificate.lines),
            (certificate.code, 12),
            (CLAIM, 10),
        ):
            page.set_font("Times", size=size)
            page.multi_cell(0, size * 0.6, text, align="C", new_x="LMARGIN", new_y="NEXT")
            page.ln(4)
        return bytes(page.output())
    except FPDFUnicodeEncodingException as error:
        raise ExportFailed(
            f"The PDF's font has no '{error.character}'.", "Write the certificate as a page: --to FILE.html"
        ) from None
