from uuid import UUID


def short(letter: str, pk: UUID) -> str:
    """Short enough to read out on the telephone: a letter and eight more."""
    return f"{letter}-{pk.hex[-8:].upper()}"
