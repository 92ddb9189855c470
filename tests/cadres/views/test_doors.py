"""What somebody is told who knocks at a wrong door; which doors open for whom stands in tests/promises/doors.txt."""

from django.urls import reverse

from tests.cast import Cast


def test_refusal_names_the_missing_right_in_both_languages(cast: Cast) -> None:
    browser = cast.client("cadre")
    chinese = browser.get(reverse("cadres:roster"))
    browser.cookies["django_language"] = "en"
    english = browser.get(reverse("cadres:roster"))
    assert (chinese.status_code, english.status_code) == (403, 403)
    assert "see the roster" in english.content.decode()
    assert 'lang="zh-hans"' in chinese.content.decode()


def test_unknown_address_has_the_look_of_the_house(cast: Cast) -> None:
    response = cast.client("officer").get("/no/such/page/")
    assert response.status_code == 404
    assert "css/house.css" in response.content.decode()


def test_browser_preference_does_not_change_the_language(cast: Cast) -> None:
    response = cast.client("officer").get(reverse("cadres:roster"), headers={"accept-language": "en-US"})
    assert response["Content-Language"] == "zh-hans"
