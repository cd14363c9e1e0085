"""Pages that hand out files: a cohort's report, and exports with their signed manifest."""

from __future__ import annotations

import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from starlette.responses import HTMLResponse, Response

from scoring.exports.formats import FORMATS
from scoring.exports.levels import EXPORT_LEVELS, PERSONAL
from simulator import academy
from simulator.errors import EncounterError, UsageError
from simulator.records.model import Mode
from simulator.scenario.library import Library
from simulator.server.asking import Asking
from simulator.server.cohorts import cohort_asked_for, mode_asked_for, not_there, note

if TYPE_CHECKING:
    from scoring.cohort import CohortStatistics
    from scoring.cohort.counts import CohortCounts

REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""A report is one page with its style inside; it has no script, and asks for nothing."""


def export_page(asking: Asking, problem: str = "", status: int = 200) -> Response:
    """Show what can be handed out."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return not_there(asking)
    return asking.page(
        "exports", title=f"Exports of {cohort.name}", status=status, problem=problem, cohort=cohort,
        formats=FORMATS, levels=list(EXPORT_LEVELS.values()), personal=PERSONAL,
    )  # fmt: skip


def report(asking: Asking) -> Response:
    """Show a cohort's report, as the command writes it: with its people, or without them."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return not_there(asking)
    asked = asking.request.query_params
    without = asked.get("people") == "no"
    hidden = asked.get("pseudonymous") == "yes" and not without
    mode = mode_asked_for(asking)
    named = ("without people" if without else "pseudonymous" if hidden else "", mode)
    note(asking, "report-read", cohort.name, ", ".join(filter(None, named)))
    request = academy.ReportRequest(cohort.name, pseudonymous=hidden, mode=mode)
    rubrics = Library.default().rubrics
    told: CohortStatistics | CohortCounts
    if without:
        told = counts = academy.counts_of(asking.store, request, rubrics)
        academy.keep_publication(asking.store, cohort.name, "report without people", counts.told, at=asking.now)
    else:
        told, _ = academy.statistics_of(asking.store, request, rubrics)
    with tempfile.TemporaryDirectory(prefix="encounter-report-") as folder:
        target = Path(folder) / "report.html"
        academy.write_report(told, target, at=asking.now, pseudonymous=hidden)
        page = target.read_text(encoding="utf-8")
    return HTMLResponse(page, headers={"Content-Security-Policy": f"{REPORT_POLICY}; frame-ancestors 'none'"})


def export(asking: Asking) -> Response:
    """Hand out an export and its manifest, in one zip."""
    cohort = cohort_asked_for(asking)
    if cohort is None:
        return not_there(asking)
    form = asking.form
    try:
        format_ = next((each for each in FORMATS if each.name == form.get("format")), None)
        if format_ is None:
            raise UsageError("Choose a format.")
        levels = () if format_.several or format_.name == "xapi" else (form.get("level", ""),)
        if levels and levels[0] not in EXPORT_LEVELS:
            raise UsageError("Choose a table.")
        hidden = form.get("pseudonymous") == "yes"
        asked = form.get("mode", "")
        mode = Mode(asked) if asked in list(Mode) else None
        request = academy.ExportRequest(cohort.name, levels=levels, pseudonymous=hidden, mode=mode)
        with tempfile.TemporaryDirectory(prefix="encounter-export-") as folder:
            target = Path(folder) / f"export{format_.ending}"
            done = academy.export(asking.store, request, target, at=asking.now)
            packed = BytesIO()
            with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
                for file in (done.file, done.manifest):
                    archive.write(file, file.name)
    except EncounterError as refused:
        return export_page(asking, str(refused), 400)
    what = (" ".join((format_.name, *levels)), "pseudonymous" if hidden else "", mode)
    note(asking, "exported", cohort.name, ", ".join(filter(None, what)))
    headers = {"Content-Disposition": 'attachment; filename="export.zip"'}
    return Response(packed.getvalue(), media_type="application/zip", headers=headers)
