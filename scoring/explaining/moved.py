"""What other rules would change for somebody, and why, in sentences."""

from collections.abc import Iterator

from assessment.rulebook.ledger import format_units, trimmed
from scoring.engine.outcome import Outcome
from scoring.engine.results import Masks, result_of
from scoring.engine.what_if import Move, Shift, Value
from scoring.explaining.voice import Told, Voice

PARTS = {"@quarters": "why_quarters", "@year": "why_year"}


class MoveTeller:
    """Tells the moves between two outcomes of a period in a language of `LANGUAGES`."""

    def __init__(self, before: Outcome, after: Outcome, language: str) -> None:
        self.sides = before, after
        self.masks = Masks.of(before), Masks.of(after)
        self.language = language

    def moved(self, move: Move) -> list[str]:
        """Say what would be another: published score, rank, level, light, kind of assessment."""
        voices = self._voices(move)
        return [
            voices[1].say(
                f"move_{name}",
                before=self._shown(voices[0], name, shift.before, self.sides[0]),
                after=self._shown(voices[1], name, shift.after, self.sides[1]),
            )
            for name, shift in move.standing.items()
            if name != "pool_size"
        ]

    def why(self, move: Move) -> list[str]:
        """Say why: the lines, points and reasons that differ; else that only the comparison does."""
        said = list(self._reasons(move, self._voices(move)[1]))
        if said:
            return said
        before, after = (side.rulebook for side in self.sides)
        same = (before.grades, before.ranking, before.lights) == (after.grades, after.ranking, after.lights)
        return [self._voices(move)[1].say("why_others" if same else "why_standing")]

    def _reasons(self, move: Move, voice: Voice) -> Iterator[str]:
        for code, shift in move.lines.items():
            key = PARTS.get(code, "why_line")
            yield voice.say(key, node=voice.node(code), **_points(voice, shift))
        for name in ("scaled", "bonus", "penalty"):
            if name in move.points and not (name == "scaled" and move.lines):
                yield voice.say(f"why_{name}", **_points(voice, move.points[name]))
        for key, reasons in (("why_gained", move.gained), ("why_lost", move.lost)):
            if reasons:
                yield voice.say(key, reasons=", ".join(reasons))

    def _voices(self, move: Move) -> tuple[Voice, Voice]:
        first, second = (
            Voice(Told(result_of(side, move.row, masks), _identity(side, move.row), side.rulebook), self.language)
            for side, masks in zip(self.sides, self.masks, strict=True)
        )
        return first, second

    def _shown(self, voice: Voice, name: str, value: Value, side: Outcome) -> str:
        match name, value:
            case _, None:
                return voice.say("move_nothing")
            case "published", int():
                return format_units(value, side.rulebook.places)
            case "level", int():
                return voice.level(value)
            case "light" | "status", str():
                return voice.say(f"{name}_word_{value}")
            case _:
                return str(value)


def _identity(outcome: Outcome, row: int) -> dict[str, str]:
    return {"kind": str(outcome.columns.frame.kind), "identity": str(outcome.columns.cadres.identity[row])}


def _points(voice: Voice, shift: Shift) -> dict[str, str]:
    return {
        name: trimmed(value) if isinstance(value, int) else voice.say("move_nothing")
        for name, value in shift._asdict().items()
    }
