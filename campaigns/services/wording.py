"""The words of a contract, in French, formats 1 and 2. Each article is a function of the terms alone."""

from collections.abc import Callable
from datetime import date
from typing import Any

Terms = dict[str, Any]

PLATFORMS = {
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "facebook": "Facebook",
    "snapchat": "Snapchat",
}
FORMATS = {
    "post": "publication",
    "story": "story",
    "reel": "réel",
    "video": "vidéo",
    "short": "short",
    "live": "direct",
    "carousel": "carrousel",
}
LANGUAGES = {
    "ary": "darija",
    "ar": "arabe",
    "zgh": "amazighe",
    "fr": "français",
    "en": "anglais",
    "es": "espagnol",
}
CHANNELS = {
    "organic": "les pages sociales de la marque",
    "website": "le site de la marque",
    "email": "le courrier électronique",
    "print": "l'imprimé et les points de vente",
    "tv": "la télévision",
}
UNITS = {
    "hours": ("heure", "heures"),
    "days": ("jour", "jours"),
    "business_days": ("jour ouvrable", "jours ouvrables"),
}


def amount(centimes: int, currency: str = "MAD") -> str:
    """4 500,00 MAD. Written here and not on screens: a signed text never changes its spaces."""
    whole = f"{centimes // 100:,}".replace(",", " ")
    return f"{whole},{centimes % 100:02d} {currency}"


def day(iso: str) -> str:
    """01/12/2026."""
    return date.fromisoformat(iso).strftime("%d/%m/%Y")


def span(terms: Terms, clock: str) -> str:
    """A clock of the terms: 3 jours ouvrables."""
    n, unit = terms["clocks"][clock]
    return f"{n} {UNITS[unit][n > 1]}"


def percent(bps: int) -> str:
    """Basis points: 10 %, 33,33 %."""
    whole, rest = divmod(bps, 100)
    return f"{whole},{rest:02d} %" if rest else f"{whole} %"


def heading(terms: Terms) -> str:
    """Number and format."""
    return f"CONTRAT DE COLLABORATION {terms['number']}\nFormat {terms['format']}"


def parties(terms: Terms) -> str:
    """Who agrees, about which campaign."""
    brand, creator = terms["brand"], terms["influencer"]
    company = brand["legal_name"] or brand["name"]
    ice = f", ICE {brand['ice']}" if brand["ice"] else ""
    return (
        f"PARTIES\nLa marque : {brand['name']} ({company}{ice}).\n"
        f"Le créateur : {creator['name']} (@{creator['handle']}).\n"
        f"Campagne : {terms['campaign']['title']} (version {terms['campaign']['version']})."
    )


def content(terms: Terms) -> str:
    """What is owed, when, and for which part of the price."""
    return "\n".join(["CONTENUS À LIVRER", *[line(row) for row in terms["deliverables"]], *rules(terms)])


def line(row: dict[str, Any]) -> str:
    """One deliverable."""
    words = [f"{row['position']}) {FORMATS[row['format']]} {PLATFORMS[row['platform']]}"]
    if row["language"]:
        words.append(f"en {LANGUAGES[row['language']]}")
    words.append(f"brouillon avant le {day(row['due_on'])} à 23:59")
    words.append(f"part du prix {amount(row['share_centimes'])}")
    note = f" Précisions : {row['notes']}" if row["notes"] else ""
    return f"{', '.join(words)}.{note}"


def rules(terms: Terms) -> list[str]:
    """What the brief asks to do and to avoid."""
    asked = [f"À faire : {text}" for text in terms["rules"]["do"]]
    return asked + [f"À éviter : {text}" for text in terms["rules"]["dont"]]


def price(terms: Terms) -> str:
    """What the brand pays and what the creator receives."""
    sums = terms["price"]

    def of(name: str) -> str:
        return amount(sums[f"{name}_centimes"], sums["currency"])

    return (
        f"PRIX\nPrix convenu : {of('price')}.\n"
        f"La marque paie : {of('total')}, soit le prix, {of('brand_fee')} de frais de service "
        f"et {of('brand_vat')} de TVA sur ces frais.\n"
        f"Le créateur reçoit : {of('net')}, soit le prix moins {of('influencer_fee')} de frais de service "
        f"et {of('influencer_vat')} de TVA sur ces frais."
    )


def funds(terms: Terms) -> str:
    """Signatures, money, and no work before it."""
    return (
        "FONDS SÉCURISÉS\n"
        f"Les deux parties signent dans un délai de {span(terms, 'signing')}, puis la marque sécurise les "
        f"fonds dans un délai de {span(terms, 'funding')} ; sinon le contrat devient caduc sans frais.\n"
        "Aucun travail n'est dû avant que les fonds soient sécurisés. Si c'est fait tard, aucun brouillon "
        f"n'est attendu moins de {span(terms, 'first_draft')} après."
    )


def review(terms: Terms) -> str:
    """Answers, changes, publication, acceptance, and what silence means."""
    n = terms["revisions"]
    changes = (
        f"{n} {'demandes' if n > 1 else 'demande'} de changements par contenu" if n else "aucun changement"
    )
    return (
        "VALIDATION ET PUBLICATION\n"
        f"Période : du {day(terms['starts_on'])} au {day(terms['ends_on'])}.\n"
        f"La marque répond à chaque brouillon dans un délai de {span(terms, 'review')} ; son silence, après "
        f"deux rappels, vaut validation. Le prix comprend {changes}, à livrer "
        f"sous {span(terms, 'changes')}.\n"
        f"Le créateur publie sous {span(terms, 'publication')} après la validation, pas avant le début de la "
        f"période. La marque accepte la publication sous {span(terms, 'acceptance')} ; son silence, après "
        f"deux rappels, vaut acceptation.{_freed(terms)}"
    )


