"""Who gets what, route by route. The answers of test_matrix.py, in the order of world.PEOPLE:

atlas    the owner of the brand whose campaigns, contracts and money are looked at
viewer   a teammate of the same brand who may look but not act
rival    the owner of another brand
amina    the creator of every application and contract here
omar     another creator
visitor  nobody signed in; "in" is a redirect to the login page
moderator, finance   staff with the rights of a group (influmaroc/staff_groups.py) and a strong factor
staff    a superuser of the house

Whoever is suspended, or has not proved their address, has no column: test_matrix.py asks each row with what
they held before, and wants a visitor's answer.

A number is the status. 302 on a page is success that leads on; refusals of pages are read as htmx gets them.
"""

RIB = "011519000001205000534921"
MONEY = {"amount": "500.00", "currency": "MAD"}
# What is sent, by name. Values may name a row of the world: "{hash}".
BODIES: dict[str, dict] = {
    "-": {},
    "about": {"about": "Neuf"},
    "account": {"name": "Neuf", "phone": "0612345678", "language": "fr", "time_zone": "UTC", "version": "1"},
    "accepted": {"status": "accepted"},
    "applied": {"pitch": "Moi", "price": MONEY},
    "approve": {"decision": "approve"},
    "bio": {"bio": "Neuf"},
    "browser": {
        "endpoint": "https://fcm.googleapis.com/fcm/send/abc",
        "keys": {
            "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcx"
            "aOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
            "auth": "BTBZMqHH6r4Tts7J_aSIgg",
        },
    },
    "brand": {"name": "Atlas", "sector": "beauty", "city": "fes", "about": "Huile"},
    "awaited": {"token": "{register_token}"},
    "cancel": {"shown": "0"},
    "code": {"token": "{register_token}", "code": "{register_code}"},
    "clip": {"url": "https://drive.example.ma/2"},
    "evidence": {"files": ["{proof}"], "attached": "{proof}"},
    "drain": {"to": "draining", "reason": "Contrat échu"},
    "draft": {"title": "Neuf"},
    "forgot": {"email": "amina@example.ma"},
    "goal": {"title": "Neuf", "objective": "Vendre", "description": "De l'huile", "go": "next"},
    "habits": {"digest_hour": 9, "quiet_from": "21:00", "quiet_until": "07:00"},
    "heir": {"member": "{member}"},
    "identity": {"name": "Amina", "handle": "amina-neuve", "city": "rabat", "bio": "", "languages": ["fr"]},
    "intent": {"collaboration": "{signed}", "gateway": "sandbox"},
    "invite": {"email": "rival@example.ma", "role": "viewer"},
    "agreed": {"terms": "on", "privacy": "on"},
    "consents": {"terms": True, "privacy": True, "news": True},
    "language": {"language": "ar"},
    "large": {"collaboration": "{large}"},
    "limit": {"above": {"amount": "5000.00", "currency": "MAD"}},
    "login": {"email": "amina@example.ma", "password": "Demo-2026-maroc!"},
    "mandate": {"text": "{mandate_hash}"},
    "me": {"name": "Neuf", "language": "fr", "time_zone": "UTC", "phone": ""},
    "mine": {"password": "Demo-2026-maroc!"},
    "moved": {"email": "neuf@example.ma"},
    "newcomer": {"email": "neuf@example.ma", "role": "viewer"},
    "news": {"segment": "all", "text": {"fr": "a", "ar": "b", "en": "c"}},
    "no_limit": {"above": ""},
    "plan": {"plan": "pro", "interval": "month"},
    "package": {
        "title": "Neuf",
        "platform": "instagram",
        "format": "reel",
        "quantity": "1",
        "price_centimes": "500",
        "revisions": "1",
        "delivery_days": "7",
        "rights_months": "0",
    },
    "password": {"current": "Demo-2026-maroc!", "password": "trois mots au hasard"},
    "payment": {"payment": "{payment}"},
    "payout": {"amount": MONEY},
    "photo": {"picture": "{a photo}"},
    "releve": {"file": "{a statement}"},
    "stray": {"kind": "stray"},
    "pitch": {"pitch": "Ma communauté adore", "price": "4500"},
    "price": {"price": "450000"},
    "profile": {"name": "Amina", "niches": ["food"], "languages": ["fr"], "city": "fes"},
    "proof": {"url": "https://www.instagram.com/amina-b/reel/9/"},
    "reason": {"reason": "Parce que", "shown": "0"},
    "register": {
        "email": "nour@example.ma",
        "password": "Bien-long-2026!",
        "name": "Nour",
        "role": "influencer",
        "language": "fr",
    },
    "remove": {"remove": "1"},
    "reset": {"token": "{reset}", "password": "Tout-neuf-2026!"},
    "quote": {"amount": MONEY, "provider": {"status": "individual"}},
    "rib": {"holder_name": "Amina", "rib": RIB},
    "taxed": {"status": "individual", "country": "MA", "legal_name": "Neuf"},
    "role": {"role": "finance"},
    "opposition": {"kind": "opposition", "text": "Non"},
    "manners": {"shows_reads": True, "shows_presence": False},
    "pinned": {"how": "pinned", "on": "1"},
    "reported": {"reason": "spam"},
    "said": {"body": "Salam", "client_id": "01935b2e-0000-7000-8000-000000000001"},
    "drafted": {"draft": "Salam"},
    "talk": {"application": "{applied}"},
    "to_ami": {"influencer": "{creator}"},
    "words": {"body": "Neuf"},
    "schedule": {"every": "week", "weekday": "0", "month_day": "1"},
    "sign": {"name": "Nom Entier", "terms_hash": "{hash}", "agree": "on"},
    "step": {"token": "{step_token}", "method": "email", "code": "{step_code}"},
    "stepping": {"token": "{step_token}"},
    "start": {"title": "Neuf", "start": "blank"},
    "sum": {"price": "4200", "message": ""},
    "suspend": {"status": "suspended", "reason": "Parce que"},
    "token": {"token": "{invited}"},
    "transfer": {"amount": "500", "key": "k"},
    "yes": {"answer": "yes"},
    "hook": {"url": "http://127.0.0.1:9/hook", "events": ["*"]},
    "hook_page": {"url": "http://127.0.0.1:9/hook", "types": ["*"]},
    "hook_edit": {"url": "http://127.0.0.1:9/hook", "types": ["*"], "version": 1},
}

