// SPDX-License-Identifier: Apache-2.0
package io.photon.store.backend;

import io.photon.settings.Setting;
import io.photon.settings.SettingTypes;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import io.photon.settings.Surroundings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The settings that are the same for each server in which a log of slots is kept. Immutable. */
public final class SlotSettings {

    private final Setting<Duration> timeout;
    private final Setting<Duration> lease;
    private final Setting<Boolean> requireDurable;
    private final Setting<Path> cache;

    /**
     * @param key what the keys begin with, as {@code cassandra}; also the name of the copy's folder in {@code data.path}
     * @param server as the help names it, as {@code Cassandra}
     * @param durable when a start is allowed with {@code KEY.require-durable}, as a part of a sentence after "only when"
     */
    public SlotSettings(String key, String server, String durable) {
        timeout = Setting.of(
                key + ".timeout",
                SettingTypes.span(Duration.ofMillis(500), Duration.ofMinutes(1)),
                "5s",
                server + ": how long one answer is waited for");
        lease = Setting.of(
                key + ".lease",
                SettingTypes.span(Duration.ofSeconds(1), Duration.ofMinutes(10)),
                "5s",
                server + ": how long another Photon waits for a writer that is gone before it writes itself");
        requireDurable = Setting.of(
                key + ".require-durable", SettingTypes.flag(), "false", server + ": start only when " + durable);
        cache = new Setting<>(
                key + ".cache",
                SettingTypes.path(Surroundings.home(System.getenv())),
                key + " in data.path",
                settings -> settings.get(SettingsTable.DATA_PATH).resolve(key),
                false,
                server + ": folder of the copy that is read on this machine; it can be lost");
    }

    /** The backend's own, in their order, and then these. */
    public List<Setting<?>> after(Setting<?>... own) {
        List<Setting<?>> rows = new ArrayList<>(List.of(own));
        rows.addAll(List.of(timeout, lease, requireDurable, cache));
        return List.copyOf(rows);
    }

    /** What they say. */
    public SlotOptions read(Settings settings) {
        return new SlotOptions(
                settings.get(timeout),
                settings.get(lease),
                settings.get(requireDurable),
                settings.get(cache).toAbsolutePath(),
                settings.find(SettingsTable.NODE_ADDRESS).orElse(""));
    }
}
