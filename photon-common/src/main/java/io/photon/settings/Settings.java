// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The values of all settings, each with its origin. Immutable, safe for many threads.
 *
 * <p>Read them with {@link SettingsReader}; ask with the rows of {@link SettingsTable}:
 * {@code settings.get(SettingsTable.REST_PORT)}.
 */
public final class Settings {

    /** One line of {@code --print-config}; the value of a secret is masked. */
    public record Shown(Setting<?> setting, String value, Origin origin) {}

    /** A checked value. */
    record Entry(Setting<?> setting, Object value, Origin origin) {}

    private static final String RIAK_NODE = "riak.node.";

    private final SettingRows rows;
    private final Surroundings surroundings;
    private final Map<String, Entry> entries;

    Settings(SettingRows rows, Surroundings surroundings, Map<String, Entry> entries) {
        this.rows = rows;
        this.surroundings = surroundings;
        this.entries = Map.copyOf(entries);
    }

    /** Nothing but defaults. */
    public static Settings defaults() {
        return new Settings(SettingRows.BUILT_IN, Surroundings.ofThisProcess(), Map.of());
    }

    /**
     * The same with one more value, as if it had been given on the command line.
     *
     * @throws IllegalArgumentException when the value is none of the allowed
     */
    public <T> Settings with(Setting<T> setting, T value) {
        String text = setting.type().print(value);
        T checked = setting.type()
                .parse(text)
                .orElseThrow(() -> new IllegalArgumentException(setting.key() + " is " + setting.shown(text) + "; use "
                        + setting.type().allowed()));
        Map<String, Entry> more = new TreeMap<>(entries);
        more.put(setting.key(), new Entry(setting, checked, Origin.commandLine("-" + setting.key())));
        return new Settings(rows, surroundings, more);
    }

    /** The value, given or default. @throws NoSuchElementException when there is neither: use {@link #find} there */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new NoSuchElementException(setting.key() + " has no value"));
    }

    /** The value, given or default. */
    public <T> Optional<T> find(Setting<T> setting) {
        Entry entry = entries.get(setting.key());
        return Optional.ofNullable(entry == null ? setting.defaultValue().apply(this) : value(setting, entry));
    }

    @SuppressWarnings("unchecked") // a value is only ever put beside the setting that parsed it
    private static <T> T value(Setting<T> setting, Entry entry) {
        assert entry.setting().key().equals(setting.key());
        return (T) entry.value();
    }

    /** Where the value comes from. */
    public Origin origin(Setting<?> setting) {
        Entry entry = entries.get(setting.key());
        return entry == null ? Origin.DEFAULT : entry.origin();
    }

    /** The values of {@code riak.node.N} by N; empty when none is set. */
    public SortedMap<Integer, String> riakNodes() {
        SortedMap<Integer, String> nodes = new TreeMap<>();
        entries.forEach((key, entry) -> {
            if (key.startsWith(RIAK_NODE)) {
                nodes.put(Integer.valueOf(key.substring(RIAK_NODE.length())), (String) entry.value());
            }
        });
        return nodes;
    }

    /** Every setting in the table's order, then the Riak nodes; a setting without value shows an empty one. */
    public List<Shown> shown() {
        List<Shown> all = new ArrayList<>();
        for (Setting<?> setting : rows.all()) {
            all.add(shown(setting));
        }
        for (int n : riakNodes().keySet()) {
            all.add(shown(Objects.requireNonNull(entries.get(RIAK_NODE + n)).setting()));
        }
        return List.copyOf(all);
    }

    private <T> Shown shown(Setting<T> setting) {
        String value = find(setting)
                .map(found -> setting.shown(setting.type().print(found)))
                .orElse("");
        return new Shown(setting, value, origin(setting));
    }

    /** What they were read from. */
    public Surroundings surroundings() {
        return surroundings;
    }
}
