"""The analyst's own marks, tags and notes on items."""

from imr_tui.marks.annotation import MARKS, Annotation, parse_tags
from imr_tui.marks.corpus_marks import CorpusMarks, user_marks
from imr_tui.marks.store import MarksError, MarkStore, marks_file

__all__ = ["MARKS", "Annotation", "CorpusMarks", "MarkStore", "MarksError", "marks_file", "parse_tags", "user_marks"]
