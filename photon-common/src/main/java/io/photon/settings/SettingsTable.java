// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one table of all settings. The order is that of the help; a default may depend on rows above it.
 *
 * <p>A backend in a jar of its own brings more, see {@link SettingRows}.
 */
public final class SettingsTable {

    private static final List<Setting<?>> ROWS = new ArrayList<>();

    private static final SettingType<Integer> PORT = SettingTypes.number("PORT", 1, 65_535, "1 to 65535");
    private static final SettingType<Integer> PORT_OR_FREE =
            SettingTypes.number("PORT", 0, 65_535, "1 to 65535, or 0 for a free port");
    private static final SettingType<Integer> PORT_OR_OFF =
            SettingTypes.number("PORT", 0, 65_535, "1 to 65535, or 0 for none");
    private static final SettingType<Path> PATH = SettingTypes.path(Surroundings.home(System.getenv()));

    public static final Setting<String> MICROSERVICE_NAME = row(
            "microservice.name",
            SettingTypes.text(),
            "photon",
            "name of this service on a Muon network, and in /photon/NAME, the source of its CloudEvents");

    public static final Setting<String> REST_HOST = row(
            "rest.host",
            SettingTypes.host(),
            "localhost",
            "address the HTTP door listens on; 0.0.0.0 for access from elsewhere");
    public static final Setting<Integer> REST_PORT =
            row("rest.port", PORT_OR_FREE, "3000", "port of the HTTP door; 0 picks a free one");
    public static final Setting<Path> REST_KEYSTORE =
            row("rest.keystore", PATH, null, "JKS or PKCS12 file with the server's key; set it to speak TLS");
    public static final Setting<String> REST_KEYPASS = secret("rest.keypass", null, "password of rest.keystore");
    public static final Setting<Path> REST_CERTIFICATE = row(
            "rest.certificate",
            PATH,
            null,
            "PEM file with the server's certificate and its chain; set it and rest.key to speak TLS");
    public static final Setting<Path> REST_KEY =
            row("rest.key", PATH, null, "PEM file with the private key of rest.certificate");
    public static final Setting<String> REST_BASE_PATH = row(
            "rest.base-path",
            SettingTypes.basePath(),
            "/",
            "prefix of every path over HTTP, for a proxy that keeps the prefix");
    public static final Setting<List<String>> REST_TRUSTED_PROXIES = row(
            "rest.trusted-proxies",
            SettingTypes.list(
                    "NETWORK,…",
                    "addresses or networks such as 127.0.0.1 or 10.1.0.0/16, comma-separated, or none",
                    network -> Network.parse(network).isPresent()),
            "none",
            "addresses of proxies whose headers about their clients are trusted (Forwarded, X-Forwarded-For, …)");
    public static final Setting<Long> REST_MAX_LINE = row(
            "rest.max-line",
            SettingTypes.size(1 << 10, 64 << 20),
            "16MiB",
            "longest event that is accepted, as a line of JSON");
    public static final Setting<Integer> REST_MAX_READERS = row(
            "rest.max-readers",
            SettingTypes.number("READERS", 1, 100_000, "1 to 100000"),
            "5000",
            "most replays and followers of projections over HTTP at the same time");
    public static final Setting<Long> REST_MAX_UPLOAD = row(
            "rest.max-upload",
            SettingTypes.size(1 << 20, 1L << 50),
            null,
            "longest body of a request, streamed ones included (default: no limit)");
    public static final Setting<Long> REST_MAX_HEADER = row(
            "rest.max-header",
            SettingTypes.size(8 << 10, 1 << 20),
            "64KiB",
            "most bytes of a request line and its headers together");
    public static final Setting<Integer> REST_MAX_CONNECTIONS = row(
            "rest.max-connections",
            SettingTypes.number("CONNECTIONS", 1, 100_000, "1 to 100000"),
            "10000",
            "most connections over HTTP at the same time; others wait");
    public static final Setting<Boolean> REST_HTTP2 =
            row("rest.http2", SettingTypes.flag(), "true", "speak HTTP/2 over TLS with clients that can");
    public static final Setting<Integer> REST_MAX_STREAMS = row(
            "rest.max-streams",
            SettingTypes.number("REQUESTS", 1, 10_000, "1 to 10000"),
            "100",
            "most requests under way at the same time over one connection of HTTP/2");
    public static final Setting<Duration> REST_IDLE_TIMEOUT = row(
            "rest.idle-timeout",
            SettingTypes.span(Duration.ofSeconds(1), Duration.ofDays(1)),
            "2m",
            "how long a connection stays open between two requests");
    public static final Setting<Duration> REST_HEADER_TIMEOUT = row(
            "rest.header-timeout",
            SettingTypes.span(Duration.ofSeconds(1), Duration.ofHours(1)),
            "15s",
            "how long a client may take to send the head of a request");
    public static final Setting<Duration> REST_READ_TIMEOUT = row(
            "rest.read-timeout",
            SettingTypes.span(Duration.ofSeconds(1), Duration.ofDays(1)),
            "1m",
            "how long a client may send nothing in the middle of a body, or after a ping of a WebSocket");
    public static final Setting<Duration> REST_WRITE_TIMEOUT = row(
            "rest.write-timeout",
            SettingTypes.span(Duration.ofSeconds(1), Duration.ofDays(30)),
            "1h",
            "how long a client may read nothing of its answer before it is disconnected");
    public static final Setting<List<String>> CORS_ORIGINS = row(
            "cors.origins",
            SettingTypes.list(
                    "ORIGIN,…",
                    "origins such as https://example.org, comma-separated, or none",
                    origin -> origin.matches("https?://[A-Za-z0-9.\\[\\]:_-]+")),
            "none",
            "origins whose web pages may call this daemon from a browser (CORS)");
    public static final Setting<String> CONSOLE_BANNER = row(
            "console.banner",
            SettingTypes.text(),
            null,
            "text at the top of each page of the web console, e.g. PRODUCTION");

