"""My data over the API."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema, extend_schema_view
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.services import record_consents, withdraw_news
from kit.api import checked
from kit.paging import CursorPages
from kit.requests import caller_of
from privacy.models import Export, PrivacyRequest
from privacy.selectors import consents_of, owes_consent
from privacy.serializers import (
    ChoiceSerializer,
    ConsentsSerializer,
    DeletionSerializer,
    ExportSerializer,
    PrivacyRequestSerializer,
)
from privacy.services import ask_about_data, ask_deletion, ask_export, fetch_export, stop_deletion


class Consents(APIView):
    """What one agreed to, in which version, since when."""

    @extend_schema(operation_id="privacy_consents", responses=ConsentsSerializer)
    def get(self, request: Request) -> Response:
        return _consents(request)

    @extend_schema(
        operation_id="privacy_consents_set", request=ChoiceSerializer, responses=ConsentsSerializer
    )
    def put(self, request: Request) -> Response:
        """What is left out stays; a no to the texts of the account is the deletion of the account."""
        given = checked(ChoiceSerializer, request)
        record_consents(user=request.user, purposes=[name for name in given if given[name]])
        if given.get("news") is False:
            withdraw_news(user_id=request.user.pk)
        return _consents(request)


def _consents(request: Request) -> Response:
    answer = {"owed": owes_consent(request.user), "consents": consents_of(request.user)}
    return Response(ConsentsSerializer(answer).data)


@extend_schema_view(get=extend_schema(operation_id="privacy_exports"))
class Exports(generics.ListAPIView):
    """Copies of one's data, the newest first."""

    queryset = Export.objects.none()  # for the schema
    serializer_class = ExportSerializer
    pagination_class = CursorPages

    def get_queryset(self) -> QuerySet[Export]:
        return Export.objects.filter(user=self.request.user).defer("sealed")

    @extend_schema(operation_id="privacy_exports_ask", request=None, responses={202: ExportSerializer})
    def post(self, request: Request) -> Response:
        """Ask for a copy; one at a time (409 `export_open`)."""
        export = ask_export(by=request.user, caller=caller_of(request))
        return Response(ExportSerializer(export).data, status=202)


class ExportFile(APIView):
    @extend_schema(
        operation_id="privacy_exports_file", responses={(200, "application/zip"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, pk: UUID) -> HttpResponse:
        """The zip, for its owner, for seven days."""
        data = fetch_export(export_id=pk, by=request.user, caller=caller_of(request))
        return HttpResponse(data, content_type="application/zip")


@extend_schema_view(get=extend_schema(operation_id="privacy_requests"))
class Requests(generics.ListAPIView):
    """What one asked about one's data, and the answers."""

    queryset = PrivacyRequest.objects.none()  # for the schema
    serializer_class = PrivacyRequestSerializer
    pagination_class = CursorPages

    def get_queryset(self) -> QuerySet[PrivacyRequest]:
        return PrivacyRequest.objects.filter(user=self.request.user)

    @extend_schema(
        operation_id="privacy_requests_ask",
        request=PrivacyRequestSerializer,
        responses={201: PrivacyRequestSerializer},
    )
    def post(self, request: Request) -> Response:
        """Ask for a correction or object to a use; the answer comes within ten days."""
        body = checked(PrivacyRequestSerializer, request)
        asked = ask_about_data(**body, by=request.user)
        return Response(PrivacyRequestSerializer(asked).data, status=201)


class Account(APIView):
    """One's own account."""

    @extend_schema(
        operation_id="users_account_delete",
        request=None,
        responses={
            202: DeletionSerializer,
            409: OpenApiResponse(description="Something is open; `reasons` lists all, each with a page."),
        },
    )
    def delete(self, request: Request) -> Response:
        """Delete it in 14 days. Every sign-in ends now; whoever signs in before then can stop it."""
        deletion = ask_deletion(by=request.user, caller=caller_of(request))
        return Response(DeletionSerializer(deletion).data, status=202)


class KeepAccount(APIView):
    """Open to an account on its way out."""

    is_open_to_leavers = True

    @extend_schema(operation_id="users_account_keep", request=None, responses={204: None})
    def post(self, request: Request) -> Response:
        """Stop the deletion. Nothing happens when there is none."""
        stop_deletion(by=request.user, caller=caller_of(request))
        return Response(status=204)
