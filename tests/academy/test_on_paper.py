"""Report and map in a real Chromium: nothing that axe-core finds, on a narrow screen and on paper."""

from datetime import UTC, datetime

import pytest

from scoring.cohort import cohort_statistics
from scoring.cohort.counts import cohort_counts
from scoring.report import Imprint, render
from tests.scoring.cohort.samples import RUBRICS, facts, made_up
from tests.server.chromium import chromium, is_too_wide, violations

pytestmark = pytest.mark.browser

A4 = 688  # pixels between the margins: 182 mm
BEYOND = f"() => [...document.querySelectorAll('table, svg, p')].filter(e => e.getBoundingClientRect().right > {A4 + 1}).length"


def test_report_and_map_are_readable_at_360_pixels_and_lose_no_column_on_paper(encounter, tmp_path):
    rows, _ = made_up(12)
    named = facts([{**row, "scene": f"{row['scene']}-in-the-rain"} for row in rows])
    report, counts, drawn = (tmp_path / f"{name}.html" for name in ("report", "counts", "map"))
    for file, told in (report, cohort_statistics(named, RUBRICS)), (counts, cohort_counts(named, RUBRICS)):
        file.write_text(render(told, RUBRICS, Imprint(datetime.now(UTC), "1")), encoding="utf-8")
    assert encounter("graph", "market-stall", "--to", drawn).code == 0
    with chromium(360) as page:
        for file in (report, counts, drawn):
            page.goto(file.as_uri())
            assert (file.name, violations(page), is_too_wide(page)) == (file.name, [], False)
        page.set_viewport_size({"width": A4, "height": 1000})
        page.emulate_media(media="print")
        for file in (report, counts, drawn):
            page.goto(file.as_uri())
            assert (file.name, page.evaluate(BEYOND)) == (file.name, 0)
