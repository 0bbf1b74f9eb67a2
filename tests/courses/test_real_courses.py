"""What the project's own courses promise to each other."""

import pytest

from tests.real import real, real_course


def test_they_are_read_without_an_error_or_a_warning() -> None:
    assert [str(problem) for problem in (*real().errors, *real().warnings)] == []


@pytest.mark.parametrize("key", ["INV", "JDG"])
@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_child_act_purpose_is_said_in_the_same_words_everywhere(key: str, language: str) -> None:
    first, other = (real_course(one).modules[0].lesson for one in ("BRD", key))
    assert first
    assert other
    for mine, theirs in zip(first.sections[:2], other.sections[:2], strict=True):
        assert (mine.title[language], mine.body[language]) == (theirs.title[language], theirs.body[language])
        assert mine.locked
        assert theirs.locked


@pytest.mark.parametrize(("key", "hours"), [("BRD", 12), ("INV", 18), ("JDG", 12), ("TOT", 30)])
def test_each_is_complete_in_three_languages(key: str, hours: int) -> None:
    taken = real_course(key)
    assert taken.hours == hours == sum(module.hours for module in taken.modules)
    assert taken.languages == ("en", "ru", "uz")
    assert len(taken.ready_modules) == 5
    for module in taken.modules:
        assert module.lesson
        assert module.scenario
        assert module.check
        assert module.facilitator.keys() == module.jobaid.keys() == {"en", "ru", "uz"}
        assert 4 <= len(module.scenario.nodes) <= 7
        assert any(ending.safe for ending in module.scenario.endings.values())
        assert len(module.check.questions) >= 8
        assert len({question.type for question in module.check.questions}) >= 4
        assert all(question.sources for question in module.check.questions)
    assert taken.prepost
    assert taken.refresher
    assert {len(form) for form in taken.prepost.forms.values()} == {12}


def test_anybody_may_read_how_to_look_for_work_safely() -> None:
    assert real_course("SAFE").is_public


def test_the_glossary_has_its_64_terms_and_five_countries_an_annex() -> None:
    library = real().library
    assert library.glossary
    assert [term.number for term in library.glossary.terms] == list(range(1, 65))
    assert {annex.country for annex in library.annexes} == {"uz", "kz", "kg", "tj", "tm"}
    assert not any(annex.is_signed_off for annex in library.annexes), "a person signs, see the page of reviews"
