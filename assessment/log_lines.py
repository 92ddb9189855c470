"""The form of the log: one line an event to standard output, as JSON or for the eye, without personal data.

The text of an exception may hold what somebody typed or what a row holds (a database names the values that it
refuses), so that only the kind of an exception and its way through the program are written.
"""

import sys
import traceback
from typing import Any

import structlog
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError

TELLING = (ImproperlyConfigured, ImportError, InterfaceError, NameError, OperationalError, OSError)
"""Exceptions whose text is about machines and programs, not about people."""


def frames_only(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Put an exception's kind and frames into the line, its text only where that cannot be about people."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["exception"] = "\n".join(_chain(error))
    return event


def without_values(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Let Celery name a failed task without the text of its exception."""
    record = event.get("_record")
    task = getattr(record, "data", None)
    if record is not None and record.name == "celery.app.trace" and isinstance(task, dict):
        event["event"] = f"Task {task.get('name')}[{task.get('id')}] {task.get('description', '')}".strip()
        event.pop("positional_args", None)
    return event


SHARED: tuple[structlog.typing.Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_values,
    frames_only,
)


def configure_structlog() -> None:
    """Send what structlog collects through the standard library, so that all lines have one form."""
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def logging_config(level: str, form: str) -> dict[str, Any]:
    """Return the standard library's configuration for the level and the form, json or text."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": list(SHARED),
        "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": formatter},
        "handlers": {"stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
        "root": {"handlers": ["stdout"], "level": level},
        "loggers": {
            "django": {"handlers": [], "propagate": True},
            # It writes whole addresses, with what was searched for; our own line tells of each request.
            "django.server": {"handlers": [], "propagate": True, "level": "CRITICAL"},
            # It writes statements with their values.
            "django.db.backends": {"handlers": [], "propagate": True, "level": "INFO"},
        },
    }


def _chain(error: BaseException) -> list[str]:
    """The exception and those that it came from, the first cause first."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    said = f": {error}" if isinstance(error, TELLING) else ""
    frames = [f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    own = [f"{type(error).__module__}.{type(error).__qualname__}{said}", *frames]
    return [*_chain(cause), *own] if cause is not None else own
