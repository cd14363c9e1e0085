"""A cohort's report as a terminal shows it, in the sections and the sentences of the page (`scoring.report`)."""
