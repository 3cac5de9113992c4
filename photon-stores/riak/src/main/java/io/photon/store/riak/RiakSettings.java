// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.settings.Setting;
import io.photon.settings.SettingType;
import io.photon.settings.SettingTypes;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import io.photon.settings.Surroundings;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import io.photon.store.backend.PasswordFile;
import io.photon.store.backend.SlotSettings;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The settings of this backend. Loads no class of the client. */
final class RiakSettings {

    private static final String LOCAL = "localhost";

    private static final Setting<String> BUCKET_TYPE = Setting.of(
            "riak.bucket-type",
            SettingTypes.text(),
            "strongly_consistent",
            "Riak: bucket type of the bucket; one that is not strongly consistent takes one Photon only, and can lose events");
    private static final SettingType<Path> PATH = SettingTypes.path(Surroundings.home(System.getenv()));
    private static final Setting<String> USER = Setting.of(
            "riak.user",
            SettingTypes.text(),
            null,
            "Riak: who asks, over TLS, when its security is on; without it no login and no TLS");
    private static final Setting<Path> PASSWORD_FILE =
            Setting.of("riak.password-file", PATH, null, "Riak: file whose first line is the password");
    private static final Setting<Path> TLS_CA_FILE = Setting.of(
            "riak.tls.ca-file", PATH, null, "Riak: PEM file of whom to trust with riak.user; without it Java's own");
    private static final Setting<Boolean> TLS_CHECK_HOST = Setting.of(
            "riak.tls.check-host",
            SettingTypes.flag(),
            "true",
            "Riak: whether the certificate of a node must name its host");
    private static final SlotSettings SLOTS =
            new SlotSettings("riak", "Riak", "the bucket type is strongly consistent and has three copies or more");

    private RiakSettings() {}

    static List<Setting<?>> rows() {
        return SLOTS.after(
                SettingsTable.RIAK_DEFAULT_BUCKET,
                SettingsTable.RIAK_NODE,
                BUCKET_TYPE,
                USER,
                PASSWORD_FILE,
                TLS_CA_FILE,
                TLS_CHECK_HOST);
    }

    /** @throws StoreException REFUSED when they do not fit together, or the password cannot be read */
    static RiakOptions read(Settings settings) throws StoreException {
        List<String> nodes = List.copyOf(settings.named(SettingsTable.RIAK_NODE).values());
        return new RiakOptions(
                (nodes.isEmpty() ? List.of(LOCAL) : nodes)
                        .stream().map(RiakOptions.Node::of).distinct().toList(),
                login(settings),
                settings.get(BUCKET_TYPE),
                settings.get(SettingsTable.RIAK_DEFAULT_BUCKET),
                SLOTS.read(settings));
    }

    private static @Nullable RiakLogin login(Settings settings) throws StoreException {
        String password = PasswordFile.of(USER, PASSWORD_FILE, settings);
        Path caFile = settings.find(TLS_CA_FILE).orElse(null);
        if (password != null) {
            return new RiakLogin(settings.get(USER), password, caFile, settings.get(TLS_CHECK_HOST));
        }
        if (caFile != null) {
            throw new StoreException(
                    Kind.REFUSED,
                    "riak.tls.ca-file is set, and riak.user is not: Riak speaks TLS only with users; set riak.user and"
                            + " riak.password-file, or leave the file out");
        }
        return null;
    }
}
