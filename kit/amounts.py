"""Amounts as the API shows them; kit.money writes them for people."""


def money(centimes: int | None, currency: str = "MAD") -> dict | None:
    """{"amount": "1500.00", "currency": "MAD"}."""
    if centimes is None:
        return None
    sign, rest = ("-", -centimes) if centimes < 0 else ("", centimes)
    return {"amount": f"{sign}{rest // 100}.{rest % 100:02d}", "currency": currency}
