"""Files of banks and providers, read into plain rows. Nothing here touches the database."""

from treasury.services.formats.cfonb import read_cfonb
from treasury.services.formats.reports import Reported, read_report
from treasury.services.formats.rows import Booking, Sheet
from treasury.services.formats.table import read_csv

__all__ = ["Booking", "Reported", "Sheet", "read_cfonb", "read_csv", "read_report"]
