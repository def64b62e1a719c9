"""Machines of others that are told what happens: which addresses may be called."""

from influmaroc import env

WEBHOOK_PORTS = frozenset(int(port) for port in env.words("WEBHOOK_PORTS", "443,8443"))
WEBHOOK_MAY_LOOP = False  # development only: http to this machine, on any port
WEBHOOK_ENDPOINTS_MAX = 10  # for each brand and creator
WEBHOOK_THROTTLES = {
    "webhook-test": (10, 3600),
    "webhook-replay": (60, 3600),
    "webhook-address": (30, 3600),
}
