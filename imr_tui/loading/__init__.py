"""Letters on disk -> a new snapshot: what changed, reading, building, reporting."""

from imr_tui.loading.background import BackgroundLoad
from imr_tui.loading.load import load_corpus, load_when_free
from imr_tui.loading.lock import BusyError
from imr_tui.loading.progress import LoadReport, Progress

__all__ = ["BackgroundLoad", "BusyError", "LoadReport", "Progress", "load_corpus", "load_when_free"]
