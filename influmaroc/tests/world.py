"""A small world with something in every state, and the people who look at it."""

import io
from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from fido2.cose import ES256
from fido2.webauthn import AttestedCredentialData
from PIL import Image

from accounts.models import Passkey, PasswordResetToken, SocialLink, User
from accounts.services import Subject, open_challenge, start_sign_in
from accounts.services.challenges import set_code
from brands.models import Invitation, OwnershipOffer
from campaigns.models import Collaboration
from campaigns.services import accept_application, apply_to_campaign, make_offer, open_dispute
from conftest import (
    approve,
    deliver_all,
    fund,
    join,
    make_brand,
    make_campaign,
    make_influencer,
    person,
    publish,
    sign_both,
    submit,
)
from files.models import Blob, File
from influencers.models import Package
from influmaroc.staff_groups import GROUPS, set_up_groups
from invoicing.models import Document, Kind
from invoicing.selectors import hash_of, mandate_text, unowed_parts
from invoicing.selectors.periods import month_of
from invoicing.services import owe_parts, owe_statements
from invoicing.tasks import issue_documents
from kit import crypt
from kit.ids import uuid7
from kit.pictures import store_picture
from kit.requests import Caller
from kit.tokens import digest, new_token
from mail.models import ShownLetter
from mail.selectors import unsubscribe_path
from messaging.services import open_conversation, post_message
from notifications.models import Notice, PushDevice
from notifications.services import Message, tell
from payments.models import Payment, Payout, StripeAccount
from payments.services import (
    add_payout_method,
    approve_payout,
    ask_approval,
    build_batch,
    release_batch,
    request_payout,
    set_limit,
)
from plans.models import Plan, Subscription
from privacy.models import Export
from treasury.services import propose_match, read_statement
from webhooks.selectors import Holder
from webhooks.services import add_endpoint, disable_endpoint, ring_test

# The columns of the matrix. Of atlas's brand: its owner and a viewer; another brand; the creator of every
# contract here and another one; a visitor; a moderator, a person of finance and a superuser of the house.
PEOPLE = ("atlas", "viewer", "rival", "amina", "omar", "visitor", "moderator", "finance", "staff")
# Both were managers of atlas's brand when they signed in. What they still hold lets in nobody any more.
NOBODIES = ("suspended", "unverified")
RIB = "011519000001205000534921"


def photo(colour: str = "teal") -> SimpleUploadedFile:
    """A small photo as a browser sends it."""
    file = io.BytesIO()
    Image.new("RGB", (300, 400), colour).save(file, "JPEG")
    return SimpleUploadedFile("photo.jpg", file.getvalue(), content_type="image/jpeg")


