from brands.views.profile import dismiss, edit, invite, public, save_section, set_role

__all__ = ["dismiss", "edit", "invite", "public", "save_section", "set_role"]