    public static final Setting<List<String>> METRICS_OPEN = row(
            "metrics.open",
            SettingTypes.list(
                    "NETWORK,…",
                    "addresses or networks such as 127.0.0.1 or 10.1.0.0/16, comma-separated, or none",
                    network -> Network.parse(network).isPresent()),
            "none",
            "addresses that may read /metrics without an identity, unless a proxy is in between");
    public static final Setting<Integer> METRICS_PROJECTIONS = row(
            "metrics.projections",
            SettingTypes.number("PROJECTIONS", 0, 10_000, "0 to 10000"),
            "50",
            "most projections with metrics of their own; the others are summed");
    public static final Setting<Boolean> TRACE_CONTEXT = row(
            "trace.context",
            SettingTypes.flag(),
            "true",
            "keep traceparent and tracestate of a request with the events that it stores");
    public static final Setting<String> CLOUDEVENTS_SOURCE = row(
            "cloudevents.source",
            SettingTypes.uriReference(),
            "/photon/NAME",
            settings -> "/photon/" + settings.get(MICROSERVICE_NAME).replaceAll("[^A-Za-z0-9._~-]", "-"),
            "source of events that are read as CloudEvents but were not stored as such; NAME is microservice.name");
    public static final Setting<String> CLOUDEVENTS_STREAM = row(
            "cloudevents.stream",
            SettingTypes.text(),
            null,
            "stream for CloudEvents that name no stream by streamname, subject or path");
    public static final Setting<List<String>> CLOUDEVENTS_SENDERS = row(
            "cloudevents.senders",
            SettingTypes.list(
                    "ORIGIN,…",
                    "names as in WebHook-Request-Origin, comma-separated, or *, or none",
                    origin -> origin.matches("[A-Za-z0-9.:_*-]+")),
            "none",
            "origins of web hooks that are told they may deliver CloudEvents; they need an identity all the same");
    public static final Setting<String> LOG_FORMAT = row(
            "log.format",
            SettingTypes.choice(List.of("text", "json"), Map.of()),
            "text",
            "how the log is written on stderr: lines of text, or a JSON object a line");
    public static final Setting<List<String>> LOG_LEVEL = row(
            "log.level",
            SettingTypes.list(
                    "LEVEL|LOGGER=LEVEL,…",
                    "trace, debug, info, warn, error or off, alone or as LOGGER=LEVEL, comma-separated",
                    level -> level.matches("(?i)([\\w.$-]+=)?(trace|debug|info|warn|error|off)")),
            "info",
            "level of the log, and of parts of Photon and libraries by name, e.g. info,io.undertow=debug");
    public static final Setting<Boolean> LOG_ACCESS =
            row("log.access", SettingTypes.flag(), "false", "log a line for each HTTP request, without its query");

