package io.photon.store.redis;

import io.photon.settings.Setting;
import io.photon.settings.SettingType;
import io.photon.settings.SettingTypes;
import io.photon.settings.Settings;
import io.photon.settings.Surroundings;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The settings of this backend. Loads no class of the driver. */
final class RedisSettings {

    private static final SettingType<Path> PATH = SettingTypes.path(Surroundings.home(System.getenv()));

    private static final Setting<String> URL = row(
            "redis.url",
            new RedisUrlType(),
            "redis://localhost:6379",
            "Redis: the server; rediss:// for TLS, /N at the end for a database");
    private static final Setting<Path> PASSWORD_FILE =
            row("redis.password-file", PATH, null, "Redis: file whose first line is the password");
    private static final Setting<Integer> DATABASE = row(
            "redis.database",
            SettingTypes.number("NUMBER", 0, 9_999, "0 to 9999"),
            null,
            "Redis: number of the database; without it the one of redis.url, or 0");
    private static final Setting<Path> CA_FILE =
            row("redis.ca-file", PATH, null, "Redis: PEM file of whom to trust with rediss://; without it Java's own");
    private static final Setting<String> PREFIX = row(
            "redis.prefix",
            new PrefixType(),
            "photon",
            "Redis: what the names of all keys begin with; one store has one prefix");
    private static final Setting<Duration> TIMEOUT = row(
            "redis.timeout",
            SettingTypes.span(Duration.ofMillis(100), Duration.ofMinutes(10)),
            "10s",
            "Redis: how long one answer, or a connection, is waited for");
    private static final Setting<Duration> LEASE = row(
            "redis.lease",
            SettingTypes.span(Duration.ofSeconds(1), Duration.ofMinutes(10)),
            "8s",
            "Redis: how long another Photon waits for a writer that is gone before it writes itself");
    private static final Setting<Boolean> REQUIRE_DURABLE = row(
            "redis.require-durable",
            SettingTypes.flag(),
            "false",
            "Redis: start only when the server forces each write to its disk");

    private RedisSettings() {}

    static List<Setting<?>> rows() {
        return List.of(URL, PASSWORD_FILE, DATABASE, CA_FILE, PREFIX, TIMEOUT, LEASE, REQUIRE_DURABLE);
    }

    /** @throws StoreException REFUSED when they do not fit together, or the password cannot be read */
    static RedisOptions read(Settings settings) throws StoreException {
        return new RedisOptions(
                RedisTarget.of(
                        settings.get(URL),
                        password(settings.find(PASSWORD_FILE)),
                        settings.find(DATABASE).orElse(null)),
                settings.find(CA_FILE).orElse(null),
                settings.get(PREFIX),
                settings.get(TIMEOUT),
                settings.get(LEASE),
                settings.get(REQUIRE_DURABLE));
    }

    private static @Nullable String password(Optional<Path> file) throws StoreException {
        if (file.isEmpty()) {
            return null;
        }
        try {
            List<String> lines = Files.readAllLines(file.get());
            if (lines.isEmpty() || lines.get(0).isBlank()) {
                throw new StoreException(Kind.REFUSED, "redis.password-file: " + file.get() + " has no first line");
            }
            return lines.get(0).strip();
        } catch (IOException e) {
            throw new StoreException(
                    Kind.REFUSED, "redis.password-file: " + file.get() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static <T> Setting<T> row(
            String key, SettingType<T> type, @Nullable String defaultText, String description) {
        @Nullable T value = defaultText == null ? null : type.parse(defaultText).orElseThrow();
        return new Setting<>(key, type, defaultText, settings -> value, false, description);
    }

    /** Letters, digits and a few signs: no braces, which mean something to a cluster. */
    private static final class PrefixType extends RedisText {

        PrefixType() {
            super("PREFIX", "1 to 100 letters, digits, dots, colons, hyphens or underscores");
        }

        @Override
        public Optional<String> parse(String text) {
            return Optional.of(text.strip()).filter(prefix -> prefix.matches("[A-Za-z0-9._:-]{1,100}"));
        }
    }

    /** A server's URL. Whatever stands before its {@code @} is shown only as far as it is certainly no password. */
    private static final class RedisUrlType extends RedisText {

        RedisUrlType() {
            super("URL", "redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE], or rediss://");
        }

        @Override
        public Optional<String> parse(String text) {
            return Optional.of(text.strip()).filter(RedisTarget::isUrl);
        }

        @Override
        public String masked(String text) {
            // Greedy up to the last @: a password may hold one that was not escaped.
            return text.replaceFirst("(?<=//)([^:@/]*):.*@", "$1:********@")
                    .replaceFirst("(?<=//)[^:@/]*@", "********@");
        }
    }

    private abstract static class RedisText implements SettingType<String> {

        private final String label;
        private final String allowed;

        RedisText(String label, String allowed) {
            this.label = label;
            this.allowed = allowed;
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
