"""Backup, its verification, key rotation and tidying from the command line: what they say and how they end."""

from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from cadres.management.base import Refusal
from cadres.models import RecordEvent
from cadres.services.backup.keeping import archives
from cadres.services.backup.making import back_up
from cadres.services.recording import operator
from tests.cast import Cast
from tests.cast import cast as cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.VAR = tmp_path / "var"
    settings.MEDIA_ROOT = settings.VAR / "files"
    settings.VAR.mkdir()
    return tmp_path / "archives"


def run(*arguments: str) -> tuple[int, str]:
    """Give the exit code and all that was said."""
    said = StringIO()
    try:
        call_command(*arguments, stdout=said, stderr=said)
    except SystemExit as ended:
        return int(ended.code or 0), said.getvalue()
    return 0, said.getvalue()


def test_a_backup_is_made_told_and_verified(folder: Path) -> None:
    code, said = run("backup", "--out", str(folder))
    (path,) = archives(folder)
    assert (code, path.name in said) == (0, True)
    assert run("verify_backup", str(path))[0] == 0
    assert run("verify_backup", "--dir", str(folder), "--max-age", "5")[0] == 0


def test_an_old_a_damaged_and_a_missing_archive_are_faults(folder: Path) -> None:
    path = back_up(folder=folder, actor=operator(), at=timezone.now() - timedelta(hours=2)).path
    assert run("verify_backup", "--dir", str(folder), "--max-age", "5")[0] == 1
    path.write_bytes(path.read_bytes()[:-1])
    assert run("verify_backup", str(path))[0] == 1
    assert run("verify_backup", str(folder / "none.tar"))[0] == 1
    with pytest.raises(Refusal):
        run("verify_backup", "--dir", str(folder / "nowhere"))


def test_old_archives_go_when_asked(folder: Path) -> None:
    for hours in (3, 2, 1):
        back_up(folder=folder, actor=operator(), at=timezone.now() - timedelta(hours=hours))
    code, _said = run("backup", "--out", str(folder), "--keep", "2")
    assert (code, len(archives(folder))) == (0, 2)
    with pytest.raises(Refusal):
        run("backup", "--out", str(folder), "--keep", "0")


def test_an_unsound_record_is_kept_and_told(cast: Cast, folder: Path) -> None:
    code, _said = run("backup", "--out", str(folder))
    assert (code, len(archives(folder))) == (1, 1)
    assert RecordEvent.objects.latest("sequence").action == "back_up"


def test_a_backup_that_cannot_be_written_is_refused(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    with pytest.raises(Refusal):
        run("backup", "--out", str(folder))


def test_restoring_into_a_house_in_use_is_refused(cast: Cast, folder: Path) -> None:
    path = back_up(folder=folder, actor=operator(), at=timezone.now()).path
    with pytest.raises(Refusal):
        run("restore", str(path))


def test_keys_and_tidying_tell_how_much_there_was_to_do(folder: Path, settings: Any) -> None:
    assert "0" in run("rotate_field_keys")[1]
    assert run("tidy")[0] == 0
