// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

import io.photon.settings.Setting;
import io.photon.settings.SettingTypes;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import io.photon.store.backend.SlotSettings;
import java.util.List;

/** The settings of this backend. Loads no class of the client. */
final class RiakSettings {

    private static final String LOCAL = "localhost";

    private static final Setting<String> BUCKET_TYPE = Setting.of(
            "riak.bucket-type",
            SettingTypes.text(),
            "strongly_consistent",
            "Riak: bucket type of the bucket; one that is not strongly consistent takes one Photon only, and can lose events");
    private static final SlotSettings SLOTS =
            new SlotSettings("riak", "Riak", "the bucket type is strongly consistent and has three copies or more");

    private RiakSettings() {}

    static List<Setting<?>> rows() {
        return SLOTS.after(SettingsTable.RIAK_DEFAULT_BUCKET, SettingsTable.RIAK_NODE, BUCKET_TYPE);
    }

    static RiakOptions read(Settings settings) {
        List<String> nodes = List.copyOf(settings.named(SettingsTable.RIAK_NODE).values());
        return new RiakOptions(
                (nodes.isEmpty() ? List.of(LOCAL) : nodes)
                        .stream().map(RiakOptions.Node::of).distinct().toList(),
                settings.get(BUCKET_TYPE),
                settings.get(SettingsTable.RIAK_DEFAULT_BUCKET),
                SLOTS.read(settings));
    }
}
