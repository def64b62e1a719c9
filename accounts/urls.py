"""Routes of accounts: pages (under a language prefix) and API (under /api/)."""

from django.urls import URLPattern, URLResolver, include, path

from accounts import api, views

app_name = "accounts"

# The door of registration composes several apps and stands in influmaroc, under this app's name.
urlpatterns: list[URLPattern] = [
    path("connexion", views.log_in, name="login"),
    path("deconnexion", views.log_out, name="logout"),
    path("reglages/compte", views.account, name="account"),
    path("reglages/compte/photo", views.own_picture, name="own-picture"),
    path("reglages/securite", views.security, name="security"),
    path("reglages/securite/mot-de-passe", views.change_own_password, name="change-password"),
    path("reglages/securite/autres", views.end_others, name="end-others"),
    path("reglages/securite/<uuid:pk>", views.end_one, name="end-one"),
    path("connexion/etape", views.second_step, name="second-step"),
    path("connexion/etape/courrier", views.send_again, name="send-code"),
    path("connexion/etape/cle", views.passkey_step_options, name="step-options"),
    path("connexion/premiere-cle", views.first_factor, name="first-factor"),
    path("connexion/cle/defi", views.passkey_login_options, name="passkey-login-options"),
    path("connexion/cle", views.passkey_login, name="passkey-login"),
    path("confirmer", views.prove, name="prove"),
    path("confirmer/etape", views.prove_step, name="prove-step"),
    path("confirmer/etape/courrier", views.prove_again, name="prove-again"),
    path("confirmer/etape/cle", views.prove_options, name="prove-options"),
    path("reglages/securite/application", views.authenticator, name="authenticator"),
    path("reglages/securite/application/retirer", views.drop_authenticator, name="drop-authenticator"),
    path("reglages/securite/codes", views.recovery_codes, name="recovery-codes"),
    path("reglages/securite/codes/gardes", views.codes_kept, name="codes-kept"),
    path("reglages/securite/codes/nouveaux", views.new_recovery_codes, name="new-recovery-codes"),
    path("reglages/securite/cles", views.passkeys, name="passkeys"),
    path("reglages/securite/cles/defi", views.passkey_options, name="passkey-options"),
    path("reglages/securite/cles/<uuid:pk>/retirer", views.drop_passkey, name="drop-passkey"),
    path("reglages/securite/sites/<slug:provider>/retirer", views.disconnect, name="disconnect"),
    path("reglages/adresse", views.new_address, name="new-address"),
    path("reglages/adresse/code", views.new_address_code, name="new-address-code"),
    path("mot-de-passe/oublie", views.forgotten, name="forgotten"),
    path("mot-de-passe/oublie/courrier", views.look_in_mailbox, name="look-in-mailbox"),
    path("mot-de-passe/nouveau", views.new_password, name="new-password"),
    path("mot-de-passe/nouveau/<str:token>", views.take_token, name="take-reset-token"),
]
# Known under two addresses, /api/auth/ and /auth/: the same views, the same limits.
reset_urlpatterns: list[URLPattern] = [
    path("forgot-password", api.ForgotPassword.as_view(), name="api-forgot-password"),
    path("validate-reset-token/<str:token>", api.ValidateResetToken.as_view(), name="api-validate-reset"),
    path("reset-password", api.ResetPassword.as_view(), name="api-reset-password"),
    path("admin/password-reset-tokens", api.ResetTokens.as_view(), name="api-reset-tokens"),
    path("admin/cleanup-expired-tokens", api.CleanUpResets.as_view(), name="api-clean-up-resets"),
]
api_urlpatterns: list[URLPattern | URLResolver] = [
    path("auth/", include(reset_urlpatterns)),
    path("auth/login", api.Login.as_view(), name="api-login"),
    path("auth/second-step", api.SecondStep.as_view(), name="api-second-step"),
    path("auth/second-step/send", api.SendCode.as_view(), name="api-second-step-send"),
    path("auth/second-step/options", api.StepOptions.as_view(), name="api-second-step-options"),
    path("auth/passkey/options", api.PasskeyLoginOptions.as_view(), name="api-passkey-options"),
    path("auth/passkey", api.PasskeyLogin.as_view(), name="api-passkey"),
    path("auth/proof", api.Proof.as_view(), name="api-proof"),
    path("auth/proof/send", api.ProofCode.as_view(), name="api-proof-send"),
    path("auth/proof/options", api.ProofOptions.as_view(), name="api-proof-options"),
    path("auth/factors", api.Factors.as_view(), name="api-factors"),
    path("auth/factors/totp", api.Totp.as_view(), name="api-totp"),
    path("auth/factors/recovery-codes", api.RecoveryCodes.as_view(), name="api-recovery-codes"),
    path("auth/factors/passkeys", api.Passkeys.as_view(), name="api-passkeys"),
    path("auth/factors/passkeys/options", api.PasskeyOptions.as_view(), name="api-passkeys-options"),
    path("auth/factors/passkeys/<uuid:pk>", api.PasskeyView.as_view(), name="api-passkeys-one"),
    path("auth/email", api.Email.as_view(), name="api-email"),
    path("auth/refresh-token", api.RefreshToken.as_view(), name="api-refresh-token"),
    path("auth/logout", api.Logout.as_view(), name="api-logout"),
    path("auth/change-password", api.Password.as_view(), name="api-change-password"),
    path("auth/sign-ins", api.SignIns.as_view(), name="api-sign-ins"),
    path("auth/sign-ins/<uuid:pk>", api.SignInView.as_view(), name="api-sign-in"),
    path("users/profile", api.Profile.as_view(), name="api-profile"),
    path("users/profile/picture", api.ProfilePicture.as_view(), name="api-profile-picture"),
    path("admin/users", api.People.as_view(), name="api-people"),
    path("admin/users/<uuid:pk>", api.Person.as_view(), name="api-person"),
    path("admin/users/<uuid:pk>/status", api.PersonStatus.as_view(), name="api-person-status"),
]
