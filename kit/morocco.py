"""Moroccan identifiers, regions and cities.

Sources: structure of RIB and ICE as checked against the IBAN registry example and real ICE numbers;
regions from ISO 3166-2:MA. Names of people's cities are translated through the message catalogues.
"""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _


class Region(models.TextChoices):
    """The twelve regions, by their ISO 3166-2 code."""

    TANGER = "MA-01", _("Tanger-Tétouan-Al Hoceïma")
    ORIENTAL = "MA-02", _("L'Oriental")
    FES = "MA-03", _("Fès-Meknès")
    RABAT = "MA-04", _("Rabat-Salé-Kénitra")
    BENI_MELLAL = "MA-05", _("Béni Mellal-Khénifra")
    CASABLANCA = "MA-06", _("Casablanca-Settat")
    MARRAKECH = "MA-07", _("Marrakech-Safi")
    DRAA = "MA-08", _("Drâa-Tafilalet")
    SOUSS = "MA-09", _("Souss-Massa")
    GUELMIM = "MA-10", _("Guelmim-Oued Noun")
    LAAYOUNE = "MA-11", _("Laâyoune-Sakia El Hamra")
    DAKHLA = "MA-12", _("Dakhla-Oued Ed-Dahab")


class City(models.TextChoices):
    """Cities people name in a profile or a brief. CITY_REGION gives the region of each."""

    CASABLANCA = "casablanca", _("Casablanca")
    RABAT = "rabat", _("Rabat")
    SALE = "sale", _("Salé")
    KENITRA = "kenitra", _("Kénitra")
    TEMARA = "temara", _("Témara")
    MOHAMMEDIA = "mohammedia", _("Mohammédia")
    EL_JADIDA = "el-jadida", _("El Jadida")
    SETTAT = "settat", _("Settat")
    MARRAKECH = "marrakech", _("Marrakech")
    ESSAOUIRA = "essaouira", _("Essaouira")
    SAFI = "safi", _("Safi")
    AGADIR = "agadir", _("Agadir")
    TAROUDANT = "taroudant", _("Taroudant")
    TIZNIT = "tiznit", _("Tiznit")
    FES = "fes", _("Fès")
    MEKNES = "meknes", _("Meknès")
    IFRANE = "ifrane", _("Ifrane")
    TANGER = "tanger", _("Tanger")
    TETOUAN = "tetouan", _("Tétouan")
    CHEFCHAOUEN = "chefchaouen", _("Chefchaouen")
    AL_HOCEIMA = "al-hoceima", _("Al Hoceïma")
    OUJDA = "oujda", _("Oujda")
    NADOR = "nador", _("Nador")
    BENI_MELLAL = "beni-mellal", _("Béni Mellal")
    KHOURIBGA = "khouribga", _("Khouribga")
    ERRACHIDIA = "errachidia", _("Errachidia")
    OUARZAZATE = "ouarzazate", _("Ouarzazate")
    GUELMIM = "guelmim", _("Guelmim")
    LAAYOUNE = "laayoune", _("Laâyoune")
    DAKHLA = "dakhla", _("Dakhla")


CITY_REGION: dict[str, str] = {
    **dict.fromkeys(["casablanca", "mohammedia", "el-jadida", "settat"], "MA-06"),
    **dict.fromkeys(["rabat", "sale", "kenitra", "temara"], "MA-04"),
    **dict.fromkeys(["marrakech", "essaouira", "safi"], "MA-07"),
    **dict.fromkeys(["agadir", "taroudant", "tiznit"], "MA-09"),
    **dict.fromkeys(["fes", "meknes", "ifrane"], "MA-03"),
    **dict.fromkeys(["tanger", "tetouan", "chefchaouen", "al-hoceima"], "MA-01"),
    **dict.fromkeys(["oujda", "nador"], "MA-02"),
    **dict.fromkeys(["beni-mellal", "khouribga"], "MA-05"),
    **dict.fromkeys(["errachidia", "ouarzazate"], "MA-08"),
    "guelmim": "MA-10",
    "laayoune": "MA-11",
    "dakhla": "MA-12",
}

RIB_DIGITS = 24
ICE_DIGITS = 15


def digits_of(value: str) -> str:
    """Only the digits, whatever spaces or dots people typed; Arabic-Indic digits become 0-9."""
    return "".join(str(int(c)) for c in value if c.isdecimal())


def is_rib(value: str) -> bool:
    """24 digits (bank 3, city 3, account 16, key 2) whose whole number is a multiple of 97."""
    return len(value) == RIB_DIGITS and value.isascii() and value.isdigit() and int(value) % 97 == 0


def is_ice(value: str) -> bool:
    """15 digits (company 9, establishment 4, control 2) whose whole number is a multiple of 97."""
    return len(value) == ICE_DIGITS and value.isascii() and value.isdigit() and int(value) % 97 == 0


def group_rib(rib: str) -> str:
    """3-3-16-2, as printed on a cheque book."""
    return " ".join([rib[:3], rib[3:6], rib[6:22], rib[22:]])


_PHONE = re.compile(r"(?:\+212|00212|212|0)?([5-8][0-9]{8})")


def phone_of(value: str) -> str | None:
    """A number as it is dialled from anywhere, +212612345678; None when it is no Moroccan one.

    Takes it as people write it: 06 12-34.56.78, +212 (0)6..., 00212..., Arabic digits.
    """
    typed = value.strip().replace("(0)", "")
    written = ("+" if typed.startswith("+") else "") + digits_of(typed)
    found = _PHONE.fullmatch(written) if re.fullmatch(r"[\d\s().+/-]+", typed) else None
    return f"+212{found[1]}" if found else None


def mobile_of(value: str) -> str | None:
    """The same for a mobile, +2126… or +2127…; None for anything else."""
    number = phone_of(value)
    return number if number and number[4] in "67" else None


def group_phone(number: str) -> str:
    """+212 6 12 34 56 78, as printed on a card; "" stays empty."""
    local = number.removeprefix("+212")
    pairs = [local[place : place + 2] for place in range(1, len(local), 2)]
    return " ".join(["+212", local[:1], *pairs]) if local else ""
