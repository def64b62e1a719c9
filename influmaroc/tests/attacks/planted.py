"""Hostile words in every column that holds what somebody wrote, and every page that may show them."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone

from influmaroc.tests.attacks.payloads import PAYLOADS
from kit import crypt

# What people write, or what machines of others tell about them: programs, banks, providers, receivers.
WRITTEN = """
accounts.Challenge             user_agent
accounts.Passkey               name
accounts.PasswordResetToken    user_agent
accounts.SecurityEvent         user_agent reason
accounts.SignIn                user_agent
accounts.StaffLook             reason
accounts.User                  name suspended_for
brands.Brand                   name legal_name site about
campaigns.Application          pitch answer_note
campaigns.Campaign             title objective description do dont rejection_reason
campaigns.Collaboration        terms terms_text end_reason
campaigns.Deliverable          notes
campaigns.Dispute              reason decision
campaigns.Holiday              name
campaigns.Offer                message
campaigns.PublicationProof     url
campaigns.Requirement          notes
campaigns.Signature            name user_agent
campaigns.Submission           url caption comment
events.Delivery                last_error
events.IdempotentAnswer        body
files.Access                   reason
files.File                     name error
influencers.Influencer         name bio
influencers.Package            title description
influencers.SocialAccount      handle url
invoicing.Document             issuer_data recipient_data content
invoicing.Mandate              text
mail.Letter                    data error
mail.Mailing                   words
mail.PostEvent                 raw outcome
mail.ShownLetter               subject text
mail.Suppression               detail
messaging.Message              body
messaging.Party                name
messaging.Report               words outcome
messaging.Seat                 draft
messaging.StaffReading         reason
messaging.Wording              body
notifications.Notice           data
notifications.PushDevice       host
payments.Chargeback            reason note
payments.Escrow                title
payments.ExchangeRate          note
payments.FeeSchedule           note
payments.GatewaySwitch         reason
payments.LedgerCorrection      reason
payments.LedgerHold            reason
payments.LedgerTransaction     reason
payments.Payment               failure
payments.Payout                bank_ref note
payments.PayoutFile            name
payments.PayoutMethod          holder_name
payments.ProviderEvent         body raw headers outcome
payments.Refund                reason failure
payments.StripeAccount         disabled_reason
payments.Wallet                name
plans.Plan                     note
privacy.Deletion               held_for
privacy.PrivacyRequest         text answer
taxes.RuleSwitch               reason
taxes.TaxProfile               legal_name address city rc refusal
treasury.Difference            subject expected actual explanation
treasury.Match                 outcome
treasury.ProviderReport        name raw
treasury.Statement             name raw
treasury.StatementLine         label
webhooks.Attempt               url headers answer words
webhooks.Call                  body
webhooks.Endpoint              url description
"""
# Everything else is chosen, counted or drawn by a machine of ours: a code, a key, an address, a secret.
OF_MACHINES = re.compile(
    r"hash|digest|sha256|fingerprint|jti|secret|sealed|encrypted|password|(^|_)(key|kind|token|slug|state|language"
    r"|currency|reference|provider|gateway|code|id|ref|number|email|ip|uid|status|version|country|period|type)$"
)
MACHINES = """
accounts.User time_zone picture agreed_to · brands.Brand ice logo · campaigns.Campaign picture
campaigns.ClockSetting clock · campaigns.Move subject data · events.Delivery reaction
events.Event label payload
files.Access variant · files.Blob place media_type · files.File media_type attached_to
files.Variant name place media_type · influencers.Influencer handle portrait · invoicing.OwedDocument reason
mail.Letter to · mail.Mailing path segment · mail.ShownLetter to html link · mail.Suppression address
messaging.Conversation about · messaging.Message side covered findable label data
messaging.StaffReading matter
notifications.MutedThread thread · notifications.Notice thread link · payments.AuditRun findings warnings
payments.Escrow fee_bps
payments.LedgerAccount owner · payments.LedgerCorrection legs · payments.Payment action
payments.PayoutFile layout · payments.PayoutMethod hint
payments.StripeAccount due · plans.CardPlan page_url · plans.CardTrouble about
plans.CardWish reason refusal · plans.Charge stripe_invoice words · privacy.Deletion done
taxes.TaxProfile ice · taxes.TaxProof media_type · taxes.Withholding lines · treasury.Match target
"""
# Of libraries, and shown nowhere but in the admin, which Django escapes.
FOREIGN = {"account", "admin", "auth", "contenttypes", "djstripe", "sessions", "sites", "socialaccount"}
JSON_IN_TEXT = ("webhooks.Call", "body")
ROOMY = 400

CHECKS = """SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
    FROM pg_constraint WHERE contype = 'c' AND conrelid <> 0"""

# By the first kind that fits.
ANYTHING: list[tuple[type[models.Field], Callable[[], Any]]] = [
    (models.UUIDField, uuid4),
    (models.DateTimeField, timezone.now),
    (models.DateField, timezone.localdate),
    (models.JSONField, dict),
    (models.BinaryField, lambda: crypt.seal(b"1")),
    (models.GenericIPAddressField, lambda: "105.66.1.2"),
]

Column = tuple[type[models.Model], models.Field]


def written() -> list[Column]:
    found = []
    for line in WRITTEN.split("\n"):
        label, *names = line.split() or [""]
        found += [(apps.get_model(label), apps.get_model(label)._meta.get_field(name)) for name in names]
    return found


def unknown() -> list[str]:
    """Columns of words that are on neither list."""
    lines = [line.split() for line in re.split(r"[\n·]", MACHINES) if line.strip()]
    known = {(label, name) for label, *names in lines for name in names}
    known |= {(model._meta.label, field.name) for model, field in written()}
    return [
        f"{model._meta.label} {field.name}"
        for model in apps.get_models()
        if model._meta.managed
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not (field.choices or model._meta.app_label in FOREIGN or OF_MACHINES.search(field.name))
        and (model._meta.label, field.name) not in known
    ]


@contextmanager
def unguarded() -> Iterator[None]:
    """Without the triggers that keep rows as they are, and without the checks of what they may hold."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(CHECKS)
        for (drop,) in cursor.fetchall():
            cursor.execute(drop)
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")


