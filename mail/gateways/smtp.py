"""Django's mail backend: SMTP in production, the console at home."""

from django.core.mail import EmailMultiAlternatives

from mail.models import Letter
from mail.selectors import in_words


def send(letter: Letter) -> tuple[str, str]:
    """Send one letter as text and HTML; return the provider and its number. Raises what the backend raises."""
    words = in_words(letter)
    mail = EmailMultiAlternatives(words.subject, words.text, to=[words.to], headers=words.headers)
    mail.attach_alternative(words.html, "text/html")
    mail.send()
    return "smtp", ""
