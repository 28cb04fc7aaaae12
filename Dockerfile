# Serves the HTTP API without root, on a read-only root file system:
#   docker build -t duress .
#   docker run --rm --read-only --tmpfs /tmp --cap-drop ALL -p 127.0.0.1:8000:8000 duress

FROM python:3.11-slim AS build
WORKDIR /build
RUN python -m venv /srv/duress
COPY requirements.lock ./
RUN /srv/duress/bin/python -m pip install --quiet --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY data/LICENSE data/LICENSE
COPY classifier classifier
COPY training training
COPY service service
COPY models models
RUN /srv/duress/bin/python -m pip install --quiet --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation .

FROM python:3.11-slim
COPY --from=build /srv/duress /srv/duress
# An empty folder: gunicorn puts its working directory on the import path, so no code and
# no volume may lie there.
WORKDIR /srv/empty
ENV PATH=/srv/duress/bin:/usr/local/bin:/usr/bin:/bin PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["duress", "serve", "--host", "0.0.0.0", "--port", "8000"]
