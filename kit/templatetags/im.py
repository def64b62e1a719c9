"""Template words of the house: money, dates, chips, icons."""

from django import template

register = template.Library()
