// SPDX-License-Identifier: Apache-2.0
package io.photon.store.cassandra;

import io.photon.settings.Setting;
import io.photon.settings.SettingType;
import io.photon.settings.SettingTypes;
import io.photon.settings.Settings;
import io.photon.settings.Surroundings;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.PasswordFile;
import io.photon.store.backend.SlotSettings;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The settings of this backend. Loads no class of the driver. */
final class CassandraSettings {

    private static final SettingType<Path> PATH = SettingTypes.path(Surroundings.home(System.getenv()));

    private static final Setting<List<String>> HOSTS = Setting.of(
            "cassandra.ip",
            SettingTypes.list(
                    "HOSTS",
                    "host names or IP addresses with commas between them, without port",
                    host -> SettingTypes.host().parse(host).isPresent()),
            "localhost",
            "Cassandra: one host of the cluster or several; the others are found");
    private static final Setting<Integer> PORT = Setting.of(
            "cassandra.port",
            SettingTypes.number("PORT", 1, 65_535, "1 to 65535"),
            "9042",
            "Cassandra: port of all hosts");
    private static final Setting<String> KEYSPACE = Setting.of(
            "cassandra.keyspace",
            SettingTypes.text(
                    "NAME",
                    "a lower-case letter, then at most 47 lower-case letters, digits or underscores",
                    text -> text.matches("[a-z][a-z0-9_]{0,47}")),
            "photon",
            "Cassandra: keyspace of the store, which nothing else uses; made when it is not there");
    private static final Setting<String> DATACENTER = Setting.of(
            "cassandra.datacenter",
            SettingTypes.text(),
            null,
            "Cassandra: data centre whose nodes are asked; without it that of the hosts");
    private static final Setting<String> USER =
            Setting.of("cassandra.user", SettingTypes.text(), null, "Cassandra: who asks; without it no login");
    private static final Setting<Path> PASSWORD_FILE =
            Setting.of("cassandra.password-file", PATH, null, "Cassandra: file whose first line is the password");
    private static final Setting<Boolean> TLS = Setting.of(
            "cassandra.tls",
            SettingTypes.flag(),
            "false",
            "Cassandra: encrypt connections, and let only nodes whose certificate is trusted be asked");
    private static final Setting<Path> TLS_CA_FILE = Setting.of(
            "cassandra.tls.ca-file",
            PATH,
            null,
            "Cassandra: PEM file of whom to trust with cassandra.tls; without it Java's own");
    private static final Setting<Boolean> TLS_CHECK_HOST = Setting.of(
            "cassandra.tls.check-host",
            SettingTypes.flag(),
            "true",
            "Cassandra: whether the certificate of a node must name its host");
    private static final Setting<String> REPLICATION = Setting.of(
            "cassandra.replication",
            SettingTypes.text(
                    "COPIES",
                    "a number of copies from 1 to 9, or a list such as dc1:3,dc2:3",
                    text -> text.matches("[1-9]|[A-Za-z0-9_.-]+:[1-9](,[A-Za-z0-9_.-]+:[1-9])*")),
            "3",
            "Cassandra: copies of each event in a keyspace that is made, per data centre");
    private static final SlotSettings SLOTS =
            new SlotSettings("cassandra", "Cassandra", "all nodes force each write to their disks");

    private CassandraSettings() {}

    static List<Setting<?>> rows() {
        return SLOTS.after(
                HOSTS, PORT, KEYSPACE, DATACENTER, USER, PASSWORD_FILE, TLS, TLS_CA_FILE, TLS_CHECK_HOST, REPLICATION);
    }

    /** @throws StoreException REFUSED when they do not fit together, or the password cannot be read */
    static CassandraOptions read(Settings settings) throws StoreException {
        Optional<String> user = settings.find(USER);
        String password = PasswordFile.of(USER, PASSWORD_FILE, settings);
        return new CassandraOptions(
                settings.get(HOSTS),
                settings.get(PORT),
                settings.get(KEYSPACE),
                settings.find(DATACENTER).orElse(null),
                user.orElse(null),
                password,
                tls(settings),
                replication(settings.get(REPLICATION)),
                SLOTS.read(settings));
    }

    private static CassandraOptions.@Nullable Tls tls(Settings settings) throws StoreException {
        Optional<Path> caFile = settings.find(TLS_CA_FILE);
        if (settings.get(TLS)) {
            return new CassandraOptions.Tls(caFile.orElse(null), settings.get(TLS_CHECK_HOST));
        }
        if (caFile.isPresent()) {
            throw new StoreException(
                    Kind.REFUSED,
                    "cassandra.tls.ca-file is set, and connections are not encrypted; set cassandra.tls to true, or leave the"
                            + " file out");
        }
        return null;
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
}
