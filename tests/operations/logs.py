"""All that the product's own log configuration writes, for tests that read it."""

import io
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest

from assessment.log_lines import logging_config


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Collect all that the product's own log configuration writes."""
    text = io.StringIO()
    configuration = logging_config("INFO", "json")
    made: Any = logging.config.DictConfigurator(configuration)
    handler = logging.StreamHandler(text)
    handler.setFormatter(made.configure_formatter(configuration["formatters"]["line"]))
    root, level = logging.getLogger(), logging.getLogger().level
    loggers = {name: logging.getLogger(name) for name in configuration["loggers"]}
    levels = {name: logger.level for name, logger in loggers.items()}
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    for name, logger in loggers.items():
        logger.setLevel(configuration["loggers"][name].get("level", logging.NOTSET))
    yield text
    root.removeHandler(handler)
    root.setLevel(level)
    for name, logger in loggers.items():
        logger.setLevel(levels[name])
