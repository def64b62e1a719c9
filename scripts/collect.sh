#!/bin/sh
# What an image needs besides its code: compiled catalogues, collected and hashed static files.
# The settings ask for secrets; these are thrown away with the shell.
set -eu
export DJANGO_SETTINGS_MODULE=influmaroc.settings.prod
export SECRET_KEY=only-while-the-image-is-being-built-0123456789-0123456789
export JWT_SIGNING_KEY=only-while-the-image-is-being-built-9876543210-9876543210
export FIELD_KEYS=kMq1nN2s0Jb3m4nYy2W8hQ7v5pE0zR6tXcVbNmAsDfg=
export ALLOWED_HOSTS=localhost SITE_URL=https://localhost
export DATABASE_URL=postgresql://nobody@127.0.0.1:1/nothing REDIS_URL=redis://127.0.0.1:1
python manage.py messages --compile-only
python manage.py collectstatic --noinput --verbosity 0
