# One file, two images: `portal` (default) serves everything with an executor of its own inside; `executor` runs code only.
#   docker build -t python-portal .
#   docker build -t python-portal-executor --target executor .

FROM python:3.13.5-slim-bookworm@sha256:4c2cf9917bd1cbacc5e9b07320025bdb7cdf2df7b0ceaccb55e9dd7e30987419 AS base
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 PATH=/opt/venv/bin:$PATH EXECUTOR_CACHE_DIR=/opt/snapshot
WORKDIR /app

# Packages and the sandbox snapshot. The snapshot depends on executor/ alone, so a change of the portal keeps it cached.
FROM base AS build
COPY requirements.txt .
RUN python -m venv /opt/venv && pip install --no-cache-dir --require-hashes -r requirements.txt
COPY executor executor
RUN python -m executor.build && chmod -R a+rX /opt/snapshot

FROM base AS runtime
COPY --from=build /opt/venv /opt/venv
COPY --from=build /opt/snapshot /opt/snapshot
RUN mkdir /data && chown 10001:10001 /data
USER 10001:10001

FROM runtime AS executor
COPY executor executor
ENV EXECUTOR_PORT=3001
EXPOSE 3001
HEALTHCHECK --interval=15s --timeout=5s --start-period=15s CMD ["python", "-c", \
  "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"EXECUTOR_PORT\"]}/health', timeout=4)"]
CMD ["gunicorn", "-c", "executor/gunicorn.conf.py", "executor.app:create_app()"]

FROM runtime AS portal
COPY app.py wsgi.py gunicorn.conf.py schema.sql seed.sql requirements.txt ./
COPY executor executor
COPY portal portal
ENV PORT=3000 DATABASE_URL=/data/portal.db
EXPOSE 3000
VOLUME /data
HEALTHCHECK --interval=15s --timeout=5s --start-period=15s CMD ["python", "-c", \
  "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"PORT\"]}/health/ready', timeout=4)"]
CMD ["sh", "-c", "flask init-db --seed && exec gunicorn -c gunicorn.conf.py wsgi:app"]
