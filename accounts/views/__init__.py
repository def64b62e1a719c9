from accounts.views.account import account, own_picture
from accounts.views.addresses import new_address, new_address_code
from accounts.views.entering import in_own_language, landing
from accounts.views.factors import (
    authenticator,
    codes_kept,
    drop_authenticator,
    drop_passkey,
    new_recovery_codes,
    passkey_login,
    passkey_login_options,
    passkey_options,
    passkeys,
    recovery_codes,
)
from accounts.views.login import log_in, log_out
from accounts.views.passwords import forgotten, look_in_mailbox, new_password, take_token
from accounts.views.phones import drop_phone, phone, phone_again, phone_code
from accounts.views.proof import prove, prove_again, prove_options, prove_step
from accounts.views.second_step import first_factor, passkey_step_options, second_step, send_again
from accounts.views.security import change_own_password, end_one, end_others, security
from accounts.views.social import disconnect, go_to_site

__all__ = [
    "account",
    "authenticator",
    "change_own_password",
    "codes_kept",
    "disconnect",
    "drop_authenticator",
    "drop_passkey",
    "drop_phone",
    "end_one",
    "end_others",
    "first_factor",
    "forgotten",
    "go_to_site",
    "in_own_language",
    "landing",
    "log_in",
    "log_out",
    "look_in_mailbox",
    "new_address",
    "new_address_code",
    "new_password",
    "new_recovery_codes",
    "own_picture",
    "passkey_login",
    "passkey_login_options",
    "passkey_options",
    "passkey_step_options",
    "passkeys",
    "phone",
    "phone_again",
    "phone_code",
    "prove",
    "prove_again",
    "prove_options",
    "prove_step",
    "recovery_codes",
    "second_step",
    "security",
    "send_again",
    "take_token",
]
