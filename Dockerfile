FROM python:3.13-slim

RUN pip install --no-cache-dir uv && useradd --create-home --uid 1000 plumbline
WORKDIR /plumbline
COPY pyproject.toml uv.lock .python-version ./
# --build-arg LANGUAGES=1 adds the encoder that compares claims across languages.
ARG LANGUAGES=
RUN UV_PYTHON_DOWNLOADS=never uv sync --locked --no-dev --extra objects ${LANGUAGES:+--extra languages} --no-cache
COPY manage.py ./
COPY claims ./claims
COPY factcheck ./factcheck
COPY templates ./templates
COPY seeds ./seeds
COPY docs/handbook ./docs/handbook
ENV PATH="/plumbline/.venv/bin:$PATH" PLUMBLINE_STATIC_DIR=/plumbline/static HOST=0.0.0.0 PORT=8000
# Compiled and collected here, so that the root of a container can be read-only.
RUN PLUMBLINE_DATA_DIR=/tmp/build python manage.py collectstatic --verbosity 0 \
    && rm -rf /tmp/build && python -m compileall -q claims factcheck \
    && mkdir --mode 700 /data && chown plumbline /data

USER plumbline
ENV PLUMBLINE_DATA_DIR=/data PYTHONDONTWRITEBYTECODE=1
VOLUME /data
EXPOSE 8000
HEALTHCHECK NONE
CMD ["python", "manage.py", "up"]
