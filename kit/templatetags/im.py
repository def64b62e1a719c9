"""Template words of the house: money, dates, chips, icons, people. Built in: no {% load %} needed."""

from datetime import date, datetime
from typing import Any

from django import template
from django.forms.boundfield import BoundField, BoundWidget
from django.forms.widgets import CheckboxInput, RadioSelect, Select, Textarea
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kit import assets as built
from kit import chips, dates, money, numbers
from kit.pictures import SIZES, is_stored, picture_url

register = template.Library()

ENTRY = "static/src/app.ts"
SPRITE = "static/src/sprite.svg"
# Icons that point somewhere: turned round where one reads from right to left.
DIRECTIONAL = frozenset(
    [
        *("arrow-right", "arrow-left", "chevron-right", "chevron-left", "trending-up", "panel-left", "list"),
        *("send", "send-horizontal", "reply", "external-link", "log-out", "log-in", "undo-2", "rotate-ccw"),
    ]
)
_FONTS = {
    "ar": "node_modules/@fontsource/ibm-plex-sans-arabic/files/ibm-plex-sans-arabic-arabic-400-normal.woff2",
    "": "node_modules/@fontsource-variable/ibm-plex-sans/files/ibm-plex-sans-latin-wght-normal.woff2",
}


# ---- money, figures, dates -----------------------------------------------------------------------


@register.simple_tag(name="money")
def money_tag(centimes: int | None, style: str = "", currency: str = money.CURRENCY) -> str:
    """{% money row.price_centimes %}; "plain" for attributes and sentences, else kit.money.html's words."""
    if centimes is None:
        return ""
    return money.plain(centimes, "", currency) if style == "plain" else money.html(centimes, style, currency)


@register.filter(name="number")
def number_filter(value: int | None) -> str:
    return "" if value is None else _isolated(numbers.number(value))


@register.filter
def compact(value: int | None) -> str:
    """128 400 -> "128,4 k"; an Arabic unit follows its figure in the Arabic direction."""
    if value is None:
        return ""
    figure, _space, unit = numbers.compact(value).partition(numbers.NBSP)
    if unit and numbers.current_language() == "ar":
        return format_html("<bdi>{}{}{}</bdi>", _isolated(figure), numbers.NBSP, unit)
    return _isolated(numbers.compact(value))


@register.filter
def percent(bps: int | None) -> str:
    """Basis points as a share: 1000 -> "10 %"."""
    return "" if bps is None else _isolated(numbers.percent(bps))


@register.filter
def day(when: date | datetime | None) -> str:
    return _time(when, dates.day)


@register.filter
def day_short(when: date | datetime | None) -> str:
    return _time(when, dates.day_short)


@register.filter
def month(when: date | datetime | None) -> str:
    """ "mars 2026": a span of days, so no time element."""
    return "" if when is None else dates.month(when)


@register.filter
def weekday(when: date | datetime | None) -> str:
    return _time(when, dates.weekday)


@register.filter
def moment(when: datetime | None) -> str:
    return _time(when, dates.moment)


@register.filter
def moment_short(when: datetime | None) -> str:
    return _time(when, dates.moment_short)


@register.filter
def deadline(when: date | datetime | None) -> str:
    """A day, or a moment with its weekday: "dim. 15 mars 2026 à 23:59"."""
    return _time(when, dates.deadline if isinstance(when, datetime) else dates.weekday)


def _isolated(text: str) -> SafeString:
    return format_html('<bdi class="im-num">{}</bdi>', text)


def _time(when: Any, write: Any) -> SafeString:
    if not when:
        return SafeString("")
    stamp = timezone.localtime(when, dates.CASABLANCA) if isinstance(when, datetime) else when
    return format_html('<time datetime="{}">{}</time>', stamp.isoformat(), write(when))


# ---- icons and chips -----------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, classes: str = "", label: str = "") -> SafeString:
    """{% icon "bell" %}; give `label` when the icon stands alone and nothing else names it."""
    flip = "im-flip " if name in DIRECTIONAL else ""
    spoken = format_html('role="img" aria-label="{}"', label) if label else 'aria-hidden="true"'
    return format_html(
        '<svg class="im-i {}{}" {}><use href="{}#{}"/></svg>',
        *(flip, classes, SafeString(spoken), built.asset(SPRITE), name),
    )


@register.simple_tag
def chip(subject: str, state: str, classes: str = "") -> SafeString:
    """{% chip "deliverable" row.state %}: the words and colours of kit.chips."""
    look = chips.chip(subject, state)
    return format_html(
        '<span class="im-chip {}" data-tone="{}">{}{}</span>', classes, look.tone, icon(look.icon), look.label
    )


# ---- people and pictures -------------------------------------------------------------------------


@register.simple_tag
def avatar(influencer: Any, size: str = "") -> SafeString:
    """A round portrait, or initials. `size` is sm, lg or nothing."""
    return _face(influencer.portrait, influencer.name, f"im-av-{size}" if size else "")


@register.simple_tag
def brand_avatar(brand: Any, size: str = "") -> SafeString:
    """A brand's square mark, or initials."""
    return _face(brand.logo, brand.name, "im-av-brand" + (f" im-av-{size}" if size else ""))


@register.simple_tag
def person_avatar(user: Any, size: str = "") -> SafeString:
    """A person's own picture, or initials: for those who show neither a profile nor a brand."""
    return _face(user.picture, user.name, f"im-av-{size}" if size else "")


