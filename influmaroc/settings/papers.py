"""Papers: who the platform is on its own invoices."""

from influmaroc import env

# Every value but the last two is owed on an invoice (CGI 145-III). While one is missing nothing is issued:
# papers stay owed, and nothing is invented.
PLATFORM_IDENTITY = {
    "legal_name": env.text("PLATFORM_LEGAL_NAME", ""),
    "address": env.text("PLATFORM_ADDRESS", ""),
    "city": env.text("PLATFORM_CITY", ""),
    "country": env.text("PLATFORM_COUNTRY", "MA"),
    "ice": env.text("PLATFORM_ICE", ""),
    "if_number": env.text("PLATFORM_IF", ""),
    "rc": env.text("PLATFORM_RC", ""),
    "tp_number": env.text("PLATFORM_TP", ""),
    "cnss": env.text("PLATFORM_CNSS", ""),
    "capital": env.text("PLATFORM_CAPITAL", ""),
    "email": env.text("PLATFORM_EMAIL", ""),
}
MANDATE_VERSION = "2026-11"  # of the text in templates/invoicing/mandate.txt; an older word stays valid
EXPORT_MAX_MONTHS = 24
EXPORT_STREAM_ROWS = 5_000  # more than this is written by a task
