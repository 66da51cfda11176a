"""Chancery in Python: reads news reports and keeps who did what to whom, when, where, and on whose word.

>>> import chancery
>>> report = chancery.code("Police in Minsk detained 40 demonstrators on Sunday.")
>>> report.events[0]["type"]
'COERCE'
"""

from ._core import SCHEMA, __version__
from .arrow import code_arrow
from .coder import Coder, actor, code, code_many, default_coder, explain, parse
from .explanation import Actor, Explanation
from .report import Refusal, Report

__all__ = [
    "SCHEMA",
    "Actor",
    "Coder",
    "Explanation",
    "Refusal",
    "Report",
    "__version__",
    "actor",
    "code",
    "code_arrow",
    "code_many",
    "default_coder",
    "explain",
    "parse",
]