class World:
    """Rows by name, for the addresses of the matrix."""

    def __init__(self) -> None:
        self.places: dict[str, Any] = {}
        self.people: dict[str, Any] = {"visitor": None}
        self._people()
        self._plans()
        self._house()
        self._nobodies()
        self._market()
        self._money()
        self._words()
        self._files()
        self._team()
        self._machines()

    def _people(self) -> None:
        self.brand = make_brand(person("atlas", "brand"), "Atlas Argan", "atlas-argan")
        rival = make_brand(person("rival", "brand"), "Rif Cosmetics", "rif-cosmetics")
        viewer = join(self.brand, person("viewer", "brand"), "viewer")
        self.amina, omar = person("amina", "influencer"), person("omar", "influencer")
        self.profile = make_influencer(self.amina, "amina-b", 48_000)
        make_influencer(omar, "omar-t", 120_000)
        staff = person("staff", "staff", is_staff=True, is_superuser=True)
        self.atlas = self.brand.memberships.get(role="owner").user
        self.people |= {"atlas": self.atlas, "viewer": viewer, "amina": self.amina, "omar": omar}
        self.people |= {"rival": rival.memberships.get(role="owner").user, "staff": staff}
        self.places |= {"brand": self.brand.pk, "brand_slug": self.brand.slug}
        self.places |= {"creator": self.profile.pk, "handle": self.profile.handle, "member": viewer.pk}
        self.places |= {"amina": self.amina.pk, "photo": store_picture(photo(), owner="the matrix")}

    def _plans(self) -> None:
        """The brand is on a large plan: what it lacks here is rights, never room."""
        now, today = timezone.now(), timezone.localdate()
        for code in ("pro", "scale"):
            plan = Plan.objects.create(code=code, starts_at=now, month_centimes=1_000, year_centimes=10_000)
        period = {"starts_on": today, "ends_on": today + timedelta(days=365), "interval": "year"}
        Subscription.objects.create(wallet=self.brand.wallet, plan=plan, **period)

    def _house(self) -> None:
        """Staff of a group may what influmaroc/staff_groups.py says."""
        set_up_groups()
        for name in GROUPS:
            self.people[name] = person(name, "staff", is_staff=True)
            self.people[name].groups.add(Group.objects.get(name=name))

    def _nobodies(self) -> None:
        """Their sign-ins stay open in the table, so nothing but the door itself keeps them out."""
        for name in NOBODIES:
            self.people[name] = join(self.brand, person(name, "brand"), "manager")

    def shut_out(self) -> None:
        """From here on one of them is suspended and the other's address is not proved."""
        suspended, unverified = (User.objects.filter(pk=self.people[name].pk) for name in NOBODIES)
        suspended.update(is_active=False, suspended_at=timezone.now())
        unverified.update(email_verified_at=None)

    def _market(self) -> None:
        free = make_campaign(self.brand)
        draft = make_campaign(self.brand, state="draft", published_at=None)
        pending = make_campaign(self.brand, state="pending_approval", published_at=None)
        self.places |= {"free": free.pk, "free_slug": free.slug, "draft": draft.pk, "pending": pending.pk}
        applied, offered = self._applied(), self._applied()
        make_offer(application_id=offered.pk, price_centimes=400_000, message="", by=self.atlas)
        self.places |= {"applied": applied.pk, "campaign": applied.campaign_id}
        self._talk(applied)
        self.places |= {"offered": offered.pk, "offering": offered.campaign_id}
        self.places |= {"agreed": (agreed := self._agreed()).pk, "hash": agreed.terms_hash}
        signed, funded = sign_both(self._agreed()), fund(sign_both(self._agreed()))
        submitted, approved, published = funded.deliverables.all()
        for deliverable, steps in ((submitted, 1), (approved, 2), (published, 3)):
            for step in (submit, approve, publish)[:steps]:
                step(deliverable)
        untouched = fund(sign_both(self._agreed()))
        self.places |= {"signed": signed.pk, "deal": funded.pk, "untouched": untouched.pk}
        self.places |= {"due": untouched.deliverables.first().pk, "submitted": submitted.pk}
        self.places |= {"approved": approved.pk, "published": published.pk}
        disputed = fund(sign_both(self._agreed()))
        open_dispute(collaboration_id=disputed.pk, reason="Rien ne vient", by=self.atlas)
        self.places["disputed"] = disputed.pk

    def _talk(self, applied: Any) -> None:
        """Of the creator and the brand about an application; the creator has said something."""
        talk = open_conversation(kind="application", about=str(applied.pk))
        said = post_message(conversation_id=talk.pk, body="Salam", client_id=uuid7(), by=self.amina)
        self.places |= {"talk": talk.pk, "said": said.pk}

    def _files(self) -> None:
        """One of the creator's, which belongs to nothing that others see."""
        file = File.objects.create(owner=self.amina, purpose="message", name="a.png", size=1)
        self.places["file"] = file.pk
        place = {"place": "o/00/proof", "sha256": "0" * 64, "size": 1, "media_type": "image/png"}
        proof = {"purpose": "evidence", "name": "b.png", "size": 1, "kind": "image", "state": "scanning"}
        blob = Blob.objects.create(**place)
        self.places["proof"] = File.objects.create(owner=self.amina, blob=blob, **proof).pk

    def _applied(self, price_centimes: int = 450_000) -> Any:
        campaign = make_campaign(self.brand)
        return apply_to_campaign(
            campaign_id=campaign.pk, pitch="Moi", price_centimes=price_centimes, by=self.amina
        )

    def _agreed(self) -> Collaboration:
        return accept_application(application_id=self._applied().pk, by=self.atlas)

    def _money(self) -> None:
        deliver_all(fund(sign_both(self._agreed())))
        payment = Payment.objects.get(escrow__deal_id=self.places["deal"])
        method = {"holder_name": "Amina", "rib": RIB}
        account = add_payout_method(wallet=self.profile.wallet, **method, by=self.amina)
        StripeAccount.objects.create(wallet=self.profile.wallet, country="FR", account_id="acct_1")
        payout = request_payout(wallet=self.profile.wallet, amount_centimes=100_000, by=self.amina)
        assert isinstance(payout, Payout)
        self.places |= {"payment": payment.pk, "payout": payout.pk, "method": account.pk}
        self._batches()
        self._bank()
        self._papers()

    def _bank(self) -> None:
        """A line of the house's bank that nobody has looked at, and one that waits for a second look."""
        rows = "Date opération;Date valeur;Libellé;Débit;Crédit\n"
        rows += "".join(f"20/11/2026;20/11/2026;VIR {n};;{n},00\n" for n in (21, 22))
        read = read_statement(name="nov.csv", content=rows.encode(), by=self.people["finance"])
        line, looked_at = read.lines.all()
        match = propose_match(line_id=looked_at.pk, kind="stray", target="", by=self.people["finance"])
        self.places |= {"line": line.pk, "match": match.pk}

    def _papers(self) -> None:
        """An invoice of the brand's fee, and a creator's statement of the month."""
        owe_parts(parts=unowed_parts())
        today = timezone.localdate()
        owe_statements(kind=Kind.MONTHLY, period=month_of(today.year, today.month))
        issue_documents()
        papers = Document.objects.order_by("id")
        self.places |= {"fee_invoice": papers.filter(kind="fee_brand")[0].pk}
        self.places |= {"statement": papers.get(kind="monthly", recipient=self.profile.wallet).pk}
        days = "start=2026-01-01&end=2026-01-31"
        self.places |= {"period": f"what=documents&format=csv&{days}"}
        self.places |= {"mandate_hash": hash_of(mandate_text("fr"))}

    def _batches(self) -> None:
        """One to check, one released, and an approved transfer that lies in neither."""
        staff, batches = self.people["staff"], []
        for in_a_batch in (True, True, False):
            made = request_payout(wallet=self.profile.wallet, amount_centimes=10_000, by=self.amina)
            approve_payout(payout_id=made.pk, by=staff)
            if in_a_batch:
                batches.append(build_batch(payout_ids=[made.pk], by=staff))
        release_batch(batch_id=batches[1].pk, by=self.people["finance"])
        self.places |= {"batch": batches[0].pk, "released": batches[1].pk}

    def _team(self) -> None:
        """Somebody invited, an offer of the brand to the viewer, a payment that waits for a second person."""
        member = join(self.brand, person("fz", "brand"), "finance")
        row = {"brand": self.brand, "email": "nadia@example.ma", "role": "viewer", "invited_by": self.atlas}
        invitation = Invitation.objects.create(**row, token_hash=digest(token := new_token()))
        offer = {"brand": self.brand, "to": self.people["viewer"], "offered_by": self.atlas}
        OwnershipOffer.objects.create(**offer)
        set_limit(wallet_id=self.brand.wallet_id, above_centimes=1_000_000, by=self.atlas)
        large = sign_both(accept_application(application_id=self._applied(1_500_000).pk, by=self.atlas))
        approval = ask_approval(escrow_id=large.escrow_id, by=member)
        self.places |= {"invitation": invitation.pk, "invited": token}
        self.places |= {"large": large.pk, "approval": approval.pk}

    def _words(self) -> None:
        package = Package.objects.create(
            influencer=self.profile, title="Un réel", platform="instagram", format="reel", price_centimes=1
        )
        tell(readers=[self.amina.pk], message=Message(kind="campaign_approved", key="1", thread="campaign:1"))
        sign_in = start_sign_in(user=self.amina, kind="page")
        device = PushDevice.objects.create(user=self.amina, sign_in=sign_in, sealed=crypt.encrypt("{}"))
        self.places |= {"sign_in": sign_in.pk, "push_device": device.pk}
        self.places |= {"package": package.pk, "notice": Notice.objects.get().pk}
        copy = Export.objects.create(
            user=self.amina, state="ready", sealed=crypt.seal(b"PK"), expires_at=timezone.now() + timedelta(1)
        )
        self.places |= {"copy": copy.pk}
        letter = ShownLetter.objects.create(
            pk=uuid7(), to="amina@example.ma", kind="notice", subject="Bonjour"
        )
        no_news = unsubscribe_path(self.amina.pk).rpartition("/")[2]
        reset = new_token()
        soon = timezone.now() + timedelta(hours=1)
        PasswordResetToken.objects.create(user=self.amina, token_hash=digest(reset), expires_at=soon)
        self.places |= {"reset": reset}
        self._proofs()
        self.places |= {"letter": letter.pk, "no_news": no_news}

    def _proofs(self) -> None:
        """Codes and links that are on their way."""
        caller = Caller(ip="105.66.1.2")
        asked = {"email": "nour@example.ma", "password": "!", "name": "Nour", "role": "influencer"}
        data = {**asked, "language": "fr", "company": "", "handle": "", "consents": []}
        about = Subject(email=asked["email"])
        opening = open_challenge(purpose="register", about=about, caller=caller, data=data)
        about = Subject(user=self.amina, email=self.amina.email)
        login = open_challenge(purpose="login", about=about, caller=caller, data={"methods": ["email"]})
        sent, step = set_code(challenge=opening.challenge), set_code(challenge=login.challenge)
        self.places |= {"register_token": opening.token, "register_code": sent.code, "link": sent.link}
        self.places |= {"step_token": login.token, "step_code": step.code}
        public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
        credential = bytes(AttestedCredentialData.create(bytes(16), b"1", public))
        passkey = Passkey.objects.create(
            user=self.amina, name="Clé", credential_id=b"1", credential=credential
        )
        SocialLink.objects.create(user=self.amina, provider="google", uid="7")
        self.places |= {"passkey": passkey.pk}

    def _machines(self) -> None:
        """A program of the brand's that was sent a test, and one of the creator's that is switched off."""
        wish = {"url": "http://127.0.0.1:9/hook", "types": ["*"]}
        hook = add_endpoint(holder=Holder(brand=self.brand), by=self.atlas, **wish)
        own = add_endpoint(holder=Holder(influencer=self.profile), by=self.amina, **wish)
        disable_endpoint(endpoint_id=own.pk, by=self.amina)
        call = ring_test(endpoint_id=hook.pk, by=self.atlas)
        self.places |= {"hook": hook.pk, "own_hook": own.pk, "hook_call": call.pk}

    def fill(self, text: str) -> str:
        """`{deal}` and such become the ids of this world."""
        return text.format(**self.places)
