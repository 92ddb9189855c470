"""Votes in sentences: each class with its ballots and mean, and how the classes were joined (RULES.md 5)."""

from fractions import Fraction

from assessment.rulebook.ledger import ONE_HUNDRED_PERCENT, trimmed
from assessment.rulebook.methods import Vote
from assessment.rulebook.words import MissingClass
from scoring.explaining.entered import Entered
from scoring.explaining.voice import Voice, percent, text


def voted(voice: Voice, method: Vote, entered: Entered) -> str:
    """Say how the ballots became points."""
    cast = {name: (ballots, kept, worth) for name, ballots, kept, worth in entered.line["classes"]}
    present = [name for name, _ in method.classes if cast.get(name, (0,))[0] >= method.min_ballots]
    classes = [_class(voice, method, name, weight, *cast[name]) for name, weight in method.classes if name in present]
    said = voice.say("vote_classes", classes=voice.listed(classes))
    missing = [name for name, _ in method.classes if name not in present]
    if missing:
        zero = method.missing_class is MissingClass.ZERO
        values = {"classes": voice.listed(missing), "least": method.min_ballots}
        said += voice.say("vote_missing_zero" if zero else "vote_missing", **values)
    share = percent(entered.base / entered.weight) if entered.weight else percent(Fraction(0))
    return said + entered.say("vote_share", share=share)


def _class(voice: Voice, method: Vote, name: str, weight: int, ballots: int, kept: int, worth: int) -> str:
    mean = Fraction(worth, kept)
    if method.score is not None:
        mean = mean * ONE_HUNDRED_PERCENT / method.score
    values = {"name": name, "weight": trimmed(weight), "ballots": ballots, "mean": text(mean)}
    if kept < ballots and method.trim is not None:
        return voice.say("vote_class_trimmed", **values, each=method.trim.each_end)
    return voice.say("vote_class", **values)