    public static final Setting<String> ADMIN_USER =
            row("admin.user", SettingTypes.text(), "admin", "the administrator's name");
    public static final Setting<String> ADMIN_PASS = secret(
            "admin.pass",
            "p4010n",
            "the administrator's password; the default one works from this machine only; random makes one at the first start and keeps it");
    public static final Setting<String> ADMIN_SECRET = secret(
            "admin.secret",
            null,
            "key that signs tokens, at least 32 bytes (default: a random one, kept in data.path)");

    public static final Setting<Duration> AUTH_SESSION_IDLE = row(
            "auth.session-idle",
            SettingTypes.span(Duration.ofMinutes(1), Duration.ofDays(30)),
            "1h",
            "how long a session of a web page lasts without a request");
    public static final Setting<Duration> AUTH_SESSION_LIFE = row(
            "auth.session-life",
            SettingTypes.span(Duration.ofMinutes(1), Duration.ofDays(365)),
            "12h",
            "how long a session of a web page lasts at most");
    public static final Setting<Duration> AUTH_TOKEN_LIFE = row(
            "auth.token-life",
            SettingTypes.span(Duration.ofMinutes(1), Duration.ofDays(3_650)),
            "1826d",
            "longest life of a signed token; 5 years as in 0.9");
    public static final Setting<Duration> AUTH_REFRESH_LIFE = row(
            "auth.refresh-life",
            SettingTypes.span(Duration.ofMinutes(1), Duration.ofDays(3_650)),
            "30d",
            "how long after a login a refresh token gives new tokens");

    public static final Setting<String> FEEDS_HOST = row(
            "feeds.host",
            SettingTypes.host(),
            "localhost",
            "address the feeds listen on; they ask for no identity, so every client that reaches it may read");
    public static final Setting<Integer> PROJECTIONS_PORT =
            row("projections.port", PORT_OR_OFF, "8375", "port of the feed of projection updates; 0 switches it off");
    public static final Setting<Integer> EVENTS_PORT =
            row("events.port", PORT_OR_OFF, "8376", "port of the feed of events; 0 switches it off");
    public static final Setting<Integer> FEEDS_MAX_READERS = row(
            "feeds.max-readers",
            SettingTypes.number("READERS", 1, 100_000, "1 to 100000"),
            "256",
            "most readers of each feed at the same time");

    public static final Setting<String> MUON_URL = row(
            "muon.url",
            SettingTypes.url(
                    "amqp://[USER:PASSWORD@]HOST[:PORT], or amqps://, or embedded, or none",
                    List.of("amqp", "amqps"),
                    List.of("embedded", "none")),
            "amqp://localhost",
            "AMQP broker for Muon, or one inside the daemon, or none; also MUON_URL");
    public static final Setting<Integer> MUON_PORT =
            row("muon.port", PORT, null, "port of the AMQP broker when muon.url names none, and of the embedded one");
    public static final Setting<List<String>> MUON_PERMISSIONS = row(
            "muon.permissions",
            SettingTypes.list(
                    "PERMISSION,…",
                    "emit, replay, projections, manage, delete, comma-separated, or none",
                    List.of("emit", "replay", "projections", "manage", "delete")::contains),
            "emit,replay,projections,delete",
            "what every client of the broker may do without a token");

    public static final Setting<Integer> PARALLEL_PROJECTIONS = row(
            "parallel.projections",
            SettingTypes.number("THREADS", 1, 1_024, "1 to 1024"),
            "the number of processors",
            settings -> Math.min(1_024, settings.surroundings().processors()),
            "threads that run projections");
    public static final Setting<Path> PROJECTIONS_PATH = row(
            "projections.path",
            PATH,
            "$XDG_CONFIG_HOME/photon/projections",
            settings -> settings.surroundings().configDirectory().resolve("projections"),
            "folder of projections (*.edn) that are loaded at the start");
    public static final Setting<Duration> PROJECTIONS_MAX_TIME = row(
            "projections.max-time",
            SettingTypes.span(Duration.ofMillis(10), Duration.ofMinutes(1)),
            "1s",
            "most processor time of a reduction for one event; beyond it the projection fails");
    public static final Setting<Long> PROJECTIONS_MAX_VALUE = row(
            "projections.max-value",
            SettingTypes.size(64 << 10, 1 << 30),
            null,
            "largest value of a projection, as JSON (default: an eighth of the heap)");
    public static final Setting<Boolean> MEASURE_ACTIVE =
            row("measure.active", SettingTypes.flag(), "false", "measure the memory of projections");
    public static final Setting<Duration> MEASURE_RATE = row(
            "measure.rate",
            SettingTypes.span(Duration.ofMillis(100), Duration.ofDays(1)),
            "10s",
            "time between two measurements; a bare number is ms");

