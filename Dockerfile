# syntax=docker/dockerfile:1
FROM node:20-bookworm-slim AS browser-files
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci

FROM python:3.11-slim-bookworm AS libraries
WORKDIR /build
RUN python -m venv /opt/venv
COPY requirements.txt constraints.txt ./
RUN /opt/venv/bin/pip install --no-cache-dir -r requirements.txt

FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends fonts-noto-cjk postgresql-client-15 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /srv/assessment --shell /usr/sbin/nologin assessment \
 && install -d -o assessment -g assessment /srv/assessment /srv/assessment/var /srv/assessment/backups
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    PRODUCTION=1 VAR_DIR=/srv/assessment/var BACKUP_DIR=/srv/assessment/backups BIND=0.0.0.0:8000
WORKDIR /srv/assessment
COPY --from=libraries /opt/venv /opt/venv
COPY --from=browser-files /build/node_modules node_modules
COPY . .
RUN python -m tools.translations compile \
 && docker/collect-static \
 && rm -rf node_modules
USER assessment
VOLUME ["/srv/assessment/var", "/srv/assessment/backups"]
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=40s CMD ["python", "docker/answers.py"]
ENTRYPOINT ["docker/entrypoint"]
CMD ["web"]
