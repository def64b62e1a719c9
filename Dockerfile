# syntax=docker/dockerfile:1
# One image for every process: docker run <image> web | files | websocket | worker | files-worker | beat | migrate | <any manage.py command>

# Styles and scripts.
FROM node:24-bookworm-slim AS front
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run build

# Packages: wheels only, so nothing is compiled and no compiler reaches the image.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /src
COPY requirements.txt .
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --only-binary :all: --requirement requirements.txt

FROM python:3.11-slim-bookworm AS product
ENV PATH=/venv/bin:$PATH \
    DJANGO_SETTINGS_MODULE=influmaroc.settings.prod \
    PYTHONUNBUFFERED=1
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin influmaroc
WORKDIR /app
COPY --from=packages /venv /venv
COPY . .
COPY --from=front /src/static/dist static/dist
COPY --from=front /src/node_modules/@ip-location-db node_modules/@ip-location-db
# Catalogues and hashed files are made now, with throw-away secrets; nothing of them stays in the image.
RUN sh scripts/collect.sh && python -m compileall -q .
RUN mkdir /media /files && chown 10001 /media /files
USER 10001
EXPOSE 8000
STOPSIGNAL SIGTERM
ENTRYPOINT ["sh", "scripts/entrypoint.sh"]
CMD ["web"]
