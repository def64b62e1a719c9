from privacy.views.data import agree, ask, ask_copy, copy_state, download, home, set_news
from privacy.views.leaving import keep, leave

__all__ = ["agree", "ask", "ask_copy", "copy_state", "download", "home", "keep", "leave", "set_news"]
