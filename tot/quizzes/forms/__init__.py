"""What is sent in a quiz, and about one."""

from tot.quizzes.forms.answers import INCOMPLETE, REVISION, Draft, blank, sent
from tot.quizzes.forms.holding import TimeForm
from tot.quizzes.forms.marking import DecideForm, MarkerForm, MarkForm, mark_form
from tot.quizzes.forms.paper import DayForm, GridFileForm, PaperForm

__all__ = [
    "INCOMPLETE",
    "REVISION",
    "DayForm",
    "DecideForm",
    "Draft",
    "GridFileForm",
    "MarkForm",
    "MarkerForm",
    "PaperForm",
    "TimeForm",
    "blank",
    "mark_form",
    "sent",
]
