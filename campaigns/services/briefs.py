"""Writing a brief: draft, corrections, a copy, and what may still change once creators have applied."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from brands.models import Brand
from campaigns.errors import BriefIncomplete, FrozenFields
from campaigns.facts import CampaignChanged
from campaigns.models import Campaign, Requirement
from campaigns.policies import may_create, may_edit
from campaigns.selectors.briefs import MAX_UNITS, missing_items
from campaigns.services.clocks import arm, clock_fields
from campaigns.services.locks import lock_campaign
from campaigns.services.moves import ids_of, record
from campaigns.services.texts import fitted
from events.services import emit
from kit.errors import Stale, WrongState, ensure
from kit.text import tidy

State = Campaign.State
WORDS = {"title", "objective", "description", "do", "dont", "picture"}
LISTS = {"niches", "platforms", "cities", "languages", "usage_channels"}
FIGURES = {"min_followers", "budget_centimes", "places", "usage_months", "usage_paid_ads", "revisions"}
FIGURES |= {"pay_schedule"}
DATES = {"application_deadline", "starts_on", "ends_on"}
MAX_RULES = 20
EDITABLE = WORDS | LISTS | FIGURES | DATES
# Columns that only the house writes; the rest of the form is checked as it comes.
OURS = {
    "id",
    "brand",
    "slug",
    "currency",
    "state",
    "state_since",
    "due_at",
    "warn_at",
    "n_warnings",
    "version",
}
OURS |= {"rejection_reason", "created_by", "created_at", "updated_at", "published_at"}


@transaction.atomic
def create_campaign(*, brand_id: Any, fields: dict, by: User) -> Campaign:
    """Start a draft; anything may still be missing. Raises NotAllowed, and ValidationError by field."""
    brand = Brand.objects.get(pk=brand_id)
    ensure(may_create(by, brand))
    campaign = Campaign(brand=brand, created_by=by)
    campaign.slug = slug_of(campaign, str(fields.get("title", "")))
    assign(campaign, fields)
    arm(campaign)
    campaign.save()
    write_requirements(campaign, fields)
    record(campaign, "", by=by)
    return campaign


def slug_of(campaign: Campaign, title: str) -> str:
    """The public address: the title in plain letters and a tail of the id, so that it is free."""
    return f"{slugify(tidy(title))[:60] or 'campagne'}-{campaign.pk.hex[-8:]}"


@transaction.atomic
def update_campaign(*, campaign_id: Any, fields: dict, by: User, version: int | None = None) -> Campaign:
    """Change a brief; unknown keys are ignored. A draft is free, and starts its 90 idle days again.

    A public brief keeps its money, dates and deliverables as soon as one creator has applied (FrozenFields);
    its words may change: applicants are told. Raises Stale, WrongState, BriefIncomplete, ValidationError.
    """
    campaign = lock_campaign(campaign_id)
    ensure(may_edit(by, campaign))
    if version is not None and version != campaign.version:
        raise Stale(version=campaign.version)
    is_public = ensure_editable(campaign)
    before = values_of(campaign)
    assign(campaign, fields)
    changed = changed_fields(campaign, before, fields)
    if is_public:
        refuse_frozen(campaign, changed)
    if changed:
        store(campaign, fields, changed, by=by)
    return campaign


def ensure_editable(campaign: Campaign) -> bool:
    """False for a draft, True for a public brief; WrongState while the staff read it or when it is over."""
    if campaign.state in {State.DRAFT, State.REJECTED}:
        return False
    if campaign.state in {State.OPEN, State.IN_PROGRESS}:
        return True
    raise WrongState(state=campaign.state, wanted="edit")


def values_of(campaign: Campaign) -> dict[str, Any]:
    """The editable columns as they are now."""
    return {name: getattr(campaign, name) for name in sorted(EDITABLE)}


def assign(campaign: Campaign, fields: dict) -> None:
    """Set what is given, tidied, and check the form of just that. ValidationError names every wrong field."""
    given, wrong = EDITABLE & set(fields), {}
    for name in given:
        try:
            setattr(campaign, name, tidied(name, fields[name]))
        except ValidationError as error:
            wrong.update(error.message_dict)
    blank = {name for name in given & WORDS if not getattr(campaign, name)}
    try:
        campaign.clean_fields(exclude=OURS | (EDITABLE - given) | blank | set(wrong))
    except ValidationError as error:
        wrong.update(error.message_dict)
    if wrong:
        raise ValidationError(wrong)


def tidied(name: str, value: Any) -> Any:
    """Names and rules on one line each, the description with its lines; no mark that reorders text."""
    if name in {"do", "dont"}:
        return rules(name, value or [])
    return fitted(getattr(Campaign, name), value or "") if name in WORDS else value


def rules(name: str, lines: list[str]) -> list[str]:
    """The lines that say something. Raises ValidationError when there are too many to read."""
    kept_lines = [line for line in map(tidy, lines) if line]
    if len(kept_lines) > MAX_RULES:
        raise ValidationError({name: _("At most %(n)s lines.") % {"n": MAX_RULES}})
    return kept_lines


def changed_fields(campaign: Campaign, before: dict, fields: dict) -> list[str]:
    """The names of what differs from before; "requirements" is one of them."""
    changed = [name for name, value in before.items() if getattr(campaign, name) != value]
    if "requirements" in fields and asked(fields["requirements"]) != kept(campaign):
        changed.append("requirements")
    return changed


def asked(rows: list[dict]) -> list[tuple]:
    """Requirements as they were given, in the shape of the stored ones."""
    return [
        (row["platform"], row["format"], row.get("quantity") or 1, tidy(row.get("notes") or ""))
        for row in rows
    ]


def kept(campaign: Campaign) -> list[tuple]:
    """Requirements as they are stored. One query."""
    return list(campaign.requirements.values_list("platform", "format", "quantity", "notes"))


def refuse_frozen(campaign: Campaign, changed: list[str]) -> None:
    """Words are free; the rest only until the first application, and never into an incomplete brief."""
    hard = sorted(set(changed) - WORDS)
    if not hard:
        return
    if campaign.applications.exists():
        raise FrozenFields(fields=hard)
    missing = missing_items(campaign)
    if missing:
        raise BriefIncomplete(missing=missing)


def store(campaign: Campaign, fields: dict, changed: list[str], *, by: User) -> None:
    """Save a changed brief as its next version; a public one tells its applicants."""
    campaign.version += 1
    columns = [name for name in changed if name != "requirements"]
    if campaign.state in {State.DRAFT, State.REJECTED}:
        campaign.slug = slug_of(campaign, campaign.title)
    arm(campaign)
    campaign.save(update_fields=[*columns, "slug", "version", "updated_at", *clock_fields(campaign)])
    if "requirements" in changed:
        write_requirements(campaign, fields)
    if campaign.published_at:
        fact = CampaignChanged(**ids_of(campaign), version=campaign.version, fields=changed)
        emit(fact, by=by)


def write_requirements(campaign: Campaign, fields: dict) -> None:
    """Replace the structured deliverables. ValidationError names "requirements" and the line."""
    if "requirements" not in fields:
        return
    rows = [
        Requirement(
            campaign=campaign, position=n, platform=one[0], format=one[1], quantity=one[2], notes=one[3]
        )
        for n, one in enumerate(asked(fields["requirements"]))
    ]
    if len(rows) > MAX_UNITS:
        raise ValidationError({"requirements": _("At most %(n)s lines.") % {"n": MAX_UNITS}})
    for row in rows:
        check_requirement(row)
    campaign.requirements.all().delete()
    Requirement.objects.bulk_create(rows)


def check_requirement(row: Requirement) -> None:
    """Raises ValidationError under the name "requirements"."""
    try:
        row.clean_fields(exclude={"campaign"})
    except ValidationError as error:
        raise ValidationError({"requirements": error.messages}) from error
    if row.quantity < 1:
        raise ValidationError({"requirements": _("Ask for at least one of each deliverable.")})


@transaction.atomic
def duplicate_campaign(*, campaign_id: Any, by: User) -> Campaign:
    """A fresh draft with the same brief; dates are left out, since they have to be chosen again."""
    source = Campaign.objects.select_related("brand").get(pk=campaign_id)
    ensure(may_edit(by, source))
    fields = {name: value for name, value in values_of(source).items() if name not in DATES}
    rows = source.requirements.values("platform", "format", "quantity", "notes")
    return create_campaign(brand_id=source.brand_id, fields={**fields, "requirements": list(rows)}, by=by)
