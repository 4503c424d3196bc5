# The bot, or with the command `ingest --watch` the ingestion, as an ordinary user.
FROM python:3.12-slim

# Where pip finds builds of torch for CPUs alone, if you know: the others are gigabytes larger.
ARG PIP_EXTRA_INDEX_URL=""

WORKDIR /app
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY bot bot
COPY ingest ingest
RUN pip install --no-cache-dir -c constraints.txt .
COPY prompts prompts

RUN useradd --create-home --uid 1000 dossier \
    && install --directory --owner dossier /data /dossier
ENV DOSSIER_DIR=/dossier DATA_DIR=/data XDG_CACHE_HOME=/data/cache PYTHONUNBUFFERED=1
USER dossier
VOLUME ["/data", "/dossier"]

ENTRYPOINT ["python", "-m"]
CMD ["bot"]
