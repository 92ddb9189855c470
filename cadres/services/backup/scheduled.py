"""What the clock asks for: a backup where there is something new, and room for the next ones."""

import logging
from datetime import datetime
from pathlib import Path

from cadres.services.backup.keeping import Keeping, newest_good, thin_out
from cadres.services.backup.making import Made, RefusedBackup, back_up, is_news_since
from cadres.services.recording import SCHEDULER, Actor

logger = logging.getLogger(__name__)


def back_up_changes(*, folder: Path, keeping: Keeping, at: datetime) -> Made | None:
    """Make a backup if anything was recorded since the newest good one; None if not, or if it was refused.

    A refusal is for the log: whoever watches the age of the newest archive is told by that.
    """
    newest = newest_good(folder)
    if newest is not None and not is_news_since(newest[1]):
        return None
    try:
        made = back_up(folder=folder, actor=Actor(None, SCHEDULER), at=at)
    except RefusedBackup as refused:
        logger.error("no backup: %s", refused)
        return None
    thin_out(folder=folder, keeping=keeping, at=at)
    return made