    public static final Setting<Boolean> SQL_ENABLED =
            row("sql.enabled", SettingTypes.flag(), "true", "answer SQL queries, in a process of their own");
    public static final Setting<Integer> SQL_PROCESSES = row(
            "sql.processes",
            SettingTypes.number("PROCESSES", 1, 16, "1 to 16"),
            "1",
            "most SQL queries at the same time, each in a process of its own");
    public static final Setting<Long> SQL_HEAP =
            row("sql.heap", SettingTypes.size(64 << 20, 64L << 30), "256MiB", "memory of each SQL process");
    public static final Setting<Duration> SQL_TIMEOUT = row(
            "sql.timeout",
            SettingTypes.span(Duration.ofMillis(100), Duration.ofDays(1)),
            "1m",
            "longest time of a query");
    public static final Setting<Integer> SQL_MAX_ROWS = row(
            "sql.max-rows",
            SettingTypes.number("ROWS", 1, 1_000_000_000, "1 to 1000000000"),
            "1000000",
            "most rows of an answer; the rest is left out, and the answer says so");
    public static final Setting<Long> SQL_DISK_QUOTA = row(
            "sql.disk-quota",
            SettingTypes.size(1 << 20, 1L << 40),
            "1GiB",
            "most disk space that each SQL process may use for a query");
    public static final Setting<Duration> SQL_IDLE = row(
            "sql.idle",
            SettingTypes.span(Duration.ofSeconds(1), Duration.ofDays(1)),
            "5m",
            "how long a SQL process waits for the next query before it ends");
    public static final Setting<String> SQL_PRIORITY = row(
            "sql.priority",
            SettingTypes.choice(List.of("low", "idle"), Map.of()),
            "low",
            "what SQL processes get of the processors: a small share, or (idle) only what nothing else wants");
    public static final Setting<Path> SQL_FOLDER = row(
            "sql.folder",
            PATH,
            "the system's temporary folder",
            settings -> Path.of(System.getProperty("java.io.tmpdir")),
            "folder for temporary files of SQL queries");

    public static final Setting<String> NODE_NAME = row(
            "node.name",
            SettingTypes.text(),
            null,
            "name of this node among its followers and primary (default: the name of this machine)");
    public static final Setting<String> NODE_ADDRESS = row(
            "node.address",
            SettingTypes.url("http://HOST[:PORT], or https://", List.of("http", "https"), List.of()),
            null,
            "address at which other nodes and clients reach this one (default: where HTTP listens)");
    public static final Setting<String> FOLLOW = row(
            "follow",
            SettingTypes.url(
                    "http://HOST[:PORT], https://, amqp://[USER:PASSWORD@]HOST[:PORT][/VHOST], amqps://, or none",
                    List.of("http", "https", "amqp", "amqps"),
                    List.of("none")),
            "none",
            "URL of the Photon that this one follows, keeping a copy of all its events; or of the broker where that one is");
    public static final Setting<String> FOLLOW_SERVICE = row(
            "follow.service",
            SettingTypes.text(),
            "photon",
            "microservice.name of the Photon that is followed, when follow is the address of a broker");
    public static final Setting<String> FOLLOW_USER =
            row("follow.user", SettingTypes.text(), null, "user to log in as at the followed Photon, with follow.pass");
    public static final Setting<String> FOLLOW_PASS = secret("follow.pass", null, "the password of follow.user");
    public static final Setting<String> FOLLOW_TOKEN = secret(
            "follow.token",
            null,
            "token instead of follow.user (default: without either, the token that a daemon of the same user left on this machine)");
    public static final Setting<Path> FOLLOW_CACERT =
            row("follow.cacert", PATH, null, "PEM certificates to trust for follow over https");
    public static final Setting<Boolean> FOLLOW_FORWARD = row(
            "follow.forward",
            SettingTypes.flag(),
            "false",
            "whether a follower forwards appends to the primary, and a standby on a shared store to the writer; else they refuse"
                    + " them and name it");
    public static final Setting<Integer> FOLLOW_ACK = row(
            "follow.ack",
            SettingTypes.number("FOLLOWERS", 0, 100, "0 to 100"),
            "0",
            "how many followers must have an event on disk before its emit is answered");
    public static final Setting<Duration> FOLLOW_ACK_TIMEOUT = row(
            "follow.ack-timeout",
            SettingTypes.span(Duration.ofMillis(10), Duration.ofHours(1)),
            "5s",
            "how long an emit waits for followers; after that its answer says fsync instead of replicated");

