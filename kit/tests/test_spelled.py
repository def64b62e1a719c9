import pytest

from kit.spelled import LARGEST, spelled

FRENCH = {
    0: "zéro dirham",
    100: "un dirham",
    101: "un dirham et un centime",
    8_000: "quatre-vingts dirhams",
    8_100: "quatre-vingt-un dirhams",
    7_100: "soixante et onze dirhams",
    9_950: "quatre-vingt-dix-neuf dirhams et cinquante centimes",
    20_000: "deux cents dirhams",
    20_100: "deux cent un dirhams",
    100_000: "mille dirhams",
    8_000_000: "quatre-vingt mille dirhams",
    20_000_000: "deux cent mille dirhams",
    477_050: "quatre mille sept cent soixante-dix dirhams et cinquante centimes",
    100_000_000: "un million de dirhams",
    20_000_000_000: "deux cents millions de dirhams",
    100_000_100: "un million un dirhams",
}
ENGLISH = {
    100: "one dirham",
    10_101: "one hundred and one dirhams and one centime",
    477_050: "four thousand seven hundred and seventy dirhams and fifty centimes",
    100_500: "one thousand and five dirhams",
    100_000_000: "one million dirhams",
}
ARABIC = {
    0: "صفر درهم",
    100: "درهم واحد",
    200: "درهمان",
    300: "ثلاثة دراهم",
    1_000: "عشرة دراهم",
    1_100: "أحد عشر درهما",
    1_250: "اثنا عشر درهما وخمسون سنتيما",
    2_200: "اثنان وعشرون درهما",
    10_000: "مئة درهم",
    10_100: "مئة ودرهم واحد",
    10_300: "مئة وثلاثة دراهم",
    20_000: "مئتا درهم",
    200_000: "ألفا درهم",
    300_000: "ثلاثة آلاف درهم",
    450_000: "أربعة آلاف وخمسمئة درهم",
    1_100_000: "أحد عشر ألف درهم",
    1_150_000: "أحد عشر ألفا وخمسمئة درهم",
    477_050: "أربعة آلاف وسبعمئة وسبعون درهما وخمسون سنتيما",
    20_000_000: "مئتا ألف درهم",
    100_000_000: "مليون درهم",
    503: "خمسة دراهم وثلاثة سنتيمات",
}


@pytest.mark.parametrize(("centimes", "words"), FRENCH.items())
def test_french(centimes, words):
    assert spelled(centimes, "fr") == words


@pytest.mark.parametrize(("centimes", "words"), ENGLISH.items())
def test_english(centimes, words):
    assert spelled(centimes, "en") == words


@pytest.mark.parametrize(("centimes", "words"), ARABIC.items())
def test_arabic(centimes, words):
    assert spelled(centimes, "ar") == words


def test_euros_elide():
    assert spelled(100_000_000, "fr", "EUR") == "un million d\u2019euros"


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_no_two_amounts_read_alike(language):
    amounts = {*range(0, 30_000, 7), *range(0, LARGEST, LARGEST // 4999)}
    assert len({spelled(one, language) for one in amounts}) == len(amounts)


@pytest.mark.parametrize("wrong", [-1, LARGEST])
def test_what_no_invoice_says_is_refused(wrong):
    with pytest.raises(ValueError, match="amount"):
        spelled(wrong)
