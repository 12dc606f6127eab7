"""Letters on disk -> a new snapshot: what changed, reading, building, reporting."""

from imr_tui.loading.load import LoadReport, Progress, load_corpus

__all__ = ["LoadReport", "Progress", "load_corpus"]
