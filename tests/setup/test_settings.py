"""Settings follow the country, and what cannot be used is said with what to write instead."""

import pytest

from tot import config


@pytest.mark.parametrize(
    ("written", "zone"),
    [
        ({}, "Asia/Tashkent"),
        ({"country": "KZ"}, "Asia/Almaty"),
        ({"country": "TM", "time_zone": ""}, "Asia/Ashgabat"),
        ({"country": "KZ", "time_zone": "Asia/Aqtau"}, "Asia/Aqtau"),
        ({"country": "MN", "time_zone": "Asia/Ulaanbaatar"}, "Asia/Ulaanbaatar"),
    ],
)
def test_days_are_those_of_the_country_unless_a_zone_is_written(tmp_path, written, zone):
    assert config.load(tmp_path, **written).time_zone == zone


@pytest.mark.parametrize(
    "written",
    [{"country": "MN"}, {"time_zone": "Tashkent"}, {"time_zone": "../etc"}, {"time_zone": "Asia"}, {"time_zone": 5}],
)
def test_a_zone_that_is_not_known_is_asked_for(tmp_path, written):
    with pytest.raises(config.WrongSetting, match=r"time_zone.*Asia/Tashkent"):
        config.load(tmp_path, **written)
