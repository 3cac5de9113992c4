package io.photon.store.cassandra;

import io.photon.settings.Setting;
import io.photon.settings.SettingType;
import io.photon.settings.SettingTypes;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import io.photon.settings.Surroundings;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The settings of this backend. Loads no class of the driver. */
final class CassandraSettings {

    private static final SettingType<Path> PATH = SettingTypes.path(Surroundings.home(System.getenv()));

    private static final Setting<List<String>> HOSTS = row(
            "cassandra.ip",
            SettingTypes.list(
                    "HOSTS",
                    "host names or IP addresses with commas between them, without port",
                    host -> SettingTypes.host().parse(host).isPresent()),
            "localhost",
            "Cassandra: one host of the cluster or several; the others are found");
    private static final Setting<Integer> PORT = row(
            "cassandra.port",
            SettingTypes.number("PORT", 1, 65_535, "1 to 65535"),
            "9042",
            "Cassandra: port of all hosts");
    private static final Setting<String> KEYSPACE = row(
            "cassandra.keyspace",
            new Text(
                    "NAME",
                    "a lower-case letter, then at most 47 lower-case letters, digits or underscores",
                    text -> text.matches("[a-z][a-z0-9_]{0,47}")),
            "photon",
            "Cassandra: keyspace of the store, which nothing else uses; made when it is not there");
    private static final Setting<String> DATACENTER = row(
            "cassandra.datacenter",
            SettingTypes.text(),
            null,
            "Cassandra: data centre whose nodes are asked; without it that of the hosts");
    private static final Setting<String> USER =
            row("cassandra.user", SettingTypes.text(), null, "Cassandra: who asks; without it no login");
    private static final Setting<Path> PASSWORD_FILE =
            row("cassandra.password-file", PATH, null, "Cassandra: file whose first line is the password");
    private static final Setting<String> REPLICATION = row(
            "cassandra.replication",
            new Text(
                    "COPIES",
                    "a number of copies from 1 to 9, or a list such as dc1:3,dc2:3",
                    text -> text.matches("[1-9]|[A-Za-z0-9_.-]+:[1-9](,[A-Za-z0-9_.-]+:[1-9])*")),
            "3",
            "Cassandra: copies of each event in a keyspace that is made, per data centre");
    private static final Setting<Duration> TIMEOUT = row(
            "cassandra.timeout",
            SettingTypes.span(Duration.ofMillis(500), Duration.ofMinutes(1)),
            "5s",
            "Cassandra: how long one answer is waited for");
    private static final Setting<Duration> LEASE = row(
            "cassandra.lease",
            SettingTypes.span(Duration.ofSeconds(1), Duration.ofMinutes(10)),
            "5s",
            "Cassandra: how long another Photon waits for a writer that is gone before it writes itself");
    private static final Setting<Boolean> REQUIRE_DURABLE = row(
            "cassandra.require-durable",
            SettingTypes.flag(),
            "false",
            "Cassandra: start only when all nodes force each write to their disks");
    private static final Setting<Path> CACHE = new Setting<>(
            "cassandra.cache",
            PATH,
            "cassandra in data.path",
            settings -> settings.get(SettingsTable.DATA_PATH).resolve("cassandra"),
            false,
            "Cassandra: folder of the copy that is read on this machine; it can be lost");

    private CassandraSettings() {}

    static List<Setting<?>> rows() {
        return List.of(
                HOSTS,
                PORT,
                KEYSPACE,
                DATACENTER,
                USER,
                PASSWORD_FILE,
                REPLICATION,
                TIMEOUT,
                LEASE,
                REQUIRE_DURABLE,
                CACHE);
    }

    /** @throws StoreException REFUSED when they do not fit together, or the password cannot be read */
    static CassandraOptions read(Settings settings) throws StoreException {
        Optional<String> user = settings.find(USER);
        Optional<Path> file = settings.find(PASSWORD_FILE);
        if (user.isPresent() != file.isPresent()) {
            throw new StoreException(
                    Kind.REFUSED,
                    user.isPresent()
                            ? "cassandra.user is set, and cassandra.password-file is not; set both"
                            : "cassandra.password-file is set, and cassandra.user is not; set both");
        }
        return new CassandraOptions(
                settings.get(HOSTS),
                settings.get(PORT),
                settings.get(KEYSPACE),
                settings.find(DATACENTER).orElse(null),
                user.orElse(null),
                file.isEmpty() ? null : password(file.get()),
                replication(settings.get(REPLICATION)),
                settings.get(TIMEOUT),
                settings.get(LEASE),
                settings.get(REQUIRE_DURABLE),
                settings.get(CACHE).toAbsolutePath());
    }

    /** Copies per data centre; with the name "" for the one that is asked. */
    static Map<String, Integer> replication(String text) {
        Map<String, Integer> copies = new TreeMap<>();
        if (text.matches("[1-9]")) {
            return Map.of("", Integer.parseInt(text));
        }
        Arrays.stream(text.split(",")).forEach(each -> {
            int colon = each.lastIndexOf(':');
            copies.put(each.substring(0, colon), Integer.parseInt(each.substring(colon + 1)));
        });
        return copies;
    }

    private static String password(Path file) throws StoreException {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || lines.get(0).isBlank()) {
                throw new StoreException(Kind.REFUSED, "cassandra.password-file: " + file + " has no first line");
            }
            return lines.get(0).strip();
        } catch (IOException e) {
            throw new StoreException(
                    Kind.REFUSED, "cassandra.password-file: " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static <T> Setting<T> row(
            String key, SettingType<T> type, @Nullable String defaultText, String description) {
        @Nullable T value = defaultText == null ? null : type.parse(defaultText).orElseThrow();
        return new Setting<>(key, type, defaultText, settings -> value, false, description);
    }

    /** A text of a certain form. */
    private static final class Text implements SettingType<String> {

        private final String label;
        private final String allowed;
        private final Predicate<String> fits;

        Text(String label, String allowed, Predicate<String> fits) {
            this.label = label;
            this.allowed = allowed;
            this.fits = fits;
        }

        @Override
        public Optional<String> parse(String text) {
            return Optional.of(text.strip()).filter(fits);
        }

        @Override
        public String print(String value) {
            return value;
        }

        @Override
        public String allowed() {
            return allowed;
        }

        @Override
        public String label() {
            return label;
        }
    }
}
