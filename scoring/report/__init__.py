"""The report of a cohort: one self-contained HTML page, for paper, screens and screen readers."""

from scoring.report.page import Imprint, pieces, render

__all__ = ["Imprint", "pieces", "render"]
