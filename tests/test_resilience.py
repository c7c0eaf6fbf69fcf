"""The rough weather is as rough as it says, and the same every time."""

from tests.resilience import Weather


def forecast(seed, number=1_000, **how):
    weather = Weather()
    weather.begin(seed, **how)
    return [weather.delays() for _ in range(number)]


def test_the_same_seed_brings_the_same_weather():
    assert forecast("a") == forecast("a")
    assert forecast("a") != forecast("b")


def test_hints_are_lost_doubled_and_late():
    delays = forecast("a")
    assert 150 < sum(not each for each in delays) < 250
    assert 150 < sum(len(each) == 2 for each in delays) < 250
    assert 150 < sum(len(each) == 1 and each[0] > 0 for each in delays) < 250


def test_calm_is_calm():
    assert forecast("a", calm=True) == [[0.0]] * 1_000
