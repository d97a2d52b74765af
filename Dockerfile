# The image for app, worker and migrations alike; PostgreSQL runs elsewhere.
FROM python:3.13-slim AS build
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
RUN pip install --no-cache-dir --disable-pip-version-check uv==0.13.9
WORKDIR /app
# Dependencies first: they change seldom, and this layer is kept.
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --locked --no-dev --no-install-project
COPY api api
COPY dashboard dashboard
COPY db db
COPY seed seed
RUN uv sync --locked --no-dev --no-editable

FROM python:3.13-slim
RUN useradd --system --uid 10001 --no-create-home dengta
COPY --from=build /app/.venv /app/.venv
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1
RUN mkdir /files && chown dengta /files
USER dengta
WORKDIR /tmp
EXPOSE 8000
CMD ["dengta", "serve", "--host", "0.0.0.0"]
