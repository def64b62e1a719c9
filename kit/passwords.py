"""Passwords that are long enough and still the first that somebody would try."""

import re
from itertools import pairwise

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# What belongs to this house, this country and every keyboard. See docs/security/README.md.
NEAR_WORDS = (
    *(
        "influmaroc",
        "influenceuse",
        "influenceur",
        "influencer",
        "influence",
        "createur",
        "creator",
        "marque",
    ),
    *("maroc", "morocco", "casablanca", "marrakech", "rabat", "tanger", "agadir", "admin"),
    *(
        "motdepasse",
        "password",
        "passwort",
        "bonjour",
        "welcome",
        "azertyuiop",
        "qwertyuiop",
        "azerty",
        "qwerty",
    ),
)
FEWEST_OWN_LETTERS = 4
FEWEST_SURPRISES = 5
NEAR = re.compile("|".join(NEAR_WORDS))


class GuessableValidator:
    """Refuses one piece repeated, a row of neighbours, a common password with figures around it, and near
    words with next to nothing of one's own. It asks for no kind of sign.
    """

    def __init__(self) -> None:
        self.common = CommonPasswordValidator().passwords

    def validate(self, password: str, user: object = None) -> None:
        text = password.casefold()
        if is_repeated(text) or n_surprises(text) < FEWEST_SURPRISES or self._is_near(text):
            raise ValidationError(
                _("This password is among the first that somebody would try."), code="guessable"
            )

    def _is_near(self, text: str) -> bool:
        letters = re.sub(r"[\W\d_]", "", text)
        own = NEAR.sub("", letters)
        return letters in self.common or (own != letters and len(own) < FEWEST_OWN_LETTERS)

    def get_help_text(self) -> str:
        return _("Several words that do not belong together make a good password.")


def is_repeated(text: str) -> bool:
    """Whether it is one piece, twice or more."""
    return text in (text + text)[1:-1]


def n_surprises(text: str) -> int:
    """How many signs do not simply follow from those before: 12345 and aaaaa have two."""
    steps = [ord(after) - ord(before) for before, after in pairwise(text)]
    follows = [one == two and abs(one) <= 1 for one, two in pairwise(steps)]
    return len(text) - sum(follows)
