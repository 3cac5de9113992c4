// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.settings.Setting;
import io.photon.settings.SettingType;
import io.photon.settings.SettingTypes;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import io.photon.settings.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The settings of this backend. Loads no class of the client. */
final class RiakSettings {

    private static final SettingType<Path> PATH = SettingTypes.path(Surroundings.home(System.getenv()));

    private static final String LOCAL = "localhost";

    private static final Setting<String> BUCKET_TYPE = Setting.of(
            "riak.bucket-type",
            SettingTypes.text(),
            "strongly_consistent",
            "Riak: bucket type of the bucket; one that is not strongly consistent takes one Photon only, and can lose events");
    private static final Setting<Duration> TIMEOUT = Setting.of(
            "riak.timeout",
            SettingTypes.span(Duration.ofMillis(500), Duration.ofMinutes(1)),
            "5s",
            "Riak: how long one answer is waited for");
    private static final Setting<Duration> LEASE = Setting.of(
            "riak.lease",
            SettingTypes.span(Duration.ofSeconds(1), Duration.ofMinutes(10)),
            "5s",
            "Riak: how long another Photon waits for a writer that is gone before it writes itself");
    private static final Setting<Boolean> REQUIRE_DURABLE = Setting.of(
            "riak.require-durable",
            SettingTypes.flag(),
            "false",
            "Riak: start only when the bucket type is strongly consistent and has three copies or more");
    private static final Setting<Path> CACHE = new Setting<>(
            "riak.cache",
            PATH,
            "riak in data.path",
            settings -> settings.get(SettingsTable.DATA_PATH).resolve("riak"),
            false,
            "Riak: folder of the copy that is read on this machine; it can be lost");

    private RiakSettings() {}

    static List<Setting<?>> rows() {
        return List.of(
                SettingsTable.RIAK_DEFAULT_BUCKET,
                SettingsTable.RIAK_NODE,
                BUCKET_TYPE,
                TIMEOUT,
                LEASE,
                REQUIRE_DURABLE,
                CACHE);
    }

    static RiakOptions read(Settings settings) {
        List<String> nodes = List.copyOf(settings.named(SettingsTable.RIAK_NODE).values());
        return new RiakOptions(
                (nodes.isEmpty() ? List.of(LOCAL) : nodes)
                        .stream().map(RiakOptions.Node::of).distinct().toList(),
                settings.get(BUCKET_TYPE),
                settings.get(SettingsTable.RIAK_DEFAULT_BUCKET),
                settings.get(TIMEOUT),
                settings.get(LEASE),
                settings.get(REQUIRE_DURABLE),
                settings.get(CACHE).toAbsolutePath(),
                settings.find(SettingsTable.NODE_ADDRESS).orElse(""));
    }
}