API = """
                                                                body     atl vie riv ami oma vis mod fin sta
GET    /api/brands                                              -        200 200 200 200 200 200 200 200 200
GET    /api/brands/search                                       -        200 200 200 200 200 200 200 200 200
GET    /api/brands/me                                           -        200 200 200 404 404 401 404 404 404
GET    /api/brands/{brand}                                      -        200 200 200 200 200 200 200 200 200
PUT    /api/brands/{brand}                                      brand    200 403 404 404 404 401 404 404 404
PATCH  /api/brands/{brand}                                      about    200 403 404 404 404 401 404 404 404
GET    /api/brands/{brand}/members                              -        200 200 404 404 404 401 404 404 404
POST   /api/brands/{brand}/members                              newcomer 202 403 404 404 404 401 404 404 404
PUT    /api/brands/{brand}/members/{member}                     role     200 403 404 404 404 401 404 404 404
DELETE /api/brands/{brand}/members/{member}                     -        204 403 404 404 404 401 404 404 404
GET    /api/brands/{brand}/invitations                          -        200 403 404 404 404 401 404 404 404
POST   /api/brands/{brand}/invitations                          newcomer 202 403 404 404 404 401 404 404 404
DELETE /api/brands/{brand}/invitations/{invitation}             -        204 403 404 404 404 401 404 404 404
POST   /api/brands/{brand}/invitations/{invitation}/resend      -        202 403 404 404 404 401 404 404 404
GET    /api/brands/{brand}/ownership                            -        200 200 404 404 404 401 404 404 404
POST   /api/brands/{brand}/ownership                            heir     201 403 404 404 404 401 404 404 404
DELETE /api/brands/{brand}/ownership                            -        204 403 404 404 404 401 404 404 404
POST   /api/brands/{brand}/ownership/accept                     -        410 204 404 404 404 401 404 404 404
POST   /api/brands/{brand}/ownership/decline                    -        410 204 404 404 404 401 404 404 404
GET    /api/brands/{brand}/spending-limit                       -        200 200 404 404 404 401 404 404 404
PUT    /api/brands/{brand}/spending-limit                       limit    200 403 404 404 404 401 404 404 404
POST   /api/brands/{brand}/leave                                -        409 204 404 404 404 401 404 404 404
POST   /api/invitations/decline                                 token    204 204 204 204 204 401 204 204 204
GET    /api/influencers                                         -        200 200 200 200 200 200 200 200 200
GET    /api/influencers/search                                  -        200 200 200 200 200 200 200 200 200
GET    /api/influencers/me                                      -        404 404 404 200 200 401 404 404 404
GET    /api/influencers/{creator}                               -        200 200 200 200 200 200 200 200 200
PUT    /api/influencers/{creator}                               profile  404 404 404 200 404 401 404 404 404
PATCH  /api/influencers/{creator}                               bio      404 404 404 200 404 401 404 404 404
GET    /api/campaigns                                           -        200 200 200 200 200 200 200 200 200
POST   /api/campaigns                                           draft    201 403 201 403 403 401 403 403 403
GET    /api/campaigns/search                                    -        200 200 200 200 200 200 200 200 200
GET    /api/campaigns/{free}                                    -        200 200 200 200 200 200 200 200 200
GET    /api/campaigns/{draft}                                   -        200 200 404 404 404 404 404 404 404
GET    /api/campaigns/{pending}                                 -        200 200 404 404 404 404 200 200 200
PUT    /api/campaigns/{draft}                                   draft    200 403 404 404 404 401 404 404 404
PATCH  /api/campaigns/{free}                                    draft    200 403 403 403 403 401 403 403 403
DELETE /api/campaigns/{free}                                    -        204 403 403 403 403 401 403 403 403
POST   /api/campaigns/{draft}/submit-for-approval               -        200 403 404 404 404 401 404 404 404
PUT    /api/admin/campaigns/{pending}/approve                   -        403 403 403 403 403 401 200 403 200
PUT    /api/admin/campaigns/{pending}/reject                    reason   403 403 403 403 403 401 200 403 200
POST   /api/campaigns/{free}/apply                              applied  403 403 403 201 201 401 403 403 403
GET    /api/campaigns/{campaign}/applications                   -        200 200 404 200 200 401 404 404 404
PUT    /api/campaigns/{campaign}/applications/{applied}/status  accepted 200 403 404 409 404 401 404 404 404
PUT    /api/campaigns/{offering}/applications/{offered}/status  accepted 409 403 404 200 404 401 404 404 404
GET    /api/applications                                        -        200 200 200 200 200 401 200 200 200
GET    /api/files                                               -        200 200 200 200 200 401 200 200 200
GET    /api/files/{file}                                        -        404 404 404 200 404 401 404 404 404
DELETE /api/files/{file}                                        -        404 404 404 204 404 401 404 404 404
GET    /api/collaborations                                      -        200 200 200 200 200 401 200 200 200
GET    /api/collaborations/{deal}                               -        200 200 404 200 404 401 404 404 404
POST   /api/collaborations/{agreed}/sign                        sign     200 403 404 200 404 401 404 404 404
POST   /api/collaborations/{agreed}/cancel                      reason   200 403 404 200 404 401 404 404 404
POST   /api/collaborations/{untouched}/dispute                  reason   201 403 404 201 404 401 404 404 404
POST   /api/collaborations/{disputed}/evidence                  evidence 404 403 404 200 404 401 404 404 404
GET    /api/collaborations/{deal}/timeline                      -        200 200 404 200 404 401 404 404 404
GET    /api/collaborations/{deal}/deliverables                  -        200 200 404 200 404 401 404 404 404
POST   /api/deliverables/{due}/submissions                      clip     403 403 404 201 404 401 404 404 404
POST   /api/deliverables/{submitted}/review                     approve  200 403 404 403 404 401 404 404 404
POST   /api/deliverables/{approved}/publication                 proof    403 403 404 200 404 401 404 404 404
POST   /api/deliverables/{published}/accept                     -        200 403 404 403 404 401 404 404 404
GET    /api/conversations                                       -        200 200 200 200 200 401 200 200 200
POST   /api/conversations                                       talk     200 200 404 200 404 401 404 404 404
PUT    /api/conversations/mark-all-read                         -        200 200 200 200 200 401 200 200 200
GET    /api/conversations/unread                                -        200 200 200 200 200 401 200 200 200
GET    /api/conversations/manners                               -        200 200 200 200 200 401 200 200 200
PUT    /api/conversations/manners                               manners  200 200 200 200 200 401 200 200 200
GET    /api/conversations/{talk}                                -        200 200 404 200 404 401 404 404 404
GET    /api/conversations/{talk}/messages                       -        200 200 404 200 404 401 404 404 404
POST   /api/conversations/{talk}/messages                       said     201 403 404 201 404 401 404 404 404
GET    /api/conversations/{talk}/changes?since=0                -        200 200 404 200 404 401 404 404 404
PUT    /api/conversations/{talk}/mute                           -        200 200 404 200 404 401 404 404 404
DELETE /api/conversations/{talk}/mute                           -        200 200 404 200 404 401 404 404 404
PUT    /api/conversations/{talk}/pin                            -        200 200 404 200 404 401 404 404 404
DELETE /api/conversations/{talk}/pin                            -        200 200 404 200 404 401 404 404 404
PUT    /api/conversations/{talk}/archive                        -        200 200 404 200 404 401 404 404 404
DELETE /api/conversations/{talk}/archive                        -        200 200 404 200 404 401 404 404 404
PUT    /api/conversations/{talk}/block                          -        204 403 404 204 404 401 404 404 404
DELETE /api/conversations/{talk}/block                          -        204 403 404 204 404 401 404 404 404
POST   /api/conversations/{talk}/report                         reported 201 201 404 201 404 401 404 404 404
PUT    /api/conversations/{talk}/draft                          drafted  204 204 404 204 404 401 404 404 404
GET    /api/messages/search?q=salam                             -        200 200 200 200 200 401 200 200 200
PUT    /api/messages/{said}                                     words    403 403 404 200 404 401 404 404 404
DELETE /api/messages/{said}                                     -        403 403 404 204 404 401 404 404 404
PUT    /api/messages/{said}/read                                -        200 200 404 200 404 401 404 404 404
GET    /api/notifications                                       -        200 200 200 200 200 401 200 200 200
POST   /api/notifications                                       news     403 403 403 403 403 401 403 403 201
PUT    /api/notifications/mark-all-read                         -        200 200 200 200 200 401 200 200 200
GET    /api/notifications/preferences                           -        200 200 200 200 200 401 200 200 200
PUT    /api/notifications/preferences                           habits   200 200 200 200 200 401 200 200 200
GET    /api/notifications/devices                               -        200 200 200 200 200 401 200 200 200
POST   /api/notifications/devices                               browser  201 201 201 201 201 401 201 201 201
DELETE /api/notifications/devices/{push_device}                 -        404 404 404 204 404 401 404 404 404
GET    /api/notifications/unread-count                          -        200 200 200 200 200 401 200 200 200
PUT    /api/notifications/{notice}/saved                        -        404 404 404 200 404 401 404 404 404
DELETE /api/notifications/{notice}/saved                        -        404 404 404 200 404 401 404 404 404
PUT    /api/notifications/{notice}/put-back                     -        404 404 404 200 404 401 404 404 404
PUT    /api/notifications/{notice}/mute                         -        404 404 404 204 404 401 404 404 404
DELETE /api/notifications/{notice}/mute                         -        404 404 404 204 404 401 404 404 404
GET    /api/notifications/{notice}/deliveries                   -        404 404 404 200 404 401 404 404 404
PUT    /api/notifications/{notice}/read                         -        404 404 404 200 404 401 404 404 404
DELETE /api/notifications/{notice}                              -        404 404 404 204 404 401 404 404 404
POST   /api/payments/create-payment-intent                      intent   201 403 404 403 404 401 404 404 404
POST   /api/payments/confirm-payment                            payment  200 200 404 404 404 401 404 404 404
GET    /api/payments/history                                    -        200 200 200 200 200 401 200 200 200
POST   /api/payments/quote                                      quote    200 200 200 200 200 200 200 200 200
GET    /api/payments/rates                                      -        200 200 200 200 200 401 200 200 200
GET    /api/payments/approvals                                  -        200 200 200 200 200 401 200 200 200
POST   /api/payments/approvals                                  large    201 403 404 403 404 401 404 404 404
GET    /api/payments/approvals/{approval}                       -        200 200 404 404 404 401 404 404 404
POST   /api/payments/approvals/{approval}/approve               -        200 403 404 404 404 401 404 404 404
POST   /api/payments/approvals/{approval}/refuse                -        200 403 404 404 404 401 404 404 404
GET    /api/payments/invoices                                   -        200 200 200 200 200 401 200 200 200
GET    /api/payments/invoices/{fee_invoice}                     -        200 200 404 404 404 401 404 404 404
GET    /api/payments/invoices/{fee_invoice}/pdf                 -        200 200 404 404 404 401 404 404 404
GET    /api/finances/tax-documents                              -        200 200 200 200 200 401 200 200 200
GET    /api/finances/tax-documents/{statement}                  -        404 404 404 200 404 401 404 404 404
GET    /api/finances/tax-documents/{statement}/pdf              -        404 404 404 200 404 401 404 404 404
GET    /api/finances/earnings                                   -        403 403 403 200 200 401 403 403 403
GET    /api/finances/payout-methods                             -        403 403 403 200 200 401 403 403 403
POST   /api/finances/payout-methods                             rib      403 403 403 201 201 401 403 403 403
GET    /api/finances/tax-profile                                -        200 200 200 200 200 401 403 403 403
PUT    /api/finances/tax-profile                                taxed    200 403 200 200 200 401 403 403 403
GET    /api/finances/stripe-account                             -        403 403 403 200 404 401 403 403 403
DELETE /api/finances/payout-methods/{method}                    -        404 404 404 204 404 401 404 404 404
PUT    /api/finances/payout-methods/{method}/default            -        404 404 404 200 404 401 404 404 404
GET    /api/finances/payout-schedule                            -        403 403 403 200 200 401 403 403 403
PUT    /api/finances/payout-schedule                            schedule 403 403 403 200 200 401 403 403 403
POST   /api/finances/request-payout                             payout   403 403 403 201 409 401 403 403 403
GET    /api/finances/payouts                                    -        200 200 200 200 200 401 200 200 200
GET    /api/finances/payouts/{payout}                           -        404 404 404 200 404 401 404 404 404
POST   /api/finances/payouts/{payout}/cancel                    -        404 404 404 200 404 401 404 404 404
GET    /api/webhooks                                            -        200 403 200 200 200 401 403 403 403
POST   /api/webhooks                                            hook     201 403 201 201 201 401 403 403 403
GET    /api/webhooks/events                                     -        200 200 200 200 200 200 200 200 200
GET    /api/webhooks/{hook}                                     -        200 403 404 404 404 401 404 404 404
PUT    /api/webhooks/{hook}                                     hook     200 403 404 404 404 401 404 404 404
PATCH  /api/webhooks/{hook}                                     -        200 403 404 404 404 401 404 404 404
DELETE /api/webhooks/{hook}                                     -        204 403 404 404 404 401 404 404 404
POST   /api/webhooks/{hook}/test                                -        202 403 404 404 404 401 404 404 404
GET    /api/webhooks/{hook}/secret                              -        200 403 404 404 404 401 404 404 404
POST   /api/webhooks/{hook}/rotate-secret                       -        200 403 404 404 404 401 404 404 404
POST   /api/webhooks/{hook}/disable                             -        200 403 404 404 404 401 404 404 404
POST   /api/webhooks/{own_hook}/enable                          -        404 404 404 200 404 401 404 404 404
GET    /api/webhooks/{hook}/deliveries                          -        200 403 404 404 404 401 404 404 404
GET    /api/webhooks/deliveries/{hook_call}                     -        200 403 404 404 404 401 404 404 404
POST   /api/webhooks/deliveries/{hook_call}/replay              -        202 403 404 404 404 401 404 404 404
GET    /api/admin/payouts                                       -        403 403 403 403 403 401 200 200 200
PUT    /api/admin/payouts/{payout}/approve                      -        403 403 403 403 403 401 403 200 200
GET    /api/admin/gateways                                      -        403 403 403 403 403 401 403 200 200
PUT    /api/admin/gateways/sandbox                              drain    403 403 403 403 403 401 403 200 200
GET    /api/admin/payout-batches                                -        403 403 403 403 403 401 200 200 200
POST   /api/admin/payout-batches                                -        403 403 403 403 403 401 403 201 201
PUT    /api/admin/payout-batches/{batch}/cancel                 -        403 403 403 403 403 401 403 200 200
GET    /api/admin/payout-batches/{released}/file/csv            -        403 403 403 403 403 401 403 200 200
POST   /api/admin/statements                                    releve   403 403 403 403 403 401 403 201 201
GET    /api/admin/statement-lines                               -        403 403 403 403 403 401 403 200 200
POST   /api/admin/statement-lines/{line}/match                  stray    403 403 403 403 403 401 403 201 201
PUT    /api/admin/matches/{match}/refuse                        -        403 403 403 403 403 401 403 200 200
GET    /api/admin/ledger/check                                  -        403 403 403 403 403 401 403 200 200
GET    /api/admin/ledger/books?deal={deal}                      -        403 403 403 403 403 401 403 200 200
GET    /api/admin/ledger/runs                                   -        403 403 403 403 403 401 403 200 200
POST   /api/admin/ledger/runs                                   -        403 403 403 403 403 401 403 201 201
GET    /api/admin/ledger/trial-balance                          -        403 403 403 403 403 401 403 200 200
GET    /api/admin/ledger/trial-balance.csv                      -        403 403 403 403 403 401 403 200 200
GET    /api/admin/ledger/ageing                                 -        403 403 403 403 403 401 403 200 200
GET    /api/admin/ledger/trace?deal={deal}                      -        403 403 403 403 403 401 403 200 200
POST   /api/auth/register                                       register 202 202 202 202 202 202 202 202 202
POST   /api/auth/verify-email                                   code     201 201 201 201 201 201 201 201 201
POST   /api/auth/resend-code                                    awaited  202 202 202 202 202 202 202 202 202
POST   /api/auth/login                                          login    202 202 202 202 202 202 202 202 202
POST   /api/auth/second-step                                    step     202 202 202 202 202 202 202 202 202
POST   /api/auth/second-step/send                               stepping 202 202 202 202 202 202 202 202 202
POST   /api/auth/passkey/options                                -        200 200 200 200 200 200 200 200 200
POST   /api/auth/proof                                          mine     202 202 202 202 202 401 202 202 202
GET    /api/auth/factors                                        -        200 200 200 200 200 401 200 200 200
POST   /api/auth/factors/totp                                   -        200 200 200 200 200 401 200 200 200
DELETE /api/auth/factors/totp                                   -        204 204 204 204 204 401 409 409 409
DELETE /api/auth/factors/sms                                    -        204 204 204 204 204 401 204 204 204
POST   /api/auth/factors/recovery-codes                         -        200 200 200 200 200 401 200 200 200
POST   /api/auth/factors/passkeys/options                       -        200 200 200 200 200 401 200 200 200
DELETE /api/auth/factors/passkeys/{passkey}                     -        404 404 404 204 404 401 404 404 404
POST   /api/auth/email                                          moved    202 202 202 202 202 401 202 202 202
POST   /api/auth/change-password                                password 204 204 204 204 204 401 204 204 204
GET    /api/auth/sign-ins                                       -        200 200 200 200 200 401 200 200 200
DELETE /api/auth/sign-ins                                       -        204 204 204 204 204 401 204 204 204
DELETE /api/auth/sign-ins/{sign_in}                             -        404 404 404 204 404 401 404 404 404
GET    /api/auth/validate-reset-token/{reset}                   -        200 200 200 200 200 200 200 200 200
POST   /api/auth/forgot-password                                forgot   202 202 202 202 202 202 202 202 202
POST   /api/auth/reset-password                                 reset    204 204 204 204 204 204 204 204 204
GET    /api/auth/admin/password-reset-tokens                    -        403 403 403 403 403 401 403 403 200
POST   /api/auth/admin/cleanup-expired-tokens                   -        403 403 403 403 403 401 403 403 200
DELETE /api/auth/admin/cleanup-expired-tokens                   -        403 403 403 403 403 401 403 403 200
GET    /auth/validate-reset-token/{reset}                       -        200 200 200 200 200 200 200 200 200
POST   /auth/forgot-password                                    forgot   202 202 202 202 202 202 202 202 202
POST   /auth/reset-password                                     reset    204 204 204 204 204 204 204 204 204
GET    /auth/admin/password-reset-tokens                        -        403 403 403 403 403 401 403 403 200
POST   /auth/admin/cleanup-expired-tokens                       -        403 403 403 403 403 401 403 403 200
DELETE /auth/admin/cleanup-expired-tokens                       -        403 403 403 403 403 401 403 403 200
GET    /api/users/profile                                       -        200 200 200 200 200 401 200 200 200
PUT    /api/users/profile                                       me       200 200 200 200 200 401 200 200 200
PATCH  /api/users/profile                                       me       200 200 200 200 200 401 200 200 200
PUT    /api/users/profile/picture                               photo    200 200 200 200 200 401 200 200 200
DELETE /api/users/profile/picture                               -        200 200 200 200 200 401 200 200 200
PUT    /api/influencers/{creator}/portrait                      photo    404 404 404 200 404 401 404 404 404
DELETE /api/influencers/{creator}/portrait                      -        404 404 404 200 404 401 404 404 404
PUT    /api/brands/{brand}/logo                                 photo    200 403 404 404 404 401 404 404 404
DELETE /api/brands/{brand}/logo                                 -        200 403 404 404 404 401 404 404 404
GET    /api/users/search?q=amina                                -        200 200 200 200 200 401 200 200 200
GET    /api/admin/users                                         -        403 403 403 403 403 401 200 403 200
GET    /api/admin/users/{amina}                                 -        403 403 403 403 403 401 200 403 200
PUT    /api/admin/users/{amina}/status                          suspend  403 403 403 403 403 401 200 403 200
DELETE /api/admin/users/{amina}                                 -        403 403 403 403 403 401 204 403 204
DELETE /api/users/account                                       -        409 202 202 409 202 401 409 409 409
POST   /api/users/account/keep                                  -        204 204 204 204 204 401 204 204 204
GET    /api/privacy/consents                                    -        200 200 200 200 200 401 200 200 200
PUT    /api/privacy/consents                                    consents 200 200 200 200 200 401 200 200 200
GET    /api/privacy/exports                                     -        200 200 200 200 200 401 200 200 200
POST   /api/privacy/exports                                     -        202 202 202 202 202 401 202 202 202
GET    /api/privacy/exports/{copy}/file                         -        404 404 404 200 404 401 404 404 404
GET    /api/privacy/requests                                    -        200 200 200 200 200 401 200 200 200
POST   /api/privacy/requests                                    opposition 201 201 201 201 201 401 201 201 201
GET    /api/plans                                               -        200 200 200 200 200 200 200 200 200
GET    /api/subscription                                        -        200 200 204 403 403 401 403 403 403
POST   /api/subscription                                        plan     200 403 200 403 403 401 403 403 403
GET    /api/subscription/card                                   -        204 204 204 403 403 401 403 403 403
GET    /api/subscription/charges                                -        200 200 200 200 200 401 200 200 200
GET    /api/schema                                              -        200 200 200 200 200 200 200 200 200
GET    /api/docs                                                -        200 200 200 200 200 200 200 200 200
GET    /api/redoc                                               -        200 200 200 200 200 200 200 200 200
"""

