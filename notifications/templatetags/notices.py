"""Template words of the inbox."""

from django import template
from django.utils.safestring import SafeString

from notifications.models import Notice
from notifications.selectors import sentences
from notifications.selectors.kinds import Kind

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
