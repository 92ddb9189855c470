"""How much is entered: due cells by the category's leaves, ratio by both keys, the rest of one cell each."""

from dataclasses import replace

from pytest_django import DjangoAssertNumQueries

from assessment.choices import Status
from assessment.models import Participant
from assessment.rulebook.indicators import Leaf
from assessment.rulebook.methods import Deduct
from assessment.rulebook.words import Missing
from cadres.models import Cadre
from scoring.selectors.completeness import Completeness, Count, Entered, completeness
from scoring.services.scores_import import ScoresImport
from tests.scoring.services.conftest import Centre


def leaf(found: Completeness, code: str) -> Count:
    return next(one.count for one in found.leaves if one.code == code)


def test_nothing_entered_yet(centre: Centre) -> None:
    found = completeness(centre.quarter)
    assert leaf(found, "BA2") == Count(0, 8, 8)
    assert (found.total.entered, found.total.percent, found.total.complete) == (0, 0, False)
    assert found.total.due == sum(one.count.due for one in found.leaves)
    assert found.total.due == sum(one.count.due for one in found.departments)


def test_keys_marks_and_departments_are_counted(centre: Centre) -> None:
    centre.bring(
        ScoresImport(),
        [
            ["工号", "姓名", "BA2 目标责任分解/actual", "BA2 目标责任分解/target", "BK3 督办事项"],
            ["001", "汤远", 19, 20, 90],
            ["002", "冯云", 19, None, None],
            ["003", "胡润", "不适用", "不适用", 80],
        ],
    )
    found = completeness(centre.quarter)
    assert (leaf(found, "BA2").entered, leaf(found, "BA2").due) == (5, 8)
    counts = {one.code: one.count.entered for one in found.departments}
    assert counts == {"d1": 6, "d2": 1}


def test_events_without_policy_are_due_only_once_entered() -> None:
    leaf = Leaf("A12", "Tasks", Deduct((("late", 5_000), ("missed", 10_000))), (("B1", 60_000),))
    there = Entered({(1, 7): {"late"}}, marks={(2, 7)}, ballots=set())
    assert there.count(1, 7, leaf, graded=True) == Count(1, 1, 0)
    assert there.count(2, 7, leaf, graded=True) == Count(1, 1, 0)
    assert there.count(3, 7, leaf, graded=True) == Count(0, 0, 0)
    with_policy = replace(leaf, missing=Missing.BLOCK)
    assert there.count(1, 7, with_policy, graded=True) == Count(1, 1, 0)
    assert there.count(3, 7, with_policy, graded=True) == Count(0, 1, 1)


def test_people_without_a_grade_lack_nothing(centre: Centre) -> None:
    Participant.objects.filter(pk=centre.participants["001"].pk).update(status=Status.COMMENTS_ONLY)
    Participant.objects.filter(pk=centre.participants["002"].pk).update(status=Status.NOT_ASSESSED)
    assert leaf(completeness(centre.quarter), "BA2") == Count(0, 4, 4)


def test_the_number_of_queries_is_fixed(centre: Centre, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    completeness(centre.quarter)
    with django_assert_num_queries(5):
        completeness(centre.quarter)
    one = centre.participants["001"]
    Participant.objects.bulk_create(
        Participant(
            period=centre.quarter,
            cadre=Cadre.objects.create(number=f"x{n}", name="某某", identity="institution"),
            position=10 + n,
            category=one.category,
            department=one.department,
            identity="institution",
        )
        for n in range(50)
    )
    with django_assert_num_queries(5):
        completeness(centre.quarter)
