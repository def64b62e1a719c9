"""Template words of the inbox."""

from django import template
from django.forms import Form
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from notifications.models import Channel, Notice, Way
from notifications.selectors import Cell, sentences
from notifications.selectors.kinds import Kind
from notifications.selectors.reasons import reason_of

register = template.Library()


@register.filter
def sentence(notice: Notice) -> SafeString:
    return sentences.html(notice)


@register.filter
def heading(notice: Notice) -> str:
    return sentences.title(notice)


@register.filter
def look(notice: Notice) -> Kind:
    """Its line of the table: icon and tone."""
    return sentences.kind_of(notice)


@register.simple_tag(takes_context=True)
def why(context: Context, notice: Notice) -> str:
    """Why this reader is told."""
    return str(reason_of(notice, context["request"].user.role))


@register.simple_tag
def way_field(form: Form, cell: Cell, title: str) -> SafeString:
    """A tick or a list, named for people who do not see the table; a word where nothing is open."""
    if cell.is_fixed:
        word = _("Always") if cell.way != Way.OFF else _("Never")
        return format_html('<span class="text-sm text-muted">{}</span>', word)
    field = form[cell.name]
    label = f"{title}, {cell.channel.label}"
    look = "select select-sm w-auto" if cell.channel == Channel.MAIL else "checkbox"
    return field.as_widget(attrs={"class": look, "aria-label": label})
