"""The corpus on the screen: opened at once as it was last loaded, then brought up to date beside it."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

from textual.message import Message

from imr_tui.corpus.snapshot_file import Identity, identity_of
from imr_tui.errors import ImrError, UnusableInputError, unexpected
from imr_tui.settings import Settings, corpus_text
from imr_tui.tui.marking import readable_fields
from imr_tui.tui.messages import Loaded, LoadEnded, LoadFailed, Loading

if TYPE_CHECKING:
    from imr_tui.corpus.session import Corpus
    from imr_tui.loading.background import BackgroundLoad
    from imr_tui.marks.corpus_marks import CorpusMarks
    from imr_tui.search.engine import SearchEngine


class LiveCorpus:
    """Opens snapshots of one corpus, and has new ones built. Its threads tell what they do by messages."""

    def __init__(self, settings: Settings, post: Callable[[Message], object]) -> None:
        """Answer by `post`, from any thread."""
        self._settings = settings
        self._post = post
        self._load: BackgroundLoad | None = None
        self._shown: Identity | None = None
        self._thread: Thread | None = None
        self._is_busy = False
        self._is_reading = False
        self._is_cancelled = False

    def start(self) -> None:
        """Open the snapshot that is there, if it can be shown, then load what is new.

        Posts `Loaded` with each snapshot, `Loading` meanwhile, at the end `LoadEnded` or `LoadFailed`.
        """
        self._run(self._open_and_load)

    def reload(self) -> None:
        """Load what is new, unless that is being done."""
        self._run(self._load_new)

    @property
    def is_loading(self) -> bool:
        """Tell whether changes are looked for or read."""
        return self._is_busy

    @property
    def is_reading(self) -> bool:
        """Tell whether changes were found, and are read."""
        return self._is_busy and self._is_reading

    def cancel(self) -> None:
        """Stop loading; what was read is kept for the next time."""
        self._is_cancelled = True
        if self._load:
            self._load.cancel()

    def close(self) -> None:
        """Stop loading, and wait until that is done."""
        self.cancel()
        if self._load:
            self._load.end()
        if self._thread:
            self._thread.join()

    def _run(self, work: Callable[[], None]) -> None:
        if not self._is_busy:
            self._is_busy, self._is_reading, self._is_cancelled = True, False, False
            self._thread = Thread(target=self._guarded, args=(work,), name="live", daemon=True)
            self._thread.start()

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except ImrError as error:
            self._post(LoadFailed(error))
        except Exception as error:
            self._post(LoadFailed(unexpected(error)))
        finally:
            self._load = None
            self._is_busy = False

    def _open_and_load(self) -> None:
        # What cannot be opened is built anew.
        with suppress(UnusableInputError):
            self._show()
        self._load_new()

    def _show(self) -> None:
        """Show the snapshot as it is now. Raises UnusableInputError when it is of another corpus or cannot be read."""
        corpus, engine, marks, identity = self._opened()
        if corpus.state.get("corpus") == corpus_text(self._settings.corpus):
            self._shown = identity
            self._post(Loaded(corpus, engine, marks))
        else:
            corpus.close()

    def _opened(self, tries: int = 3) -> "tuple[Corpus, SearchEngine, CorpusMarks, Identity | None]":
        from imr_tui.corpus.session import Corpus
        from imr_tui.marks.corpus_marks import user_marks
        from imr_tui.search.engine import SearchEngine

        identity = identity_of(self._settings.db)
        corpus = Corpus(self._settings.db)
        marks = user_marks(corpus)
        try:
            return corpus, SearchEngine(corpus, partial(readable_fields, marks)), marks, identity
        except UnusableInputError:
            corpus.close()
            if tries == 1:
                raise
        return self._opened(tries - 1)  # another process has just put a newer one in its place

    def _load_new(self) -> None:
        from imr_tui.loading.background import BackgroundLoad
        from imr_tui.loading.progress import LoadReport

        is_first = self._shown is None
        self._load = load = BackgroundLoad(self._settings.corpus, self._settings.db)
        if self._is_cancelled:  # before there was anything to cancel
            load.cancel()
        report: LoadReport | None = None
        for told in load:
            if isinstance(told, LoadReport):
                report = told
            else:
                self._is_reading = told.phase != "looking"
                self._post(Loading(told))
        # It may be another process that built a newer one.
        if report and identity_of(self._settings.db) != self._shown:
            self._show()
        self._post(LoadEnded(report, is_first))
