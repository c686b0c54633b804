# One image, two processes: the API (the default) and, with another command, the worker. See docker-compose.yml.
# Debian, not Alpine: the packages' own programs want glibc.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc .puppeteerrc.cjs ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
# Exactly what `npm start` builds, so that an image holds nothing that was never run.
RUN node e2e/start/bootstrap.mjs prepare

FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Optional packages are the embedded PostgreSQL and a Node: here both come from elsewhere.
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --omit=optional --ignore-scripts

FROM node:24-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4600
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY prisma/migrations prisma/migrations
COPY package.json LICENSE ./
USER node
EXPOSE 4600
# node is process 1 and passes signals to nobody: `init: true` in docker-compose.yml puts a reaper above it.
CMD ["node", "--enable-source-maps", "dist/api/src/main.js"]
