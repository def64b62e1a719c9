#!/bin/sh
# One image, several processes: the first word says which.
set -eu
case "${1:-web}" in
web)
  exec granian --interface wsgi --host 0.0.0.0 --port "${PORT:-8000}" --no-ws \
    --workers "${WEB_WORKERS:-2}" --blocking-threads "${WEB_THREADS:-2}" \
    --respawn-failed-workers --workers-kill-timeout 8 influmaroc.wsgi:application
  ;;
files)
  exec granian --interface wsgi --host 0.0.0.0 --port "${PORT:-8000}" --no-ws \
    --workers "${FILES_WORKERS:-2}" --blocking-threads "${FILES_THREADS:-16}" \
    --respawn-failed-workers --workers-kill-timeout 8 influmaroc.wsgi:application
  ;;
websocket)
  exec uvicorn --host 0.0.0.0 --port "${PORT:-8000}" --workers "${WEBSOCKET_WORKERS:-2}" --lifespan off \
    --ws influmaroc.ws:Protocol --ws-max-size 16384 --ws-per-message-deflate false --log-level warning \
    --no-access-log --no-proxy-headers --timeout-graceful-shutdown 5 influmaroc.asgi:application
  ;;
worker)
  exec celery -A influmaroc worker --loglevel "${LOG_LEVEL:-INFO}" --concurrency "${WORKER_CONCURRENCY:-2}"
  ;;
files-worker)
  exec celery -A influmaroc worker --loglevel "${LOG_LEVEL:-INFO}" --queues files \
    --concurrency "${FILES_WORKER_CONCURRENCY:-1}"
  ;;
beat)
  exec celery -A influmaroc beat --loglevel "${LOG_LEVEL:-INFO}" --pidfile=
  ;;
migrate)
  python manage.py migrate --noinput
  exec python manage.py staff_groups
  ;;
*)
  exec python manage.py "$@"
  ;;
esac
