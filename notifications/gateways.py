"""The post: a letter leaves through Django's mail backend (SMTP in production, the console at home)."""

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from notifications.selectors.letters import Letter

# Mail programs do not know style sheets of ours: the colours of static/src/tokens.json, by role.
TONES = {
    "primary": ("#E9EBFF", "#3E329C"),
    "success": ("#DDF3E6", "#005636"),
    "warning": ("#FAEAD3", "#604101"),
    "danger": ("#FEE7E5", "#880918"),
    "info": ("#DEEFFE", "#004B7A"),
}
LATIN = "'IBM Plex Sans','Segoe UI',Helvetica,Arial,sans-serif"
ARABIC = "'IBM Plex Sans Arabic',Tahoma,'Segoe UI',Arial,sans-serif"


def send_letter(letter: Letter) -> None:
    """Send one letter as text and HTML. Raises what the mail backend raises."""
    soft, on_soft = TONES[letter.tone]
    look = {
        "letter": letter,
        "dir": "rtl" if letter.is_rtl else "ltr",
        "start": "right" if letter.is_rtl else "left",
        "end": "left" if letter.is_rtl else "right",
        "font": ARABIC if letter.is_rtl else LATIN,
        "line": "1.75" if letter.is_rtl else "1.5",
        "soft": soft,
        "on_soft": on_soft,
    }
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=render_to_string("notifications/email.txt", look),
        to=[letter.to],
        headers={
            "Message-ID": letter.message_id,
            "Content-Language": letter.language,
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("notifications/email.html", look), "text/html")
    mail.send()
