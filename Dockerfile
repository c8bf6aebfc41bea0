FROM python:3.13-slim

RUN pip install --no-cache-dir uv && useradd --create-home --uid 1000 plumbline
WORKDIR /plumbline
COPY pyproject.toml uv.lock .python-version ./
RUN UV_PYTHON_DOWNLOADS=never uv sync --locked --no-dev --no-cache
COPY manage.py ./
COPY claims ./claims
COPY factcheck ./factcheck
COPY templates ./templates
COPY seeds ./seeds
RUN mkdir /data && chown plumbline /data

USER plumbline
ENV PATH="/plumbline/.venv/bin:$PATH" PLUMBLINE_DATA_DIR=/data HOST=0.0.0.0 PORT=8000
VOLUME /data
EXPOSE 8000
CMD ["python", "manage.py", "up"]
