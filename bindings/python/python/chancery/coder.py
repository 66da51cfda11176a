"""The coder: loads model, lexicon and world once, then codes one report or very many."""

import functools
import os
from collections.abc import Iterable
from itertools import count

from . import _core
from .explanation import Actor, Explanation
from .lines import line_of, mended, plain
from .report import Refusal, Report

# As the command does: enough reports to keep all cores busy, few enough to stay small.
_BATCH = 64
_BATCH_CHARACTERS = 4 << 20


@functools.lru_cache(maxsize=4)
def _loaded(lexicon, world):
    """Two coders with the same data in one process are loaded once."""
    return _core.Core(list(lexicon), list(world))


def _paths(given):
    return [os.fspath(path) for path in ([given] if isinstance(given, (str, os.PathLike)) else given)]


class Coder:
    """A coder with the program's data and, if given, your own: `lexicon`, frame files or folders of them, and `world`, files of people,
    bodies, places and roles. A pickled coder carries the content of these files, so it works on machines that do not have them."""

    def __init__(self, lexicon=(), world=()):
        self._lexicon = tuple(map(tuple, _core.lexicon_texts(_paths(lexicon))))
        self._world = tuple(map(tuple, _core.world_texts(_paths(world))))
        self._core = _loaded(self._lexicon, self._world)

    @classmethod
    def _from_texts(cls, lexicon, world):
        coder = cls.__new__(cls)
        coder._lexicon, coder._world = lexicon, world
        coder._core = _loaded(lexicon, world)
        return coder

    def __reduce__(self):
        return Coder._from_texts, (self._lexicon, self._world)

    def __repr__(self):
        own = [name for name, _ in self._lexicon + self._world]
        return f"Coder(own={own!r})" if own else "Coder()"

    def code(self, text, date=None, source=None, title=None, url=None, id=None):
        """Codes one report; `ValueError` says why it is refused."""
        line, text, _ = line_of(_fields(text, date, source, title, url, id))
        record, why, _ = self._core.code_lines([line], 1)[0]
        if record is None:
            raise ValueError(why)
        return Report.from_line(text, record)

    def code_many(self, reports, threads=None):
        """Codes reports on `threads` threads (None: all cores) and yields a `Report` or a `Refusal` for each, in order.

        A report is a str, or a mapping with `text` and, if known, `id`, `date`, `source`, `title`, `url`, `language`; what else it holds
        is carried through. Memory does not grow with the number of reports."""
        for index, (_, text, name), (record, why, _) in self.answers(reports, threads):
            yield Refusal(index, name, why) if record is None else Report.from_line(text, record)

    def answers(self, reports, threads=None):
        """For each report its position, `(line, text, id)`, and what the native half answers; the ground of `code_many` and Arrow."""
        if isinstance(reports, (str, bytes, dict)) or not isinstance(reports, Iterable):
            raise TypeError("give an iterable of reports; for one report there is `code`")
        threads = threads_of(threads)
        reports, numbers = iter(reports), count()
        while batch := list(_batch(reports)):
            taken = [line for line, _ in batch if line is not None]
            coded = iter(self._core.code_lines([line for line, _, _ in taken], threads))
            for line, why in batch:
                if line is None:
                    yield next(numbers), (None, "", why[0]), (None, why[1], 0)
                else:
                    yield next(numbers), line, next(coded)

    def explain(self, text, date=None, source=None, title=None, url=None, id=None):
        """Why each event was coded, and what came near."""
        return Explanation.from_line(self._core.explain(line_of(_fields(text, date, source, title, url, id))[0]))

    def actor(self, phrase, date=None):
        """Who a phrase stands for on a day: `actor("Iraq's foreign minister", "2026-01-18")`."""
        date = date if date is None or isinstance(date, str) else plain(date)
        return Actor.from_line(self._core.actor(mended(phrase), date))

    def parse(self, text):
        """Tags, lemmas and trees, as CoNLL-U."""
        return self._core.parse(mended(text))


def _fields(text, date, source, title, url, id):
    fields = {"id": id, "text": text, "date": date, "source": source, "title": title, "url": url}
    return {name: value for name, value in fields.items() if value is not None}


def threads_of(threads):
    """0 means all cores to the native half."""
    if threads is None:
        return 0
    if not isinstance(threads, int) or threads < 1:
        raise ValueError(f"`threads` is {threads!r}; give 1 or more, or None for all cores")
    return threads


def _batch(reports):
    """The next few reports as `(line, None)`, or `(None, (id, why))` for what is none."""
    characters = 0
    for n, report in enumerate(reports, 1):
        try:
            line = line_of(report)
            characters += len(line[0])
            yield line, None
        except (TypeError, ValueError, RecursionError) as error:
            name = report.get("id") if hasattr(report, "get") else None
            yield None, (None if name is None else str(name), str(error))
        if n == _BATCH or characters >= _BATCH_CHARACTERS:
            return


@functools.lru_cache(maxsize=1)
def default_coder():
    """The coder with nothing but the program's data, loaded at its first use."""
    return Coder()


def code(text, date=None, source=None, title=None, url=None, id=None):
    """Codes one report with the program's own data; see `Coder.code`."""
    return default_coder().code(text, date, source, title, url, id)


def code_many(reports, threads=None):
    """Codes many with the program's own data; see `Coder.code_many`."""
    return default_coder().code_many(reports, threads)


def explain(text, date=None, source=None, title=None, url=None, id=None):
    """Why, and why not; see `Coder.explain`."""
    return default_coder().explain(text, date, source, title, url, id)


def actor(phrase, date=None):
    """Who a phrase stands for on a day; see `Coder.actor`."""
    return default_coder().actor(phrase, date)


def parse(text):
    """Trees as CoNLL-U; see `Coder.parse`."""
    return default_coder().parse(text)
