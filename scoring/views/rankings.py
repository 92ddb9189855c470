"""The ranking of a period, pool by pool, and the same as Excel or CSV."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from assessment.compiling import rulebook_of
from assessment.describing.grades import quota_sentence, ranking_sentences
from assessment.models import Period
from assessment.rulebook.scheme import Rulebook
from assessment.rulebook.words import Identity, Kind
from cadres.models import Account
from cadres.policy import Action, may, scope
from cadres.views.access import page
from cadres.views.tables import list_response
from scoring.forms.filters import RankingForm
from scoring.models import Result, Run
from scoring.policy import is_provisional, visible_results
from scoring.selectors.figures import pool_figures
from scoring.selectors.periods import current_run, previous_period
from scoring.selectors.quota_lines import quota_lines
from scoring.selectors.rankings import (
    PoolTab,
    RankingQuestion,
    as_rows,
    pool_tabs,
    ranked_rows,
    ranking_page,
    results_of,
)
from scoring.views.asked import period_asked, text_asked
from scoring.views.charts import distribution_chart
from scoring.views.workbooks import ranking_sheet


@page("GET", action=Action.VIEW_RESULTS)
def ranking(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Show a pool's table with its figures and its distribution."""
    asked = _asked(request, account, pk)
    context: dict[str, object] = {"period": asked.period, "provisional": is_provisional(asked.period)}
    if asked.tab is None:
        context["may_see_provisional"] = may(account, Action.VIEW_PROVISIONAL)
        return render(request, "scoring/ranking_empty.html", context)
    rulebook = rulebook_of(asked.period.scheme_version)
    found = ranking_page(asked.rows(), request.GET.get("page", "1"))
    figures = pool_figures(asked.results.filter(pool=asked.tab.code), rulebook.places)
    context |= {
        "whole": scope(account, Action.VIEW_RESULTS).everything,
        "form": RankingForm(initial={**asked.initial(), "pool": asked.tab.code}),
        "tabs": asked.tabs,
        "tab": asked.tab,
        "page": found,
        "rows": as_rows(list(found.object_list)),
        "figures": figures,
        "quotas": _quota_sentences(rulebook, Kind(asked.period.kind)),
        "lines": quota_lines(asked.results.filter(pool=asked.tab.code)),
        "order_rules": ranking_sentences(rulebook.ranking, _node_names(rulebook)),
        "rulebook": rulebook,
        "places": rulebook.places,
        "previous": asked.previous,
        "order": asked.question.sort,
        "run": asked.run,
        "chart": distribution_chart(figures.bins, rulebook.places),
    }
    return render(request, "scoring/ranking.html", context)


@page("GET", action=Action.EXPORT_RESULTS, gives_file=True)
def ranking_export(request: HttpRequest, account: Account, pk: int) -> HttpResponse:
    """Give the shown pool, as filtered and sorted, as a workbook."""
    asked = _asked(request, account, pk)
    if asked.tab is None:
        raise Http404
    rulebook = rulebook_of(asked.period.scheme_version)
    sheet = ranking_sheet(as_rows(list(asked.rows())), asked.tab.name, asked.period, rulebook.places)
    return list_response(request, sheet, f"{asked.period.code}-{asked.tab.code}")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A visitor's question about a period's ranking, with the results that he may see."""

    period: Period
    run: Run | None
    results: QuerySet[Result]
    previous: Period | None
    before: QuerySet[Result]
    tabs: list[PoolTab]
    tab: PoolTab | None
    question: RankingQuestion

    def rows(self) -> QuerySet[Result]:
        return ranked_rows(self.results, self.before, self.question)

    def initial(self) -> dict[str, str]:
        return {"q": self.question.search, "light": self.question.light, "sort": self.question.sort}


def _asked(request: HttpRequest, account: Account, pk: int) -> _Asked:
    period = period_asked(pk)
    visible = visible_results(account)
    run = current_run(period)
    results = results_of(visible, run) if run else visible.none()
    tabs = pool_tabs(results, period)
    wanted = text_asked(request, "pool")
    tab = next((tab for tab in tabs if tab.code == wanted), tabs[0] if tabs else None)
    if wanted and tab is not None and tab.code != wanted:
        raise Http404
    previous = previous_period(period)
    question = RankingQuestion(
        pool=tab.code if tab else "",
        search=text_asked(request, "q"),
        sort=text_asked(request, "sort") or "rank",
        light=text_asked(request, "light"),
    )
    before = visible.filter(participant__period=previous) if previous else visible.none()
    return _Asked(period, run, results, previous, before, tabs, tab, question)


def _quota_sentences(rulebook: Rulebook, kind: Kind) -> list[str]:
    grades = rulebook.grades.of(kind) if rulebook.grades else None
    if rulebook.grades is None or grades is None:
        return []
    known = (rulebook.grades.words(kind, identity) for identity in Identity)
    numbers = tuple(str(level) for level in range(1, rulebook.grades.levels + 1))
    words = next((found for found in known if found), numbers)
    return [quota_sentence(quota, words) for quota in grades.quotas]


def _node_names(rulebook: Rulebook) -> dict[str, str]:
    return {code: node.name for sheet in rulebook.sheets for code, node in sheet.nodes.items()}