PAGES = """
                                                                body     atl vie riv ami oma vis mod fin sta
GET    /                                                        -        302 302 302 302 302 302 302 302 302
GET    /sw.js                                                   -        200 200 200 200 200 200 200 200 200
GET    /robots.txt                                              -        200 200 200 200 200 200 200 200 200
GET    /.well-known/security.txt                                -        200 200 200 200 200 200 200 200 200
GET    /langue/ar                                               -        302 302 302 302 302 302 302 302 302
GET    /apparence/dark                                          -        302 302 302 302 302 302 302 302 302
POST   /i18n/setlang/                                           language 302 302 302 302 302 302 302 302 302
GET    /dev/mails                                               -        200 200 200 200 200 200 200 200 200
GET    /dev/mails/{letter}                                      -        200 200 200 200 200 200 200 200 200
GET    /dev/mails/{letter}/html                                 -        200 200 200 200 200 200 200 200 200
GET    /admin/                                                  -        302 302 302 302 302 302 200 200 200
GET    /fr/                                                     -        200 200 200 200 200 200 200 200 200
GET    /fr/marques                                              -        200 200 200 200 200 200 200 200 200
GET    /fr/createurs                                            -        200 200 200 200 200 200 200 200 200
GET    /fr/etat                                                 -        200 200 200 200 200 200 200 200 200
GET    /fr/tarifs                                               -        200 200 200 200 200 200 200 200 200
GET    /fr/connexion                                            -        302 302 302 302 302 200 302 302 302
GET    /fr/inscription                                          -        302 302 302 302 302 200 302 302 302
GET    /media/{photo}-128.webp                                  -        200 200 200 200 200 200 200 200 200
GET    /admin/regard/{amina}                                    -        403 403 403 403 403 in  200 403 200
POST   /admin/regard/{amina}                                    reason   403 403 403 403 403 in  302 403 302
POST   /regard/fin                                              -        302 302 302 302 302 302 302 302 302
GET    /fr/reglages/compte                                      -        200 200 200 200 200 in  200 200 200
POST   /fr/reglages/compte                                      account  302 302 302 302 302 in  302 302 302
POST   /fr/reglages/compte/photo                                remove   302 302 302 302 302 in  302 302 302
POST   /fr/createur/profil/photo                                remove   403 403 403 302 302 in  403 403 403
POST   /fr/marque/profil/logo                                   remove   302 403 302 403 403 in  403 403 403
GET    /fr/verifier                                             -        302 302 302 302 302 302 302 302 302
POST   /fr/verifier/encore                                      -        302 302 302 302 302 302 302 302 302
GET    /fr/verifier/{link}                                      -        302 302 302 302 302 302 302 302 302
POST   /fr/connexion/cle/defi                                   -        200 200 200 200 200 200 200 200 200
GET    /fr/confirmer                                            -        200 200 200 200 200 in  200 200 200
POST   /fr/confirmer                                            mine     302 302 302 302 302 in  302 302 302
GET    /fr/confirmer/etape                                      -        302 302 302 302 302 in  302 302 302
GET    /fr/reglages/securite/application                        -        200 200 200 200 200 in  200 200 200
POST   /fr/reglages/securite/application/retirer                -        302 302 302 302 302 in  409 409 409
GET    /fr/reglages/securite/telephone/code                     -        302 302 302 302 302 in  302 302 302
POST   /fr/reglages/securite/telephone/encore                   -        302 302 302 302 302 in  302 302 302
POST   /fr/reglages/securite/telephone/retirer                  -        302 302 302 302 302 in  302 302 302
GET    /fr/reglages/securite/codes                              -        302 302 302 302 302 in  302 302 302
POST   /fr/reglages/securite/codes/gardes                       -        302 302 302 302 302 in  302 302 302
POST   /fr/reglages/securite/codes/nouveaux                     -        302 302 302 302 302 in  302 302 302
GET    /fr/reglages/securite/cles                               -        200 200 200 200 200 in  200 200 200
POST   /fr/reglages/securite/cles/defi                          -        200 200 200 200 200 in  200 200 200
POST   /fr/reglages/securite/cles/{passkey}/retirer             -        404 404 404 302 404 in  404 404 404
POST   /fr/reglages/securite/sites/google/retirer               -        404 404 404 302 404 in  404 404 404
GET    /fr/reglages/adresse                                     -        200 200 200 200 200 in  200 200 200
POST   /fr/reglages/adresse                                     moved    302 302 302 302 302 in  302 302 302
GET    /fr/reglages/adresse/code                                -        302 302 302 302 302 in  302 302 302
GET    /fr/reglages/securite                                    -        200 200 200 200 200 in  200 200 200
POST   /fr/reglages/securite/mot-de-passe                       password 302 302 302 302 302 in  302 302 302
POST   /fr/reglages/securite/autres                             -        302 302 302 302 302 in  302 302 302
POST   /fr/reglages/securite/{sign_in}                          -        404 404 404 302 404 in  404 404 404
GET    /fr/reglages/donnees                                     -        200 200 200 200 200 in  200 200 200
GET    /fr/reglages/donnees/textes                              -        200 200 200 200 200 in  200 200 200
POST   /fr/reglages/donnees/textes                              agreed   302 302 302 302 302 in  302 302 302
POST   /fr/reglages/donnees/nouvelles                           -        302 302 302 302 302 in  302 302 302
POST   /fr/reglages/donnees/copie                               -        302 302 302 302 302 in  302 302 302
GET    /fr/reglages/donnees/copie/etat                          -        200 200 200 200 200 in  200 200 200
GET    /fr/reglages/donnees/copie/{copy}                        -        404 404 404 200 404 in  404 404 404
POST   /fr/reglages/donnees/demande                             opposition 302 302 302 302 302 in  302 302 302
GET    /fr/reglages/donnees/supprimer                           -        200 200 200 200 200 in  200 200 200
POST   /fr/reglages/donnees/supprimer                           -        409 200 200 409 200 in  409 409 409
POST   /fr/reglages/donnees/garder                              -        302 302 302 302 302 in  302 302 302
GET    /fr/mot-de-passe/oublie                                  -        200 200 200 200 200 200 200 200 200
POST   /fr/mot-de-passe/oublie                                  forgot   302 302 302 302 302 302 302 302 302
GET    /fr/mot-de-passe/oublie/courrier                         -        200 200 200 200 200 200 200 200 200
GET    /fr/mot-de-passe/nouveau/{reset}                         -        302 302 302 302 302 302 302 302 302
POST   /fr/deconnexion                                          -        302 302 302 302 302 302 302 302 302
GET    /fr/bienvenue                                            -        200 200 200 200 200 in  302 302 302
GET    /fr/invitation/{invited}                                 -        302 302 302 302 302 302 302 302 302
POST   /fr/invitation/changer                                   -        302 302 302 302 302 302 302 302 302
GET    /fr/b/{brand_slug}                                       -        200 200 200 200 200 200 200 200 200
GET    /fr/marque/profil                                        -        200 200 200 403 403 in  403 403 403
POST   /fr/marque/profil/about                                  brand    200 403 200 403 403 in  403 403 403
POST   /fr/marque/profil/equipe                                 invite   302 403 422 403 403 in  403 403 403
GET    /fr/marque/profil/equipe                                 -        200 200 200 403 403 in  403 403 403
POST   /fr/marque/profil/equipe/limite                          no_limit 302 403 302 403 403 in  403 403 403
GET    /fr/marque/profil/equipe/quitter                         -        200 200 200 403 403 in  403 403 403
POST   /fr/marque/profil/equipe/quitter                         -        409 302 409 403 403 in  403 403 403
POST   /fr/marque/profil/equipe/invitations/{invitation}/renvoyer -        302 403 404 403 403 in  403 403 403
POST   /fr/marque/profil/equipe/invitations/{invitation}/retirer -        302 403 404 403 403 in  403 403 403
POST   /fr/marque/profil/equipe/cession/accepter                -        410 302 410 403 403 in  403 403 403
POST   /fr/marque/profil/equipe/cession/refuser                 -        410 302 410 403 403 in  403 403 403
POST   /fr/marque/profil/equipe/cession/retirer                 -        302 403 410 403 403 in  403 403 403
GET    /fr/marque/profil/equipe/{member}/ceder                  -        200 403 404 403 403 in  403 403 403
POST   /fr/marque/profil/equipe/{member}/ceder                  -        302 403 404 403 403 in  403 403 403
POST   /fr/marque/profil/equipe/{member}                        role     302 403 404 403 403 in  403 403 403
POST   /fr/marque/profil/equipe/{member}/retirer                -        302 403 404 403 403 in  403 403 403
GET    /fr/marque                                               -        200 200 200 403 403 in  403 403 403
GET    /fr/marque/campagnes                                     -        200 200 200 403 403 in  403 403 403
GET    /fr/marque/campagnes/nouvelle                            -        200 403 200 403 403 in  403 403 403
POST   /fr/marque/campagnes/nouvelle                            start    302 403 302 403 403 in  403 403 403
GET    /fr/marque/campagnes/{campaign}                          -        200 200 404 404 404 in  404 404 404
GET    /fr/marque/campagnes/{draft}/modifier/1                  -        200 403 404 404 404 in  404 404 404
POST   /fr/marque/campagnes/{draft}/modifier/1                  goal     302 403 404 404 404 in  404 404 404
GET    /fr/marque/campagnes/{draft}/estimation                  -        200 200 404 404 404 in  404 404 404
POST   /fr/marque/campagnes/{campaign}/dupliquer                -        302 403 404 404 404 in  404 404 404
GET    /fr/marque/campagnes/{free}/annuler                      -        200 403 404 404 404 in  404 404 404
POST   /fr/marque/campagnes/{free}/annuler                      cancel   302 403 404 404 404 in  404 404 404
GET    /fr/marque/campagnes/{campaign}/candidatures             -        200 200 404 404 404 in  404 404 404
POST   /fr/marque/candidatures/{applied}/retenir                -        200 403 404 404 404 in  404 404 404
GET    /fr/marque/candidatures/{applied}/offre                  -        200 403 404 404 404 in  404 404 404
POST   /fr/marque/candidatures/{applied}/offre                  sum      200 403 404 404 404 in  404 404 404
GET    /fr/marque/candidatures/{applied}/accepter               -        200 403 404 404 404 in  404 404 404
POST   /fr/marque/candidatures/{applied}/accepter               price    200 403 404 404 404 in  404 404 404
POST   /fr/marque/candidatures/{applied}/decliner               -        200 403 404 404 404 in  404 404 404
GET    /fr/candidatures/{applied}/repondre                      -        200 403 404 409 404 in  404 404 404
GET    /fr/candidatures/{applied}/repondre/accepter             -        200 403 404 409 404 in  404 404 404
POST   /fr/candidatures/{applied}/repondre/accepter             price    200 403 404 409 404 in  404 404 404
GET    /fr/candidatures/{offered}/repondre/proposer             -        409 403 404 200 404 in  404 404 404
POST   /fr/candidatures/{offered}/repondre/proposer             sum      409 403 404 200 404 in  404 404 404
GET    /fr/candidatures/{offered}/repondre/decliner             -        409 403 404 200 404 in  404 404 404
POST   /fr/candidatures/{offered}/repondre/decliner             -        409 403 404 200 404 in  404 404 404
GET    /fr/marque/offres/{signed}/paiement                      -        200 200 404 404 404 in  404 404 404
POST   /fr/marque/offres/{large}/accord                         -        302 403 404 404 404 in  404 404 404
GET    /fr/contrats                                             -        200 200 200 200 200 in  200 200 200
GET    /fr/contrats/{deal}                                      -        200 200 404 200 404 in  404 404 404
POST   /fr/contrats/{agreed}/signer                             sign     302 403 404 302 404 in  404 404 404
GET    /fr/contrats/{agreed}/annuler                            -        200 403 404 200 404 in  404 404 404
POST   /fr/contrats/{agreed}/annuler                            reason   302 403 404 302 404 in  404 404 404
GET    /fr/contrats/{untouched}/litige                          -        200 403 404 200 404 in  404 404 404
POST   /fr/contrats/{untouched}/litige                          reason   302 403 404 302 404 in  404 404 404
POST   /fr/contrats/{disputed}/litige/pieces                    evidence 302 403 404 302 404 in  404 404 404
GET    /fr/contrats/{deal}/livrables/1                          -        200 200 404 302 404 in  404 404 404
POST   /fr/contrats/{deal}/livrables/1                          approve  302 403 404 302 404 in  404 404 404
GET    /fr/contrats/{deal}/livrables/3/accepter                 -        200 403 404 403 404 in  404 404 404
POST   /fr/contrats/{deal}/livrables/3/accepter                 -        302 403 404 403 404 in  404 404 404
GET    /fr/campagnes                                            -        200 200 200 200 200 200 200 200 200
GET    /fr/campagnes/{free_slug}                                -        200 200 200 200 200 200 200 200 200
GET    /fr/campagnes/{free_slug}/postuler                       -        403 403 403 200 200 in  403 403 403
POST   /fr/campagnes/{free_slug}/postuler                       pitch    403 403 403 302 302 in  403 403 403
GET    /fr/createur                                             -        403 403 403 200 200 in  403 403 403
GET    /fr/createur/campagnes                                   -        403 403 403 200 200 in  403 403 403
GET    /fr/createur/calcul                                      -        403 403 403 200 200 in  403 403 403
GET    /fr/createur/candidatures                                -        403 403 403 200 200 in  403 403 403
GET    /fr/createur/candidatures/{applied}                      -        403 403 403 200 404 in  403 403 403
POST   /fr/createur/candidatures/{applied}/retirer              -        403 403 403 302 404 in  403 403 403
GET    /fr/contrats/{untouched}/livrer/1                        -        403 403 403 200 404 in  403 403 403
POST   /fr/contrats/{untouched}/livrer/1                        clip     403 403 403 302 404 in  403 403 403
GET    /fr/createurs/recherche                                  -        200 200 200 200 200 200 200 200 200
GET    /fr/c/{handle}                                           -        200 200 200 200 200 200 200 200 200
GET    /fr/createur/profil                                      -        403 403 403 200 200 in  403 403 403
POST   /fr/createur/profil/about                                identity 403 403 403 200 200 in  403 403 403
GET    /fr/createur/offres                                      -        403 403 403 200 200 in  403 403 403
GET    /fr/createur/offres/nouvelle                             -        403 403 403 200 200 in  403 403 403
POST   /fr/createur/offres/nouvelle                             package  403 403 403 302 302 in  403 403 403
GET    /fr/createur/offres/{package}                            -        403 403 403 200 404 in  403 403 403
POST   /fr/createur/offres/{package}/retirer                    -        403 403 403 302 404 in  403 403 403
GET    /fr/courrier/desabonnement/{no_news}                     -        200 200 200 200 200 200 200 200 200
POST   /fr/courrier/desabonnement/{no_news}                     -        200 200 200 200 200 200 200 200 200
GET    /fr/messages                                             -        200 200 200 200 200 in  200 200 200
GET    /fr/messages/recherche?q=salam                           -        200 200 200 200 200 in  200 200 200
POST   /fr/messages/tout-lire                                   -        302 302 302 302 302 in  302 302 302
POST   /fr/messages/ouvrir                                      talk     302 302 404 302 404 in  404 404 404
POST   /fr/messages/ouvrir?to=creator                           to_ami   302 403 302 403 403 in  403 403 403
GET    /fr/messages/recherche?q=salam&dans={talk}               -        200 200 404 200 404 in  404 404 404
GET    /fr/messages/{talk}                                      -        200 200 404 200 404 in  404 404 404
GET    /fr/messages/{talk}/nouveaux?depuis=0                    -        200 200 404 200 404 in  404 404 404
POST   /fr/messages/{talk}/envoyer                              said     200 403 404 200 404 in  404 404 404
POST   /fr/messages/{talk}/brouillon                            words    204 204 404 204 404 in  404 404 404
POST   /fr/messages/{talk}/lu                                   -        204 204 404 204 404 in  404 404 404
POST   /fr/messages/{talk}/garder                               pinned   302 302 404 302 404 in  404 404 404
POST   /fr/messages/{talk}/bloquer                              pinned   302 403 404 302 404 in  404 404 404
GET    /fr/messages/{talk}/signaler                             -        200 200 404 200 404 in  404 404 404
POST   /fr/messages/{talk}/signaler                             reported 302 302 404 302 404 in  404 404 404
GET    /fr/messages/message/{said}/modifier                     -        403 403 404 200 404 in  404 404 404
POST   /fr/messages/message/{said}/modifier                     words    403 403 404 302 404 in  404 404 404
GET    /fr/messages/message/{said}/retirer                      -        403 403 404 200 404 in  404 404 404
POST   /fr/messages/message/{said}/retirer                      -        403 403 404 302 404 in  404 404 404
GET    /fr/reglages/webhooks                                    -        200 403 200 200 200 in  403 403 403
GET    /fr/reglages/webhooks/nouveau                            -        200 403 200 200 200 in  403 403 403
POST   /fr/reglages/webhooks/nouveau                            hook_page 302 403 302 302 302 in  403 403 403
GET    /fr/reglages/webhooks/{hook}                             -        200 403 404 404 404 in  404 404 404
GET    /fr/reglages/webhooks/{hook}/modifier                    -        200 403 404 404 404 in  404 404 404
POST   /fr/reglages/webhooks/{hook}/modifier                    hook_edit 302 403 404 404 404 in  404 404 404
GET    /fr/reglages/webhooks/{hook}/cle                         -        200 403 404 404 404 in  404 404 404
POST   /fr/reglages/webhooks/{hook}/cle                         -        302 403 404 404 404 in  404 404 404
POST   /fr/reglages/webhooks/{hook}/essai                       -        302 403 404 404 404 in  404 404 404
POST   /fr/reglages/webhooks/{hook}/couper                      -        302 403 404 404 404 in  404 404 404
POST   /fr/reglages/webhooks/{own_hook}/activer                 -        404 404 404 302 404 in  404 404 404
GET    /fr/reglages/webhooks/{hook}/retirer                     -        200 403 404 404 404 in  404 404 404
POST   /fr/reglages/webhooks/{hook}/retirer                     -        302 403 404 404 404 in  404 404 404
GET    /fr/reglages/webhooks/appels/{hook_call}                 -        200 403 404 404 404 in  404 404 404
POST   /fr/reglages/webhooks/appels/{hook_call}/rejouer         -        302 403 404 404 404 in  404 404 404
GET    /fr/notifications                                        -        200 200 200 200 200 in  200 200 200
GET    /fr/notifications/nouveautes                             -        200 200 200 200 200 in  200 200 200
POST   /fr/notifications/tout-lire                              -        302 302 302 302 302 in  302 302 302
GET    /fr/notifications/{notice}                               -        404 404 404 302 404 in  404 404 404
POST   /fr/notifications/{notice}/lire                          -        404 404 404 302 404 in  404 404 404
POST   /fr/notifications/{notice}/retirer                       -        404 404 404 302 404 in  404 404 404
POST   /fr/notifications/{notice}/garder                        -        404 404 404 302 404 in  404 404 404
POST   /fr/notifications/{notice}/silence                       -        404 404 404 302 404 in  404 404 404
POST   /fr/notifications/remettre                               -        302 302 302 302 302 in  302 302 302
POST   /fr/notifications/lot                                    -        302 302 302 302 302 in  302 302 302
GET    /fr/notifications/{notice}/envois                        -        404 404 404 200 404 in  404 404 404
GET    /fr/reglages/notifications                               -        200 200 200 200 200 in  200 200 200
POST   /fr/reglages/notifications                               habits   302 302 302 302 302 in  302 302 302
GET    /fr/reglages/notifications/apercu                        -        200 200 200 200 200 in  200 200 200
POST   /fr/reglages/notifications/essai                         -        302 302 302 302 302 in  302 302 302
POST   /fr/reglages/notifications/appareils/{push_device}/retirer -      404 404 404 302 404 in  404 404 404
GET    /fr/createur/gains                                       -        403 403 403 200 200 in  403 403 403
GET    /fr/createur/gains/rib                                   -        403 403 403 200 200 in  403 403 403
POST   /fr/createur/gains/rib                                   rib      403 403 403 302 302 in  403 403 403
GET    /fr/createur/gains/comptes                               -        403 403 403 200 200 in  403 403 403
POST   /fr/createur/gains/comptes/calendrier                    schedule 403 403 403 302 302 in  403 403 403
POST   /fr/createur/gains/comptes/{method}/principal            -        403 403 403 302 404 in  403 403 403
GET    /fr/createur/gains/comptes/{method}/retirer              -        403 403 403 200 404 in  403 403 403
POST   /fr/createur/gains/comptes/{method}/retirer              -        403 403 403 302 404 in  403 403 403
GET    /fr/createur/gains/virement?amount=500                   -        403 403 403 200 302 in  403 403 403
POST   /fr/createur/gains/virement/{payout}/annuler             -        403 403 403 302 404 in  403 403 403
POST   /fr/createur/gains/virement                              transfer 403 403 403 302 409 in  403 403 403
GET    /fr/createur/fiscal                                      -        403 403 403 200 200 in  403 403 403
POST   /fr/createur/fiscal                                      taxed    403 403 403 302 302 in  403 403 403
POST   /fr/createur/fiscal/justificatif                         -        403 403 403 302 302 in  403 403 403
GET    /fr/createur/gains/stripe                                -        403 403 403 200 200 in  403 403 403
GET    /fr/marque/finances                                      -        200 200 200 403 403 in  403 403 403
GET    /fr/marque/fiscal                                        -        200 200 200 403 403 in  403 403 403
POST   /fr/marque/fiscal                                        taxed    302 403 302 403 403 in  403 403 403
POST   /fr/marque/fiscal/justificatif                           -        302 403 302 403 403 in  403 403 403
GET    /fr/marque/finances/accords                              -        200 200 200 403 403 in  403 403 403
GET    /fr/marque/finances/accords/{approval}                   -        200 200 404 403 403 in  403 403 403
POST   /fr/marque/finances/accords/{approval}                   yes      302 403 404 403 403 in  403 403 403
GET    /fr/marque/formule                                       -        200 200 200 403 403 in  403 403 403
GET    /fr/marque/formule/choisir?plan=pro                      -        200 403 200 403 403 in  403 403 403
POST   /fr/marque/formule/choisir                               plan     302 403 302 403 403 in  403 403 403
GET    /fr/marque/formule/carte                                 -        302 302 302 403 403 in  403 403 403
GET    /fr/marque/finances/documents                            -        200 200 200 403 403 in  403 403 403
GET    /fr/marque/finances/exports                              -        200 200 200 403 403 in  403 403 403
GET    /fr/marque/finances/exports/fichier?{period}             -        200 200 200 403 403 in  403 403 403
GET    /fr/createur/documents                                   -        403 403 403 200 200 in  403 403 403
GET    /fr/createur/documents/exports                           -        403 403 403 200 200 in  403 403 403
GET    /fr/createur/documents/exports/fichier?{period}          -        403 403 403 200 200 in  403 403 403
GET    /fr/createur/documents/mandat                            -        403 403 403 200 200 in  403 403 403
POST   /fr/createur/documents/mandat                            mandate  403 403 403 302 302 in  403 403 403
GET    /fr/documents/{fee_invoice}.pdf                          -        200 200 404 404 404 in  404 404 404
GET    /fr/paiement/{payment}                                   -        302 403 404 404 404 in  404 404 404
GET    /fr/paiement/retour/{payment}                            -        200 200 404 404 404 in  404 404 404
"""

