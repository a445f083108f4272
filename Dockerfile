# Bases by their exact versions; give their digests where builds must repeat to the byte:
# docker build --build-arg JRE=eclipse-temurin@sha256:... .
ARG MAVEN=maven:3.9.9-eclipse-temurin-17
ARG JRE=eclipse-temurin:17.0.19_10-jre-noble

FROM ${MAVEN} AS build
WORKDIR /build
COPY pom.xml LICENSE ./
COPY src ./src
RUN mvn -B -q -DskipTests package
# The driver would unpack this to /tmp at each start, which a read-only container may not run it from.
WORKDIR /build/native
RUN jar xf ../target/lib/sqlite-jdbc-*.jar "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" \
    && mv "org/sqlite/native/Linux/$(uname -m)/libsqlitejdbc.so" . \
    && rm -r org

FROM ${JRE}
ARG VERSION=0.1.0-SNAPSHOT
LABEL org.opencontainers.image.title="Camel REST Connector" \
      org.opencontainers.image.description="Moves JSON records between any HTTP API and anything Apache Camel can reach" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.licenses="Apache-2.0"

# lib/ takes further jars (Camel components, JDBC drivers); application.properties is read where it is mounted.
WORKDIR /app
RUN groupadd --system --gid 10001 connector \
    && useradd --system --uid 10001 --gid 10001 --home-dir /app --no-create-home --shell /usr/sbin/nologin connector \
    && mkdir lib && install -d -o 10001 -g 10001 -m 700 data
COPY routes ./routes
COPY --from=build /build/target/camel-rest-connector.jar /build/target/bom.json /build/LICENSE /opt/connector/
COPY --from=build /build/target/lib /opt/connector/lib
COPY --from=build /build/native /opt/connector/native
COPY deploy/image /opt/connector
RUN /opt/connector/archive-classes && rm /opt/connector/archive-classes

# Numbers, so that Kubernetes sees that it is not root.
USER 10001:10001
VOLUME /app/data
EXPOSE 8080 9876
ENV CAMEL_SERVER_HOST=0.0.0.0 \
    CAMEL_MANAGEMENT_HOST=0.0.0.0 \
    CONNECTOR_DEMO=false

HEALTHCHECK --interval=30s --timeout=5s --start-period=30s CMD ["/opt/connector/healthy"]

# Java is process 1 and gets SIGTERM itself: it ends within 30 seconds, so give it more before SIGKILL.
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "@/opt/connector/java.options", "-jar", "/opt/connector/camel-rest-connector.jar"]
CMD ["run"]
