from influencers.views.packages import package_form, package_list, remove
from influencers.views.profile import profile
from influencers.views.search import search
from influencers.views.studio import change_portrait, edit, save_section

__all__ = [
    "change_portrait",
    "edit",
    "package_form",
    "package_list",
    "profile",
    "remove",
    "save_section",
    "search",
]
