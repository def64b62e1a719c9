from accounts.views.login import in_own_language, landing, log_in, log_out

__all__ = ["in_own_language", "landing", "log_in", "log_out"]
