"""Routes of the marketplace: pages by audience, then the API."""

from campaigns.urls.api import api_urlpatterns
from campaigns.urls.brand import brand_urlpatterns
from campaigns.urls.creator import creator_urlpatterns

app_name = "campaigns"
urlpatterns = [*brand_urlpatterns, *creator_urlpatterns]

__all__ = ["api_urlpatterns", "app_name", "urlpatterns"]
