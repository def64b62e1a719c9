"""mypy: `request.user` is our User.

Django's types say "or nobody". Every door is closed to anonymous visitors unless it says otherwise
(DRF's default permission, login_required), and a test tries each as one; an open door asks first.
"""

from collections.abc import Callable

from mypy.plugin import AttributeContext, Plugin
from mypy.types import Instance, Type
from mypy_django_plugin.lib import helpers

REQUESTS = frozenset({"django.http.request.HttpRequest.user", "rest_framework.request.Request.user"})
USER = "accounts.models.User"


class Doors(Plugin):
    """Answers before django-stubs does."""

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        return _person if fullname in REQUESTS else None


def _person(context: AttributeContext) -> Type:
    found = helpers.lookup_fully_qualified_typeinfo(helpers.get_typechecker_api(context), USER)
    return Instance(found, []) if found else context.default_attr_type


def plugin(_version: str) -> type[Plugin]:
    """What mypy asks a plugin file for."""
    return Doors
