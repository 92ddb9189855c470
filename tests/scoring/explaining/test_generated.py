"""Whatever rules made a result, it can be explained: on cases by chance."""

from random import Random

from assessment.rulebook.problems import RefusedDocument
from scoring.casefiles import evaluated, read_case
from scoring.engine.results import result_of
from scoring.engine.trail import Trails
from scoring.explaining import LANGUAGES, Told, explain
from tests.scoring.engine.generated import case, case_text

SEEDS = range(1000, 1040)


def test_every_result_explains_itself_in_both_languages() -> None:
    told = 0
    for seed in SEEDS:
        try:
            outcome = evaluated(read_case(case_text(case(Random(seed)))))
        except RefusedDocument:
            continue
        trails = Trails(outcome)
        for row in range(len(outcome.columns.cadres)):
            one = Told(result_of(outcome, row), trails.of(row), outcome.rulebook)
            there, here = (explain(one, language) for language in LANGUAGES)
            assert [(s.code, len(s.sentences)) for s in there] == [(s.code, len(s.sentences)) for s in here]
            assert all("{" not in sentence.text for section in here for sentence in section.sentences)
            told += 1
    assert told > 100