# Doors that ask for a proof of their own, the same for everybody: the tests of their apps send it.
OWN_PROOF = {
    "fr/verifier/lien": "the link of a letter (influmaroc/tests/test_registration.py)",
    "fr/connexion/avec/<slug:provider>": "a site that is configured (influmaroc/tests/test_social.py)",
    "fr/connexion/etape": "a right password before (accounts/tests/test_second_step_views.py)",
    "fr/connexion/etape/courrier": "a right password before (accounts/tests/test_second_step_views.py)",
    "fr/connexion/etape/cle": "a right password before (accounts/tests/test_second_step_views.py)",
    "fr/connexion/cle": "the answer of a passkey (accounts/tests/test_passkeys.py)",
    "fr/connexion/premiere-cle": "a right password before (accounts/tests/test_second_step_views.py)",
    "fr/createur/gains/comptes/paypal": "PayPal payouts set up (payments/tests/test_payout_pages.py)",
    "fr/reglages/securite/telephone": "a provider of SMS (accounts/tests/test_sms.py)",
    "fr/confirmer/etape/courrier": "a right password before (accounts/tests/test_second_step_views.py)",
    "fr/confirmer/etape/cle": "a right password before (accounts/tests/test_second_step_views.py)",
    "api/auth/second-step/options": "a right password before (accounts/tests/test_passkeys.py)",
    "api/auth/passkey": "the answer of a passkey (accounts/tests/test_passkeys.py)",
    "api/auth/proof/send": "a right password before (accounts/tests/test_factors.py)",
    "api/auth/proof/options": "a right password before (accounts/tests/test_passkeys.py)",
    "api/auth/factors/passkeys": "the answer of a passkey (accounts/tests/test_passkeys.py)",
    "PUT api/auth/proof": "a right password before (accounts/tests/test_factors.py)",
    "POST api/auth/factors/sms": "a provider of SMS (accounts/tests/test_sms.py)",
    "PUT api/auth/factors/sms": "the code of an SMS (accounts/tests/test_sms.py)",
    "PUT api/auth/factors/totp": "the code of an app (accounts/tests/test_factors.py)",
    "PUT api/auth/email": "the code of a letter (accounts/tests/test_factors.py)",
    "POST api/subscription/card": "Stripe (plans/tests/stripe/test_card.py)",
    "DELETE api/subscription/card": "a page open at Stripe (plans/tests/stripe/test_card.py)",
    "api/subscription/card/change": "a plan paid at Stripe (plans/tests/stripe/test_card.py)",
    "fr/marque/formule/carte/continuer": "a page open at Stripe (plans/tests/stripe/test_card.py)",
    "fr/marque/formule/carte/renoncer": "a page open at Stripe (plans/tests/stripe/test_card.py)",
    "fr/marque/formule/carte/changer": "a plan paid at Stripe (plans/tests/stripe/test_card.py)",
    "fr/invitation": "the link of a letter (influmaroc/tests/test_invited.py)",
    "api/invitations/accept": "the token of a letter (brands/tests/test_api_team.py)",
    "fr/mot-de-passe/nouveau": "the link of a letter (accounts/tests/test_resets_views.py)",
    "api/auth/refresh-token": "the refresh token itself (accounts/tests/test_api.py)",
    "api/auth/logout": "the refresh token itself (accounts/tests/test_api.py)",
    "api/finances/tax-profile/proof": "a declaration before (payments/tests/test_tax_views.py)",
    "fr/paiement/arrivee/<uuid:pk>": "nothing: it only leads on (payments/tests/test_cmi.py)",
    "api/payments/callbacks/<slug:gateway>": "the provider's signature (payments/tests)",
    "POST api/finances/stripe-account": "Stripe itself (payments/tests/stripe/test_pages.py)",
    "fr/createur/gains/stripe/ouvrir": "Stripe itself (payments/tests/stripe/test_pages.py)",
    "fr/createur/gains/stripe/choisir": "Stripe itself (payments/tests/stripe/test_pages.py)",
    "fr/createur/gains/stripe/verifier": "Stripe itself (payments/tests/stripe/test_pages.py)",
    "api/files/upload": "a file (files/tests/test_upload_api.py)",
    "api/files/bulk-upload": "files (files/tests/test_upload_api.py)",
    "api/files/tus": "the words of tus (files/tests/test_tus.py)",
    "api/files/tus/<uuid:pk>": "the words of tus (files/tests/test_tus.py)",
    "api/files/direct": "a bucket (files/tests/test_direct.py, test_bucket.py)",
    "api/files/<uuid:pk>/complete": "a bucket (files/tests/test_direct.py, test_bucket.py)",
    "fichiers/<uuid:pk>/<slug:variant>": "a signed link (files/tests/test_serving.py)",
    "api/mail/events/ses": "the provider's signature (mail/tests)",
    "api/mail/events/sendgrid": "the provider's signature (mail/tests)",
}