    public static final Setting<Path> DATA_PATH = row(
            "data.path",
            PATH,
            "$XDG_DATA_HOME/photon",
            settings -> settings.surroundings().dataDirectory(),
            "folder of all data");
    public static final Setting<String> DB_BACKEND = add(backendOf(List.of(), Map.of()));
    public static final Setting<Path> H2_PATH = row(
            "h2.path",
            PATH,
            "photon.h2 in data.path",
            settings -> settings.get(DATA_PATH).resolve("photon.h2"),
            "H2: prefix of the database file and of the log next to it");
    public static final Setting<Duration> H2_STOP_WAIT = row(
            "h2.stop-wait",
            SettingTypes.span(Duration.ZERO, Duration.ofHours(1)),
            "8s",
            "H2: how long a stop waits until the database has everything the log has");
    public static final Setting<String> H2_ADOPT = row(
            "h2.adopt",
            SettingTypes.choice(List.of("log", "h2"), Map.of()),
            null,
            "H2: which copy wins when only the log or only the database was put back");
    public static final Setting<Path> FILE_PATH = row(
            "file.path",
            PATH,
            "file in data.path",
            settings -> settings.get(DATA_PATH).resolve("file"),
            "file: folder of the log");
    public static final Setting<String> CASSANDRA_IP =
            row("cassandra.ip", SettingTypes.host(), "localhost", "Cassandra: a host of the cluster");
    public static final Setting<String> MONGODB_HOST =
            row("mongodb.host", SettingTypes.host(), "localhost", "MongoDB: a host of the cluster");
    public static final Setting<String> RIAK_DEFAULT_BUCKET =
            row("riak.default_bucket", SettingTypes.text(), "photon-eventstore-v1", "Riak: name of the bucket");
    public static final Setting<String> RIAK_NODE = row(
            "riak.node.X",
            SettingTypes.hostAndPort(),
            null,
            "Riak: a node of the cluster; X is any name, as in riak.node.1 and riak.node.2");

    /** Of backends that this Photon does not have: files that set them are read, and they are not offered. */
    private static final Set<String> NOT_OFFERED =
            Set.of(CASSANDRA_IP.key(), MONGODB_HOST.key(), RIAK_DEFAULT_BUCKET.key(), RIAK_NODE.key());

    private SettingsTable() {}

    /** All rows. */
    public static List<Setting<?>> rows() {
        return List.copyOf(ROWS);
    }

    /** The rows that a user is shown. */
    public static List<Setting<?>> offered() {
        return ROWS.stream().filter(row -> !NOT_OFFERED.contains(row.key())).toList();
    }

    /** {@code db.backend} as it is with more backends than those inside. @param more their names */
    public static Setting<String> backendOf(List<String> more, Map<String, String> aliases) {
        Map<String, String> words = new HashMap<>(Map.of("dummy", "memory", "mongodb", "mongo"));
        words.putAll(aliases);
        List<String> names = Stream.concat(Stream.of("h2", "file", "memory"), more.stream())
                .distinct()
                .toList();
        return new Setting<>(
                "db.backend",
                SettingTypes.choice(names, List.of("redis", "cassandra", "mongo", "riak"), words),
                "h2",
                settings -> "h2",
                false,
                "where events are stored; others come with a photon-store-NAME.jar next to the program");
    }

    private static <T> Setting<T> row(
            String key, SettingType<T> type, @Nullable String defaultText, String description) {
        return add(Setting.of(key, type, defaultText, description));
    }

    private static <T> Setting<T> row(
            String key, SettingType<T> type, String defaultText, Function<Settings, T> value, String description) {
        return add(new Setting<>(key, type, defaultText, value, false, description));
    }

    private static Setting<String> secret(String key, @Nullable String defaultText, String description) {
        return add(new Setting<>(key, SettingTypes.text(), defaultText, settings -> defaultText, true, description));
    }

    private static <T> Setting<T> add(Setting<T> setting) {
        ROWS.add(setting);
        return setting;
    }
}
