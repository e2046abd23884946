# Engine 20.10 (with DOCKER_BUILDKIT=1) and buildah 1.28 build this too, so it
# keeps to what those know.
FROM --platform=${BUILDPLATFORM:-linux/amd64} golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download

# Cross compiling is faster than emulating, and cgo wants a compiler for it.
ARG TARGETARCH
RUN case "$(go env GOHOSTARCH)-$TARGETARCH" in \
    amd64-arm64) packages="gcc-aarch64-linux-gnu libc6-dev-arm64-cross" ;; \
    arm64-amd64) packages="gcc-x86-64-linux-gnu libc6-dev-amd64-cross" ;; \
    *) exit 0 ;; \
    esac && apt-get update && apt-get install -y --no-install-recommends $packages

RUN mkdir -p /root-of-image/etc/ssl/certs /root-of-image/tmp /data && chmod 1777 /root-of-image/tmp && \
    cp /etc/ssl/certs/ca-certificates.crt /root-of-image/etc/ssl/certs/ && \
    echo "mockserver:x:65532:65532::/data:/sbin/nologin" >/root-of-image/etc/passwd && \
    echo "mockserver:x:65532:" >/root-of-image/etc/group

COPY . .
ARG VERSION=
RUN STAMP=$VERSION scripts/build-static "${TARGETARCH:-$(go env GOHOSTARCH)}" /root-of-image/mockserver

FROM scratch
COPY --from=build /root-of-image/ /
COPY --from=build --chown=65532:65532 /data /data

ENV MOCKSERVER_LISTEN=:8080
EXPOSE 8080
USER 65532:65532
VOLUME /data
HEALTHCHECK --interval=3s --timeout=6s --start-period=10s --retries=3 CMD ["/mockserver", "healthcheck"]
ENTRYPOINT ["/mockserver"]

ARG VERSION=
ARG REVISION=
LABEL org.opencontainers.image.title="Cekura mock server" \
      org.opencontainers.image.description="Answers Cekura's agent API in CI and beside tests" \
      org.opencontainers.image.source="https://github.com/cekura/mockserver" \
      org.opencontainers.image.version="$VERSION" \
      org.opencontainers.image.revision="$REVISION"
