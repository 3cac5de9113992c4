// SPDX-License-Identifier: Apache-2.0
package io.photon.store.redis;

import io.photon.settings.Setting;
import io.photon.settings.SettingType;
import io.photon.settings.SettingTypes;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import io.photon.settings.Surroundings;
import io.photon.store.StoreException;
import io.photon.store.backend.PasswordFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The settings of this backend. Loads no class of the driver. */
final class RedisSettings {

    private static final SettingType<Path> PATH = SettingTypes.path(Surroundings.home(System.getenv()));

    private static final Setting<String> URL = Setting.of(
            "redis.url",
            SettingTypes.urlWithPassword(
                    "URL", "redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE], or rediss://", RedisTarget::isUrl),
            "redis://localhost:6379",
            "Redis: the server; rediss:// for TLS, /N at the end for a database");
    private static final Setting<Path> PASSWORD_FILE =
            Setting.of("redis.password-file", PATH, null, "Redis: file whose first line is the password");
    private static final Setting<Integer> DATABASE = Setting.of(
            "redis.database",
            SettingTypes.number("NUMBER", 0, 9_999, "0 to 9999"),
            null,
            "Redis: number of the database; without it the one of redis.url, or 0");
    private static final Setting<Path> CA_FILE = Setting.of(
            "redis.ca-file", PATH, null, "Redis: PEM file of whom to trust with rediss://; without it Java's own");
    private static final Setting<String> PREFIX = Setting.of(
            "redis.prefix",
            SettingTypes.text(
                    "PREFIX",
                    // No braces, which mean something to a cluster.
                    "1 to 100 letters, digits, dots, colons, hyphens or underscores",
                    prefix -> prefix.matches("[A-Za-z0-9._:-]{1,100}")),
            "photon",
            "Redis: what the names of all keys begin with; one store has one prefix");
    private static final Setting<Duration> TIMEOUT = Setting.of(
            "redis.timeout",
            SettingTypes.span(Duration.ofMillis(100), Duration.ofMinutes(10)),
            "10s",
            "Redis: how long one answer, or a connection, is waited for");
    private static final Setting<Duration> LEASE = Setting.of(
            "redis.lease",
            SettingTypes.span(Duration.ofSeconds(1), Duration.ofMinutes(10)),
            "8s",
            "Redis: how long another Photon waits for a writer that is gone before it writes itself");
    private static final Setting<Boolean> REQUIRE_DURABLE = Setting.of(
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
        Optional<Path> password = settings.find(PASSWORD_FILE);
        return new RedisOptions(
                RedisTarget.of(
                        settings.get(URL),
                        password.isEmpty() ? null : PasswordFile.read(PASSWORD_FILE.key(), password.get()),
                        settings.find(DATABASE).orElse(null)),
                settings.find(CA_FILE).orElse(null),
                settings.get(PREFIX),
                settings.get(TIMEOUT),
                settings.get(LEASE),
                settings.get(REQUIRE_DURABLE),
                settings.find(SettingsTable.NODE_ADDRESS).orElse(""));
    }
}
