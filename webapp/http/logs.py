"""Errors in the log: their kind and where they arose, never what a reader asked."""

from __future__ import annotations

import logging
import traceback

STARTING = "Exception in worker process"  # of gunicorn: before the first request, so told in full


class WithoutText(logging.Filter):
    """Keeps the text of errors out of what is logged: it may quote the query.

    A filter of a logger: no handler ever sees the text.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.msg == STARTING:
            return True
        if isinstance(record.args, tuple):
            record.args = tuple(map(_kind, record.args))
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.msg, record.args = f"{record.msg}: %s", (*_arguments(record), error_trace(error))
        record.exc_info = record.exc_text = None
        return True


def error_trace(error: BaseException) -> str:
    """The kind of `error` and the places it passed through, without its text."""
    places = "".join(traceback.format_tb(error.__traceback__))
    return f"{type(error).__name__}\n{places}".rstrip()


def _kind(value: object) -> object:
    return type(value).__name__ if isinstance(value, BaseException) else value


def _arguments(record: logging.LogRecord) -> tuple[object, ...]:
    return record.args if isinstance(record.args, tuple) else ()
