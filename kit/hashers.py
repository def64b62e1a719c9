"""How passwords are stored."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    """Argon2id with 46 MiB, one pass, one lane: OWASP's first choice, and quick enough on two cores."""

    time_cost = 1
    memory_cost = 47_104
    parallelism = 1
