"""The methods that count events and stages: deductions, escalation, milestones."""

from fractions import Fraction

from assessment.rulebook import methods as m
from assessment.rulebook.facts import DIFFICULTY
from assessment.rulebook.ledger import UNIT, trimmed
from scoring.explaining.entered import Entered
from scoring.explaining.voice import text


def counted(method: m.Deduct | m.Escalate | m.Milestone, entered: Entered) -> str:
    """Say how events or stages became points."""
    match method:
        case m.Deduct():
            return _deduct(method, entered)
        case m.Escalate():
            return _escalate(method, entered)
        case m.Milestone():
            return _milestone(method, entered)


def _deduct(method: m.Deduct, entered: Entered) -> str:
    happened = [(name, entered.count(name), points) for name, points in method.events if entered.count(name)]
    if not happened:
        return entered.say("deduct_none")
    voice = entered.voice
    events = [voice.say("deduct_event", name=n, count=count, points=trimmed(p)) for n, count, p in happened]
    lost = sum(count * points for _, count, points in happened)
    values = {"events": voice.listed(events), "lost": trimmed(lost)}
    if entered.weight - lost < method.floor:
        return entered.say("deduct_floor", **values, floor=trimmed(method.floor))
    return entered.say("deduct", **values)


def _escalate(method: m.Escalate, entered: Entered) -> str:
    count = entered.count()
    if count == 0 and method.zero_at > 0:
        return entered.say("escalate_none")
    if count >= method.zero_at:
        return entered.say("escalate_zero", count=count, zero=method.zero_at)
    return entered.say("escalate", count=count, first=trimmed(method.first))


def _milestone(method: m.Milestone, entered: Entered) -> str:
    voice = entered.voice
    reached = [(name, share) for name, share in method.stages if entered.facts.get(name, [0])[0]]
    if not reached:
        return entered.say("milestone_none")
    stages = voice.listed(voice.say("stage", name=name, share=trimmed(share)) for name, share in reached)
    hard = entered.mean(DIFFICULTY) if DIFFICULTY in entered.facts else Fraction(UNIT)
    share = hard / UNIT * sum(share for _, share in reached)
    values = {"stages": stages, "sum": trimmed(sum(share for _, share in reached)), "hard": text(hard)}
    values["share"] = text(min(share, Fraction(method.cap)))
    key = "milestone_hard" if hard != UNIT else "milestone"
    if share > method.cap:
        return entered.say(f"{key}_cap", **values, cap=trimmed(method.cap))
    return entered.say(key, **values)
