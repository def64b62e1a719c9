"""One line of the log, with all that was sent and answered."""

import json
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kit.pages import page
from webhooks.selectors import own_call
from webhooks.services import replay_call


@require_GET
@never_cache
@login_required
def call(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The body, and each try with its answer."""
    row = own_call(request.user, pk)
    written = json.dumps(json.loads(row.body), ensure_ascii=False, indent=2)
    context = {"call": row, "endpoint": row.endpoint, "tries": list(row.tries.all()), "written": written}
    return page(request, "webhooks/call.html", "main", context)


@require_POST
@login_required
def replay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send it once more."""
    replay_call(call_id=own_call(request.user, pk).pk, by=request.user)
    messages.success(request, _("It is sent again, under the same id."))
    return redirect("webhooks:call", pk)
