"""The article's four benefits, each with what can honestly be said of it."""

from backrub.catalog.claim import Claim, read_claims


def of_benefit(number: int) -> dict[str, Claim]:
    return {identity: claim for identity, claim in read_claims().items() if claim.article == number}


def test_benefit_1_it_releases_chemicals_that_feel_good_and_reduce_pain() -> None:
    claims = of_benefit(1)
    assert {"serotonin", "endorphins", "less-pain", "stress"} <= set(claims)
    assert claims["serotonin"].grade == "unsupported"
    assert claims["endorphins"].grade == "unsupported"
    assert claims["less-pain"].grade_in_words == "mixed (small, short-term)"
    assert claims["stress"].grade_in_words == "supported (short-term)"


def test_benefit_2_it_allows_deep_sleep() -> None:
    claim = of_benefit(2)["deep-sleep"]
    assert claim.grade == "mixed"
    assert "feel that you slept better" in claim.we_can_say


def test_benefit_3_it_improves_the_healing_process() -> None:
    claims = of_benefit(3)
    assert set(claims) == {"healing", "range-of-motion", "flexibility", "stretch-marks"}
    assert claims["healing"].grade == "unsupported"
    assert claims["stretch-marks"].grade == "unsupported"
    assert claims["range-of-motion"].grade == claims["flexibility"].grade == "mixed"


def test_benefit_4_it_increases_the_blood_circulation() -> None:
    claims = of_benefit(4)
    assert claims["circulation-skin"].grade == "supported"
    assert claims["circulation-muscle"].grade == "unsupported"


def test_every_benefit_of_the_article_has_a_claim() -> None:
    assert {claim.article for claim in read_claims().values()} - {None} == {1, 2, 3, 4}
