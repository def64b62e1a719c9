"""Endpoints of brands and creators, and the log of what was sent there. Payloads hold ids, never words."""

from privacy.datamap.shapes import WORDS, Basis, Field, Table

HOLDERS = "brands and creators with endpoints"

TABLES = (
    Table(
        label="webhooks.Attempt",
        whose=HOLDERS,
        purpose="to see why a call did not arrive",
        basis=Basis.CONTRACT,
        kept="30 days",
        people=("call__endpoint__influencer__user", "call__endpoint__brand__memberships__user"),
        fields={"url": WORDS, "headers": Field(exported=False), "answer": WORDS, "words": WORDS},
        plain=("error",),
        tidied_by="webhooks.tasks.tidy",
    ),
    Table(
        label="webhooks.Call",
        whose=HOLDERS,
        purpose="to tell other machines what happens",
        basis=Basis.CONTRACT,
        kept="30 days",
        people=("endpoint__influencer__user", "endpoint__brand__memberships__user"),
        fields={"body": WORDS},
        plain=("type",),
        tidied_by="webhooks.tasks.tidy",
    ),
    Table(
        label="webhooks.Endpoint",
        whose=HOLDERS,
        purpose="to tell other machines what happens",
        basis=Basis.CONTRACT,
        kept="until it is removed, or the account deleted",
        people=("influencer__user", "brand__memberships__user"),
        fields={
            "url": WORDS,
            "description": WORDS,
            "sealed": Field(exported=False, sealed=True),
            "old_sealed": Field(exported=False, sealed=True),
        },
        plain=("types", "api_version", "reason"),
        tidied_by="webhooks.tasks.tidy",
    ),
)
