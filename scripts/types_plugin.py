"""mypy: `request.user` is our User, and requests carry what our middlewares put on them.

Django's types say "or nobody". Every door is closed to anonymous visitors unless it says otherwise
(DRF's default permission, login_required), and a test tries each as one; an open door asks first.
"""

from collections.abc import Callable

from mypy.plugin import AttributeContext, ClassDefContext, Plugin
from mypy.plugins.common import add_attribute_to_class
from mypy.types import AnyType, Instance, Type, TypeOfAny
from mypy_django_plugin.lib import helpers

REQUESTS = frozenset({"django.http.request.HttpRequest.user", "rest_framework.request.Request.user"})
USER = "accounts.models.User"


class Doors(Plugin):
    """Answers before django-stubs does."""

    def get_attribute_hook(self, fullname: str) -> Callable[[AttributeContext], Type] | None:
        return _person if fullname in REQUESTS else None

    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        return _carry if fullname == "django.http.request.HttpRequest" else None


def _person(context: AttributeContext) -> Type:
    found = helpers.lookup_fully_qualified_typeinfo(helpers.get_typechecker_api(context), USER)
    return Instance(found, []) if found else context.default_attr_type


def _carry(context: ClassDefContext) -> None:
    """`id` from kit.middleware.RequestId, `htmx` from django-htmx."""
    add_attribute_to_class(context.api, context.cls, "id", context.api.named_type("builtins.str"))
    add_attribute_to_class(context.api, context.cls, "htmx", AnyType(TypeOfAny.explicit))


def plugin(_version: str) -> type[Plugin]:
    """What mypy asks a plugin file for."""
    return Doors