def _freed(terms: Terms) -> str:
    """In format 1 the price is paid here; since format 2 an article of its own says when."""
    return "" if "payments" in terms else " La dernière acceptation libère le prix."


def payments(terms: Terms) -> str:
    """When which part of the price is paid out."""
    stages, currency = terms["payments"]["stages"], terms["price"]["currency"]
    if len(stages) == 1:
        return "VERSEMENT DU PRIX\nLa dernière acceptation libère le prix, en une fois."
    lines = [f"{amount(row['price_centimes'], currency)} {_moment(terms, row['name'])}" for row in stages]
    rest = (
        "Chaque versement est diminué des frais et de la TVA qui s'y rapportent. Si des contenus sont "
        "abandonnés, les versements à venir sont réduits d'autant ; ce qui a été versé reste acquis. Pendant "
        "un litige ou une contestation bancaire, rien n'est versé."
    )
    return "\n".join(["VERSEMENT DU PRIX", *[f"- {text} ;" for text in lines[:-1]], f"- {lines[-1]}.", rest])


def _moment(terms: Terms, name: str) -> str:
    """What a part waits for."""
    moments = {
        "draft": "quand tous les brouillons sont validés",
        "published": "quand toutes les publications sont acceptées",
        "retained": f"retenus pendant {span(terms, 'retention')} après la dernière acceptation",
    }
    return moments[name]


def retention(terms: Terms) -> str:
    """What is retained can be lost; for the article about ends."""
    names = {row["name"] for row in terms.get("payments", {}).get("stages", [])}
    if "retained" not in names:
        return ""
    return (
        " La part retenue d'un contenu accepté n'est acquise qu'à la fin de la retenue : le créateur qui "
        "annule y renonce, et une décision de litige peut la rendre à la marque. La retenue ne s'applique "
        "pas si la marque annule."
    )


def delay(terms: Terms) -> str:
    """What lateness costs."""
    return (
        "RETARD\n"
        f"Après {span(terms, 'overdue')} de retard du créateur, la marque peut annuler : ce qui n'est pas "
        f"livré lui est remboursé en entier. Après {span(terms, 'late')}, le contenu est abandonné et "
        "sa part du prix est remboursée à la fin du contrat."
    )


def rights(terms: Terms) -> str:
    """Where and how long the brand may use the content again."""
    granted = terms["rights"]
    if not granted["channels"] or not granted["months"]:
        return "DROITS D'UTILISATION\nAucun droit de réutilisation n'est cédé au-delà de la publication."
    places = ", ".join(CHANNELS[name] for name in granted["channels"])
    ads = "comprise" if granted["paid_ads"] else "non comprise"
    return (
        f"DROITS D'UTILISATION\nLa marque peut réutiliser les contenus acceptés pendant "
        f"{granted['months']} mois sur : {places}. Publicité payante {ads}."
    )


def cancellation(terms: Terms) -> str:
    """The fee by stage."""
    bps = {state: percent(share) for state, share in terms["kill_fee_bps"].items()}
    return (
        "ANNULATION\n"
        "Avant les fonds sécurisés : sans frais. Ensuite, si la marque annule, le créateur garde, pour "
        f"chaque contenu, une part de son prix : rien d'envoyé {bps['due']} ; "
        f"brouillon envoyé {bps['submitted']} ; "
        f"changements demandés {bps['changes_requested']} ; validé {bps['approved']} ; "
        f"publié {bps['published']} ; accepté {bps['accepted']}.\n"
        "Si le créateur est en retard, ce qui n'est pas envoyé ne lui donne droit à rien. Si le créateur "
        "annule, il garde seulement la part des contenus acceptés. Le reste est remboursé à la marque, "
        f"avec les frais et la TVA qui s'y rapportent.{retention(terms)}"
    )


def disputes(terms: Terms) -> str:
    """Who decides, and what silence decides."""
    return (
        "LITIGE\n"
        "Chaque partie peut ouvrir un litige tant que les fonds sont sécurisés : tous les délais s'arrêtent "
        f"et InfluMaroc décide de la part du créateur. Sans décision dans un délai de "
        f"{span(terms, 'dispute')}, le barème d'annulation par la marque au jour de l'ouverture "
        "s'applique. Ce qui a été "
        "accepté reste payé."
    )


def signature(_terms: Terms) -> str:
    """How it is signed."""
    return (
        "SIGNATURE\n"
        "Chaque partie signe électroniquement ce texte (signature simple, loi 43-20) : son nom, l'heure, son "
        "adresse et l'empreinte SHA-256 du texte sont conservés."
    )


ARTICLES: list[Callable[[Terms], str]] = [
    parties,
    content,
    price,
    funds,
    review,
    delay,
    rights,
    cancellation,
    disputes,
    signature,
]


def articles_of(terms: Terms) -> list[Callable[[Terms], str]]:
    """Format 1 had no article about payments."""
    if "payments" not in terms:
        return ARTICLES
    place = ARTICLES.index(delay)
    return [*ARTICLES[:place], payments, *ARTICLES[place:]]
