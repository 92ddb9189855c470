"""A whole result explained: the sections in the order in which the rules are applied."""

from scoring.explaining.leaves import line_sentences
from scoring.explaining.levels import level_sentences
from scoring.explaining.points import adjustment_sentences, total_sentences
from scoring.explaining.ranks import light_sentences, rank_sentences
from scoring.explaining.sheet import base_sentences, result_sentences
from scoring.explaining.voice import Section, Sentence, Told, Voice
from scoring.explaining.years import year_sentences


def explain(told: Told, language: str) -> tuple[Section, ...]:
    """Explain a result in a language of `LANGUAGES`; sections without a sentence are left away.

    Rule: RULES.md 3–11, in this order.
    """
    if not told.trail:
        voice = Voice(Told(told.result, {"identity": ""}, told.rulebook), language)
        return (Section("result", voice.say("title_result"), (voice.sentence("status_not_assessed"),)),)
    voice = Voice(told, language)
    lines = [sentence for line in told.trail["lines"] for sentence in line_sentences(voice, line)]
    sections = {
        "result": result_sentences(voice),
        "lines": lines,
        "base": base_sentences(voice),
        "year": year_sentences(voice),
        "adjustments": adjustment_sentences(voice),
        "total": total_sentences(voice),
        "rank": rank_sentences(voice),
        "level": level_sentences(voice),
        "light": light_sentences(voice),
    }
    return tuple(_section(voice, code, said) for code, said in sections.items() if said)


def _section(voice: Voice, code: str, said: list[Sentence]) -> Section:
    return Section(code, voice.say(f"title_{code}"), tuple(said))
