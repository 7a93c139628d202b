# An archive as a container: docker compose up, or
#   docker build -t khizana . && docker run --read-only --tmpfs /tmp -v khizana:/data -p 127.0.0.1:8000:8000 khizana
# Its documents are in /documents (the shipped ones, unless others are mounted), its index in /data.
ARG PYTHON=3.13

FROM python:${PYTHON}-slim AS build
WORKDIR /source
RUN python -m venv /opt/khizana
COPY requirements.lock ./
RUN /opt/khizana/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . ./
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .
RUN /opt/khizana/bin/pip install --no-cache-dir --no-deps /wheels/khizana-*.whl
# docker build --build-arg EXTRAS=cluster: the client of OpenSearch too (docs/cluster.md).
ARG EXTRAS=
RUN test -z "$EXTRAS" || /opt/khizana/bin/pip install --no-cache-dir --require-hashes -r "packaging/$EXTRAS.lock"

FROM python:${PYTHON}-slim
ENV PATH=/opt/khizana/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    KHIZANA_CONFIG=/etc/khizana/config.toml
COPY --from=build /opt/khizana /opt/khizana
COPY corpus /documents
COPY packaging/container.toml /etc/khizana/config.toml
RUN install -d -o 10001 -g 10001 /data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10m \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["khizana", "serve"]
