"""The API: DRF, its tokens, its schema."""

from datetime import timedelta

REST_FRAMEWORK = {
    "EXCEPTION_HANDLER": "kit.api.on_error",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "influmaroc.sign_ins.TokenAuthentication",
        "influmaroc.sign_ins.PageAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["kit.wire.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["kit.wire.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "kit.paging.CursorPages",
    "DEFAULT_FILTER_BACKENDS": ["kit.filters.AskedFilters"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "DATETIME_FORMAT": None,  # kit.wire.JSONRenderer writes moments in UTC; DRF would use the local zone
    "PAGE_SIZE": 20,
}
SIMPLE_JWT = {
    "ACCESS_TOKEN_LIFETIME": timedelta(minutes=10),
    "REFRESH_TOKEN_LIFETIME": timedelta(days=14),
    "CHECK_REVOKE_TOKEN": True,  # the claim; rotation and revocation are accounts.services.tokens
    "AUDIENCE": "influmaroc-api",
    "LEEWAY": 10,
    "ISSUER": "influmaroc",
    "USER_ID_FIELD": "id",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "InfluMaroc",
    "VERSION": "1",
    "DESCRIPTION": "Brands and creators in Morocco, from the brief to the money.",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api",
    "PREPROCESSING_HOOKS": ["kit.openapi.one_address"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "kit.openapi.add_problems",
        "kit.openapi.say_null",
        "webhooks.selectors.openapi.add_webhooks",
    ],
    "OAS_VERSION": "3.1.0",  # the first with webhooks
    # One name per set of words, wherever it is used.
    "ENUM_NAME_OVERRIDES": {
        "DocumentKind": "invoicing.models.Kind",
        "Channel": "kit.vocabulary.Channel",
        "City": "kit.morocco.City",
        "Niche": "kit.vocabulary.Niche",
        "Platform": "kit.vocabulary.Platform",
        "Region": "kit.morocco.Region",
        "Speech": "kit.vocabulary.Speech",
        "ConsentPurpose": "accounts.models.Consent.Purpose",
        "UserLanguage": "accounts.models.User.Language",
        "Factor": "accounts.models.SignIn.Factor",
        "CodeMethod": "accounts.serializers.CODE_METHODS",
        "OpenRole": "influmaroc.api.ROLES",
        "UserState": "accounts.models.User.State",
        "UserRole": "accounts.models.User.Role",
        "MemberRole": "brands.models.BrandMember.Role",
        "GivenRole": "brands.serializers.GIVEN_ROLES",
        "CampaignState": "campaigns.models.Campaign.State",
        "ApplicationState": "campaigns.models.Application.State",
        "CollaborationState": "campaigns.models.Collaboration.State",
        "DeliverableState": "campaigns.models.Deliverable.State",
        "PaymentState": "payments.models.Payment.State",
        "TaxStatus": "taxes.models.TaxProfile.Status",
        "TaxProfileState": "taxes.models.TaxProfile.State",
        "Turnover": "taxes.models.TaxProfile.Turnover",
        "TaxProofKind": "taxes.models.TaxProof.Kind",
        "PlanCode": "plans.models.Plan.Code",
        "PayoutState": "payments.models.Payout.State",
        "PayoutMethodKind": "payments.models.PayoutMethod.Kind",
        "PayoutFailure": "payments.models.Payout.Reason",
        "PayoutDelay": "payments.models.Payout.Delay",
        "ContentFormat": "kit.vocabulary.Format",
        "StatementFormat": "treasury.models.Statement.Format",
        "MatchKind": "treasury.models.Match.Kind",
        "PayoutBatchState": "payments.models.PayoutBatch.State",
        "WebhookState": "webhooks.models.Endpoint.State",
        "WebhookReason": "webhooks.models.Endpoint.Reason",
        "WebhookDeliveryState": "webhooks.models.Call.State",
        "WebhookError": "webhooks.models.Attempt.Error",
    },
}
