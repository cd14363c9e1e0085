"""What trainers and academies do with records: rosters, cohorts, assignments, ratings, and the facts.

Importing this package costs nothing; its modules load SQLAlchemy.
"""
