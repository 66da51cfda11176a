"""A report as HTML for notebooks: the text with the words that prove each event marked. Nothing of the text is ever read as markup."""

from html import escape

# Who wins where marks overlap: the act, then its parties, then whose word it is.
_ROLES = (("trigger", "#ffd54f"), ("actor", "#a5d6a7"), ("recipient", "#ef9a9a"), ("according to", "#b3c7f7"))


def html(report):
    """The report as one HTML fragment."""
    from .report import told

    marks = [None] * len(report.text)
    for event in report.events:
        spans = [[event["trigger"]]] + [[party["span"] for party in event[side]] for side in ("actors", "recipients", "according_to")]
        for role, of_role in enumerate(spans):
            for start, end in of_role:
                for at in range(start, min(end, len(marks))):
                    marks[at] = role if marks[at] is None else min(marks[at], role)
    head = " · ".join(escape(str(part)) for part in (report.source, report.published, f"{len(report.events)} events") if part)
    legend = " ".join(_mark(name, name, color) for name, color in _ROLES)
    events = "".join(f"<li>{escape(told(event))}</li>" for event in report.events)
    notices = "".join(f"<li>{escape(notice['message'])}</li>" for notice in report.notices)
    return (
        f'<div class="chancery-report"><strong>{escape(report.title or report.id)}</strong><br><small>{head} {legend}</small>'
        f'<p style="white-space:pre-wrap">{_marked(report.text, marks)}</p><ol>{events}</ol>'
        + (f"<ul>{notices}</ul>" if notices else "")
        + "</div>"
    )


def _marked(text, marks):
    pieces, start = [], 0
    for at in range(1, len(text) + 1):
        if at == len(text) or marks[at] != marks[start]:
            words = text[start:at]
            pieces.append(escape(words) if marks[start] is None else _mark(words, *_ROLES[marks[start]]))
            start = at
    return "".join(pieces)


def _mark(words, role, color):
    return f'<mark title="{role}" style="background:{color};color:#000">{escape(words)}</mark>'
