# Photon in a container. Build the jar first: mvn -DskipTests package
FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 photon && mkdir -p /data && chown photon /data
WORKDIR /opt/photon
COPY target/photon.jar target/photon.jar
USER photon
# Events and settings lie in /data/photon: keep that folder in a volume.
# Without a UTF-8 locale Java loses what is not ASCII in arguments, variables and file names.
ENV LANG=C.UTF-8 LC_ALL=C.UTF-8
ENV XDG_DATA_HOME=/data XDG_CONFIG_HOME=/data
# The first start makes a password, says it once in its log, and keeps it in /data/photon/admin.password.
ENV PHOTON_ADMIN_PASS=random
# They ask for no identity, and listen within the container only.
ENV PHOTON_EVENTS_PORT=0 PHOTON_PROJECTIONS_PORT=0
VOLUME /data
EXPOSE 3000
ENTRYPOINT ["java"]
CMD ["-jar", "target/photon.jar", "-rest.host", "0.0.0.0"]
