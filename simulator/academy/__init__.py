"""What trainers and academies do with records, behind one door.

    from simulator import academy

    with Store.open() as store:
        autumn = academy.cohort_named(store, "Autumn")
        academy.assign(store, autumn, "market-stall", mode=Mode.PRACTICE, at=now)

Everything is a function whose first argument is the open store; a moment is always `at=` or `now=`. Importing
this package costs nothing: a module behind the door is loaded when one of its names is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Said twice, as type checkers read the imports and Python reads the table; a test holds them alike.
if TYPE_CHECKING:
    from simulator.academy.adjustments import Adjustment as Adjustment
    from simulator.academy.adjustments import OtherForm as OtherForm
    from simulator.academy.adjustments import adjust as adjust
    from simulator.academy.adjustments import adjusted_for as adjusted_for
    from simulator.academy.adjustments import adjustments_of as adjustments_of
    from simulator.academy.adjustments import said_by as said_by
    from simulator.academy.adjustments import void as void
    from simulator.academy.assignments import assessment_only as assessment_only
    from simulator.academy.assignments import assign as assign
    from simulator.academy.assignments import assignments_for as assignments_for
    from simulator.academy.assignments import assignments_of as assignments_of
    from simulator.academy.assignments import due_on as due_on
    from simulator.academy.assignments import duty_for as duty_for
    from simulator.academy.assignments import duty_words as duty_words
    from simulator.academy.assignments import withdraw as withdraw
    from simulator.academy.attempts import begin as begin
    from simulator.academy.attempts import begin_campaign as begin_campaign
    from simulator.academy.attempts import duty_now as duty_now
    from simulator.academy.beside import BesideClass as BesideClass
    from simulator.academy.beside import beside_class as beside_class
    from simulator.academy.campaigns import campaigns_of as campaigns_of
    from simulator.academy.certificate import Certificate as Certificate
    from simulator.academy.certificate import certificate_of as certificate_of
    from simulator.academy.certificate import certified as certified
    from simulator.academy.certificate import write_certificate as write_certificate
    from simulator.academy.cohorts import CohortCriterion as CohortCriterion
    from simulator.academy.cohorts import MemberView as MemberView
    from simulator.academy.cohorts import Overview as Overview
    from simulator.academy.cohorts import Standing as Standing
    from simulator.academy.cohorts import criteria as criteria
    from simulator.academy.cohorts import left_out as left_out
    from simulator.academy.cohorts import overview as overview
    from simulator.academy.cohorts import weakest as weakest
    from simulator.academy.comments import comment as comment
    from simulator.academy.comparison import CohortComparison as CohortComparison
    from simulator.academy.comparison import side_by_side as side_by_side
    from simulator.academy.courtesy import refuse_proof_while_assessed as refuse_proof_while_assessed
    from simulator.academy.courtesy import refuse_while_assessed as refuse_while_assessed
    from simulator.academy.courtesy import refuse_while_campaign_assessed as refuse_while_campaign_assessed
    from simulator.academy.courtesy import withheld as withheld
    from simulator.academy.engines import require as require
    from simulator.academy.enrolment import Enrolment as Enrolment
    from simulator.academy.enrolment import RosterEntry as RosterEntry
    from simulator.academy.enrolment import enrol as enrol
    from simulator.academy.enrolment import preview_roster as preview_roster
    from simulator.academy.exporting import ExportRequest as ExportRequest
    from simulator.academy.exporting import export as export
    from simulator.academy.exporting import levels_of as levels_of
    from simulator.academy.exporting import statements_of as statements_of
    from simulator.academy.facts import facts_of as facts_of
    from simulator.academy.glance import Glance as Glance
    from simulator.academy.glance import any_cohort as any_cohort
    from simulator.academy.glance import at_a_glance as at_a_glance
    from simulator.academy.glance import runs_of_member as runs_of_member
    from simulator.academy.keys import keys_folder as keys_folder
    from simulator.academy.lateness import Late as Late
    from simulator.academy.lateness import Reminder as Reminder
    from simulator.academy.lateness import span as span
    from simulator.academy.lateness import who_is_late as who_is_late
    from simulator.academy.lateness import who_to_remind as who_to_remind
    from simulator.academy.live import Whereabouts as Whereabouts
    from simulator.academy.live import inject as inject
    from simulator.academy.live import practised as practised
    from simulator.academy.live import whereabouts as whereabouts
    from simulator.academy.model import Assignment as Assignment
    from simulator.academy.model import Beginning as Beginning
    from simulator.academy.model import Cohort as Cohort
    from simulator.academy.model import Duty as Duty
    from simulator.academy.model import Member as Member
    from simulator.academy.model import TrainerRating as TrainerRating
    from simulator.academy.pauses import Pause as Pause
    from simulator.academy.pauses import end_pause as end_pause
    from simulator.academy.pauses import pause as pause
    from simulator.academy.pauses import pauses_for as pauses_for
    from simulator.academy.pauses import pauses_of as pauses_of
    from simulator.academy.pauses import time_paused as time_paused
    from simulator.academy.pinning import pin_of as pin_of
    from simulator.academy.publications import Published as Published
    from simulator.academy.publications import keep_publication as keep_publication
    from simulator.academy.publications import publications_of as publications_of
    from simulator.academy.published_encounters import PublishedEncounter as PublishedEncounter
    from simulator.academy.published_encounters import publish_campaign as publish_campaign
    from simulator.academy.published_encounters import publish_encounter as publish_encounter
    from simulator.academy.published_encounters import unpublish_encounter as unpublish_encounter
    from simulator.academy.published_encounters import what_is_published as what_is_published
    from simulator.academy.ratings import rate as rate
    from simulator.academy.ratings import ratings_of_cohort as ratings_of_cohort
    from simulator.academy.ratings import ratings_of_run as ratings_of_run
    from simulator.academy.ratings import undo_rating as undo_rating
    from simulator.academy.ratings import words_agreement as words_agreement
    from simulator.academy.register import add_members as add_members
    from simulator.academy.register import all_cohorts as all_cohorts
    from simulator.academy.register import cohort_name as cohort_name
    from simulator.academy.register import cohort_named as cohort_named
    from simulator.academy.register import create_cohort as create_cohort
    from simulator.academy.register import find_person as find_person
    from simulator.academy.register import groups_of as groups_of
    from simulator.academy.register import known_or_new as known_or_new
    from simulator.academy.register import members_of as members_of
    from simulator.academy.register import person_named as person_named
    from simulator.academy.register import remove_members as remove_members
    from simulator.academy.report import ReportRequest as ReportRequest
    from simulator.academy.report import counts_of as counts_of
    from simulator.academy.report import page_named as page_named
    from simulator.academy.report import statistics_of as statistics_of
    from simulator.academy.report import write_report as write_report
    from simulator.academy.rescoring import Rescored as Rescored
    from simulator.academy.rescoring import RescoredFigures as RescoredFigures
    from simulator.academy.rescoring import kept_rescorings as kept_rescorings
    from simulator.academy.rescoring import rescore as rescore
    from simulator.academy.retention import Inactive as Inactive
    from simulator.academy.retention import inactive_since as inactive_since
    from simulator.academy.roster import read_table as read_table
    from simulator.academy.roster_file import read_roster as read_roster
    from simulator.academy.run_figures import ClassStandard as ClassStandard
    from simulator.academy.run_figures import RunFigure as RunFigure
    from simulator.academy.run_figures import figures_of_member as figures_of_member
    from simulator.academy.run_figures import standards_reached as standards_reached
    from simulator.academy.running_classes import RunningClass as RunningClass
    from simulator.academy.running_classes import Shown as Shown
    from simulator.academy.running_classes import begin_class as begin_class
    from simulator.academy.running_classes import class_of as class_of
    from simulator.academy.running_classes import classes_for as classes_for
    from simulator.academy.running_classes import close_vote as close_vote
    from simulator.academy.running_classes import end_class as end_class
    from simulator.academy.running_classes import how_many_voted as how_many_voted
    from simulator.academy.running_classes import move_class as move_class
    from simulator.academy.running_classes import own_vote as own_vote
    from simulator.academy.running_classes import vote as vote
    from simulator.academy.selection import ModeTold as ModeTold
    from simulator.academy.selection import mode_told as mode_told
    from simulator.academy.server_terms import set_server_terms as set_server_terms
    from simulator.academy.server_terms import wants_access_code as wants_access_code
    from simulator.academy.standards import standards_of as standards_of
    from simulator.academy.timing import SceneClock as SceneClock
    from simulator.academy.timing import clock_of as clock_of
    from simulator.academy.traffic import traffic_of as traffic_of
    from simulator.academy.trainers import add_trainers as add_trainers
    from simulator.academy.trainers import cohorts_trained_by as cohorts_trained_by
    from simulator.academy.trainers import remove_trainer as remove_trainer
    from simulator.academy.trainers import trainers_of as trainers_of
    from simulator.academy.upkeep import archive_cohort as archive_cohort
    from simulator.academy.upkeep import bring_back_cohort as bring_back_cohort
    from simulator.academy.upkeep import merge_cohorts as merge_cohorts
    from simulator.academy.upkeep import rename_cohort as rename_cohort

_DOOR = {
    "certificate": ("Certificate", "certificate_of", "certified", "write_certificate"),
    "retention": ("Inactive", "inactive_since"),
    "adjustments": ("Adjustment", "OtherForm", "adjust", "adjusted_for", "adjustments_of", "said_by", "void"),
    "comments": ("comment",),
    "lateness": ("Late", "Reminder", "span", "who_is_late", "who_to_remind"),
    "upkeep": ("archive_cohort", "bring_back_cohort", "merge_cohorts", "rename_cohort"),
    "assignments": (
        "assessment_only", "assign", "assignments_for", "assignments_of", "due_on", "duty_for", "duty_words",
        "withdraw",
    ),
    "attempts": ("begin", "begin_campaign", "duty_now"),
    "beside": ("BesideClass", "beside_class"),
    "campaigns": ("campaigns_of",),
    "courtesy": ("withheld", "refuse_proof_while_assessed", "refuse_while_assessed", "refuse_while_campaign_assessed"),
    "cohorts": ("CohortCriterion", "MemberView", "Overview", "Standing", "criteria", "left_out", "overview", "weakest"),
    "engines": ("require",),
    "enrolment": ("Enrolment", "RosterEntry", "enrol", "preview_roster"),
    "exporting": ("ExportRequest", "export", "levels_of", "statements_of"),
    "facts": ("facts_of",),
    "run_figures": ("ClassStandard", "RunFigure", "figures_of_member", "standards_reached"),
    "glance": ("Glance", "any_cohort", "at_a_glance", "runs_of_member"),
    "keys": ("keys_folder",),
    "live": ("Whereabouts", "inject", "practised", "whereabouts"),
    "pauses": ("Pause", "end_pause", "pause", "pauses_for", "pauses_of", "time_paused"),
    "pinning": ("pin_of",),
    "selection": ("ModeTold", "mode_told"),
    "server_terms": ("set_server_terms", "wants_access_code"),
    "comparison": ("CohortComparison", "side_by_side"),
    "standards": ("standards_of",),
    "model": ("Assignment", "Beginning", "Cohort", "Duty", "Member", "TrainerRating"),
    "publications": ("Published", "keep_publication", "publications_of"),
    "published_encounters": (
        "PublishedEncounter", "publish_campaign", "publish_encounter", "unpublish_encounter", "what_is_published",
    ),
    "ratings": ("rate", "ratings_of_cohort", "ratings_of_run", "undo_rating", "words_agreement"),
    "register": (
        "add_members", "all_cohorts", "cohort_name", "cohort_named", "create_cohort", "find_person", "groups_of",
        "known_or_new", "members_of", "person_named", "remove_members",
    ),
    "report": ("ReportRequest", "counts_of", "page_named", "statistics_of", "write_report"),
    "rescoring": ("RescoredFigures", "Rescored", "kept_rescorings", "rescore"),
    "roster": ("read_table",),
    "roster_file": ("read_roster",),
    "running_classes": (
        "RunningClass", "Shown", "begin_class", "class_of", "classes_for", "close_vote", "end_class", "how_many_voted",
        "move_class", "own_vote", "vote",
    ),
    "timing": ("SceneClock", "clock_of"),
    "traffic": ("traffic_of",),
    "trainers": ("add_trainers", "cohorts_trained_by", "remove_trainer", "trainers_of"),
}  # fmt: skip
"""Each module behind the door, and its names."""

_MODULES = {name: module for module, names in _DOOR.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