def fill_empty_tables() -> None:
    """A row of each kind that the world has none of, so that its page has something to show."""
    with unguarded():
        for model in {model: None for model, _field in written()}:
            _one_of(model)


def _one_of(model: type[models.Model]) -> models.Model:
    """A row that is there, or one of our making."""
    if there := model._base_manager.first():
        return there
    values = {field.attname: _value_of(field) for field in model._meta.concrete_fields}
    made = model(**{name: value for name, value in values.items() if value is not None})
    made.save_base(force_insert=True)
    return made


def _value_of(field: models.Field) -> Any:
    """Anything that the column takes; None where it takes nothing or says itself what it begins with."""
    if field.has_default() or isinstance(field, models.AutoField):
        return None
    if isinstance(field, models.ForeignKey):
        other = field.related_model._base_manager.first() if field.null else _one_of(field.related_model)
        return other and other.pk
    if field.null:
        return None
    if field.choices:
        return next(iter(field.flatchoices))[0]
    anything = next((make() for kind, make in ANYTHING if isinstance(field, kind)), "1")
    return crypt.encrypt("1") if re.search("sealed|address_encrypted", field.name) else anything


def plant(nth: int, wear: Callable[[str], str] = lambda words: words) -> None:
    """The payloads of a round in every column; in 120 rounds each column has had each that it has room for.

    `wear` changes them, length for length.
    """
    with unguarded(), connection.cursor() as cursor:
        for at, (model, field) in enumerate(written()):
            words = wear(_words(nth + at, field))
            table, column = (connection.ops.quote_name(name) for name in (model._meta.db_table, field.column))
            if isinstance(field, models.JSONField) or (model._meta.label, field.name) == JSON_IN_TEXT:
                key = connection.ops.quote_name(model._meta.pk.column)
                for pk, value in model._base_manager.values_list("pk", field.attname):
                    told = _replaced(json.loads(value) if isinstance(value, str) else value, words)
                    update = f"UPDATE {table} SET {column} = %s WHERE {key} = %s"
                    cursor.execute(update, [json.dumps(told), pk])
            else:
                value = [words] if isinstance(field, ArrayField) else words
                cursor.execute(f"UPDATE {table} SET {column} = %s", [value])


def _words(nth: int, field: models.Field) -> str:
    """As many payloads from the nth on as the column has room for; at least one that fits."""
    room = getattr(field, "base_field", field).max_length or 4_000
    start = "https://example.ma/?q=" if isinstance(field, models.URLField) or field.name == "url" else ""
    fitting = [one for one in PAYLOADS if len(one) + len(start) <= room]
    turn = list(islice(cycle(fitting), nth % len(fitting), nth % len(fitting) + len(fitting)))
    if room < ROOMY or start:
        return start + turn[0]
    words = turn[0]
    for one in turn[1:]:
        if len(words) + len(one) < room:
            words += f" {one}"
    return words


def _replaced(value: Any, words: str) -> Any:
    """Whatever reads like a sentence or a name, at any depth; codes stay."""
    if isinstance(value, dict):
        return {name: _replaced(one, words) for name, one in value.items()}
    if isinstance(value, list):
        return [_replaced(one, words) for one in value]
    return words if isinstance(value, str) and " " in value else value


def admin_pages() -> Iterator[str]:
    """The lists of the admin, and the page of one row of each kind."""
    yield reverse("admin:index")
    for model in filter(admin.site.is_registered, apps.get_models()):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        yield reverse(f"{name}_changelist")
        row = model._base_manager.first()
        if row is not None:
            yield reverse(f"{name}_change", args=[row.pk])
