"""What beat calls, and how often. A task here is safe to run twice, and beside itself."""

from typing import Any

from celery.schedules import crontab

SCHEDULE: dict[str, dict[str, Any]] = {
    "accounts-tidy": {"task": "accounts.tasks.tidy", "schedule": 3600.0},
    "events-sweep": {"task": "events.tasks.sweep", "schedule": 15.0},
    "events-tidy": {"task": "events.tasks.tidy", "schedule": 3600.0},
    "files-process": {"task": "files.tasks.process_files", "schedule": 30.0},
    "files-collect": {"task": "files.tasks.collect", "schedule": 600.0},
    "files-sweep": {"task": "files.tasks.sweep", "schedule": crontab(hour="2", minute="40")},
    "mail-send-letters": {"task": "mail.tasks.send_letters", "schedule": 15.0},
    "mail-handle-post-events": {"task": "mail.tasks.handle_post_events", "schedule": 30.0},
    "mail-tidy": {"task": "mail.tasks.tidy", "schedule": 3600.0},
    "messaging-remind": {"task": "messaging.tasks.remind_of_unread", "schedule": 60.0},
    "notifications-digests": {"task": "notifications.tasks.send_digests", "schedule": 300.0},
    "notifications-pushes": {"task": "notifications.tasks.send_pushes", "schedule": 15.0},
    "notifications-texts": {"task": "notifications.tasks.send_texts", "schedule": 15.0},
    "notifications-tidy": {"task": "notifications.tasks.tidy", "schedule": 3600.0},
    "campaigns-run-clocks": {"task": "campaigns.tasks.run_clocks", "schedule": 60.0},
    "payments-poll-unsettled": {"task": "payments.tasks.poll_unsettled", "schedule": 60.0},
    "payments-send-refunds": {"task": "payments.tasks.send_refunds", "schedule": 15.0},
    "payments-send-payouts": {"task": "payments.tasks.send_payouts", "schedule": 60.0},
    # 06:00 UTC is the morning in Morocco, in Ramadan too; what could not be made then is made later that day.
    "payments-run-payout-schedules": {
        "task": "payments.tasks.run_payout_schedules",
        "schedule": crontab(hour="6-18", minute="0"),
    },
    "payments-tell-of-late-payouts": {
        "task": "payments.tasks.tell_of_late_payouts",
        "schedule": crontab(hour="6", minute="15"),
    },
    "payments-fetch-rates": {"task": "payments.tasks.fetch_rates", "schedule": crontab(minute="20")},
    "payments-expire-approvals": {"task": "payments.tasks.expire_approvals", "schedule": 3600.0},
    "payments-handle-events": {"task": "payments.tasks.handle_provider_events", "schedule": 30.0},
    "payments-seal-ledger": {"task": "payments.tasks.seal_ledger", "schedule": 60.0},
    "payments-audit-ledger": {"task": "payments.tasks.audit_ledger", "schedule": crontab(minute="35")},
    "plans-run": {"task": "plans.tasks.run_plans", "schedule": crontab(hour="7", minute="10")},
    "plans-move-cards-along": {"task": "plans.tasks.move_cards_along", "schedule": 60.0},
    "plans-sync-prices": {
        "task": "plans.tasks.sync_stripe_prices",
        "schedule": crontab(hour="5", minute="40"),
    },
    "plans-refresh-cards": {"task": "plans.tasks.refresh_cards", "schedule": crontab(hour="5", minute="50")},
    "taxes-warn-of-certificates": {
        "task": "taxes.tasks.warn_of_certificates",
        "schedule": crontab(hour="7", minute="20"),
    },
    "treasury-reconcile": {
        "task": "treasury.tasks.reconcile_daily",
        "schedule": crontab(hour="6", minute="30"),
    },
    "invoicing-issue": {"task": "invoicing.tasks.issue_documents", "schedule": 60.0},
    "invoicing-owe-missing": {"task": "invoicing.tasks.owe_what_is_missing", "schedule": 3600.0},
    "invoicing-statements": {
        "task": "invoicing.tasks.owe_statements",
        "schedule": crontab(hour="4", minute="10"),
    },
    "webhooks-send": {"task": "webhooks.tasks.send_calls", "schedule": 15.0},
    "webhooks-tidy": {"task": "webhooks.tasks.tidy", "schedule": 3600.0},
    "privacy-make-exports": {"task": "privacy.tasks.make_exports", "schedule": 60.0},
    "privacy-erase-accounts": {"task": "privacy.tasks.erase_accounts", "schedule": 600.0},
    "privacy-tidy": {"task": "privacy.tasks.tidy", "schedule": crontab(hour="3", minute="45")},
    "influmaroc-tidy": {"task": "influmaroc.tasks.tidy", "schedule": crontab(hour="3", minute="15")},
}
