"""Words that profiles, briefs and filters share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Niche(models.TextChoices):
    BEAUTY = "beauty", _("Beauty")
    FASHION = "fashion", _("Fashion")
    FOOD = "food", _("Food")
    TRAVEL = "travel", _("Travel")
    FITNESS = "fitness", _("Fitness")
    HEALTH = "health", _("Health")
    FAMILY = "family", _("Family")
    HOME = "home", _("Home and decoration")
    TECH = "tech", _("Technology")
    GAMING = "gaming", _("Gaming")
    MUSIC = "music", _("Music")
    HUMOUR = "humour", _("Humour")
    EDUCATION = "education", _("Education")
    BUSINESS = "business", _("Business")
    SPORT = "sport", _("Sport")
    CRAFT = "craft", _("Crafts and heritage")
    AUTO = "auto", _("Cars")
    NATURE = "nature", _("Nature and farming")


class Platform(models.TextChoices):
    """Names of services; shown as words, not translated."""

    INSTAGRAM = "instagram", "Instagram"
    TIKTOK = "tiktok", "TikTok"
    YOUTUBE = "youtube", "YouTube"
    FACEBOOK = "facebook", "Facebook"
    SNAPCHAT = "snapchat", "Snapchat"


class Format(models.TextChoices):
    POST = "post", _("Post")
    STORY = "story", _("Story")
    REEL = "reel", _("Reel")
    VIDEO = "video", _("Video")
    SHORT = "short", _("Short")
    LIVE = "live", _("Live")
    CAROUSEL = "carousel", _("Carousel")


class Speech(models.TextChoices):
    """Languages that content is made in."""

    DARIJA = "ary", _("Darija")
    ARABIC = "ar", _("Arabic")
    AMAZIGH = "zgh", _("Amazigh")
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")
    SPANISH = "es", _("Spanish")


class Currency(models.TextChoices):
    MAD = "MAD", "MAD"


class Channel(models.TextChoices):
    """Where a brand may use the content again."""

    ORGANIC = "organic", _("The brand's own social pages")
    WEBSITE = "website", _("The brand's website")
    EMAIL = "email", _("E-mail")
    PRINT = "print", _("Print and in store")
    TV = "tv", _("Television")