@register.simple_tag
def drawing(name: str, classes: str = "", title: str = "", loading: str = "lazy") -> SafeString:
    """A large picture of a person, product or place (320 x 400, a photo square); initials when there is none.

    `loading="eager"` for the pictures one sees first.
    """
    if not name:
        return format_html('<span class="im-nopic {}" aria-hidden="true">{}</span>', classes, initials(title))
    return format_html(
        '<img class="{}" src="{}" alt="" width="320" height="400" loading="{}">',
        *(classes, picture_url(name), loading),
    )


@register.filter
def initials(name: str) -> str:
    """ "Ikram Oulhaj" -> "IO"."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()


def _face(picture: str, name: str, classes: str) -> SafeString:
    if not picture:
        return format_html(
            '<span class="im-av im-av-x {}" aria-hidden="true">{}</span>', classes, initials(name)
        )
    photo = "im-av-photo " if is_stored(picture) else ""
    return format_html(
        '<span class="im-av {}{}"><img src="{}" alt="" width="40" height="{}" loading="lazy"></span>',
        *(photo, classes, picture_url(picture, SIZES[0]), 40 if photo else 50),
    )


# ---- forms ---------------------------------------------------------------------------------------


@register.simple_tag
def widget(field: BoundField, *, bare: bool = False, note: str = "", **attributes: str) -> SafeString:
    """Draw a form field's control with the house's classes, its spoken help and its error.

    `bare` leaves the frame to an element around it (a prefix or suffix inside the same box).
    """
    given: dict[str, str | bool] = {
        name.replace("_", "-"): value for name, value in attributes.items() if value not in ("", None)
    }
    notes = {"help": note or field.help_text, "error": field.errors}
    spoken = [f"{field.auto_id}-{name}" for name, note in notes.items() if note]
    if spoken:
        given["aria-describedby"] = " ".join(spoken)
    if field.errors:
        given["aria-invalid"] = "true"
    own = field.field.widget.attrs.get("class", "")
    given["class"] = " ".join(filter(None, ["grow" if bare else _control_class(field), own]))
    return field.as_widget(attrs=given)


@register.filter
def tick(choice: BoundWidget, field: BoundField) -> SafeString:
    """One tick or round of a choice field, with the house's class."""
    choice.data["attrs"]["class"] = _control_class(field)
    return choice.tag()


@register.filter
def kind(field: BoundField) -> str:
    """check, choices or control: how components/field.html lays the field out."""
    inner = field.field.widget
    if isinstance(inner, RadioSelect):
        return "choices"
    return "check" if isinstance(inner, CheckboxInput) else "control"


def _control_class(field: BoundField) -> str:
    inner = field.field.widget
    if isinstance(inner, RadioSelect):
        return "checkbox" if getattr(inner, "allow_multiple_selected", False) else "radio"
    for sort, name in ((Textarea, "textarea"), (CheckboxInput, "checkbox"), (Select, "select")):
        if isinstance(inner, sort):
            return name
    return "input"


# ---- the frame -----------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def assets(context: template.Context, language: str = "") -> SafeString:
    """Styles, script and the one font worth preloading, for <head>. Empty when nothing was built.

    The script carries the page's nonce: without it the Content-Security-Policy lets nothing run.
    """
    font = built.asset(_FONTS["ar" if language == "ar" else ""])
    if not font:
        return SafeString("")
    sheets = format_html_join("", '<link rel="stylesheet" href="{}">', [[s] for s in built.styles_of(ENTRY)])
    return format_html(
        '<link rel="preload" href="{}" as="font" type="font/woff2" crossorigin>{}'
        '<script type="module" src="{}" nonce="{}"></script>',
        *(font, sheets, built.asset(ENTRY), context.get("CSP_NONCE", "")),
    )


@register.simple_tag
def sprite() -> str:
    """Where the icons live, for scripts that draw one."""
    return built.asset(SPRITE)


@register.inclusion_tag("components/crumbs.html")
def crumbs(*steps: str) -> dict:
    """{% crumbs _("Contracts") deals_url deal.number %}: label and address in turn, the last one without."""
    pairs = list(zip(steps[::2], [*steps[1::2], ""], strict=False))
    return {"steps": [{"label": label, "url": url} for label, url in pairs]}


@register.simple_tag
def page_texts() -> dict:
    """Sentences that scripts say, in the page's language ({n}, {time} ... are filled in there)."""
    group, decimal = numbers.separators(numbers.current_language())
    english = numbers.current_language() == "en"
    return {
        "group": group,
        "amount": f"= MAD {{whole}}{decimal}{{cents}}" if english else f"= {{whole}}{decimal}{{cents}} MAD",
        "close": _("Close"),
        "copied": _("Copied."),
        "copy_failed": _("Copying was not possible: please select the text."),
        "failed": _("This did not work. Nothing was changed; please try again."),
        "offline": _("No connection. Nothing was changed."),
        "saved": _("Saved at {time}"),
        "not_saved": _("Not saved yet: the connection failed. Your text stays here."),
        "news": _("You have a new notification."),
        "unread": _("Notifications, {n} new"),
        "no_unread": _("Notifications, nothing new"),
        "check_ok": _("The number is right."),
        "check_wrong": _("One digit is wrong: please compare with your document."),
        "check_left": _("{n} digits to go"),
        "characters_left": _("{n} characters left"),
        "push_failed": _("This device could not be set up. Try again later."),
        "passkey_failed": _("No passkey was used. Try again, or take another way."),
    }
