FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml LICENSE ./
COPY src ./src
RUN mvn -B -q -DskipTests package

FROM eclipse-temurin:17-jre
COPY --from=build /build/target/camel-rest-connector.jar /opt/connector/
COPY --from=build /build/target/lib /opt/connector/lib

# lib/ takes further jars (Camel components, JDBC drivers); application.properties is read where it is mounted.
WORKDIR /app
COPY routes ./routes
RUN useradd --system --uid 10001 --home-dir /app --no-create-home connector \
    && mkdir -p data lib \
    && chown connector data \
    && chmod 700 data
USER 10001
VOLUME /app/data /app/routes

ENV CAMEL_SERVER_HOST=0.0.0.0 \
    CONNECTOR_DEMO=false

# Healthy is a process that holds its data folder: it has come up and has the store open.
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ls -l /proc/[0-9]*/fd 2>/dev/null | grep -q ' /app/data/'

ENTRYPOINT ["java", "-XX:MaxRAMPercentage=70", "-jar", "/opt/connector/camel-rest-connector.jar"]
CMD ["run"]
