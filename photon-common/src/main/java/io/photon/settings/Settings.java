// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
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
    public record Shown(Setting<?> setting, String value, SettingOrigin origin) {}

    /** A checked value. */
    record Entry(Setting<?> setting, Object value, SettingOrigin origin) {}

    private static final Comparator<String> BY_NAME = Comparator.comparing(
                    (String name) -> name.matches("[0-9]{1,18}") ? Long.parseLong(name) : Long.MAX_VALUE)
            .thenComparing(Comparator.naturalOrder());

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
        more.put(setting.key(), new Entry(setting, checked, SettingOrigin.commandLine("-" + setting.key())));
        return new Settings(rows, surroundings, more);
    }

    /** The value, given or default. @throws NoSuchElementException when there is neither: use {@link #find} there */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(() -> new NoSuchElementException(setting.key() + " has no value"));
    }

    /** The value, given or default. */
    public <T> Optional<T> find(Setting<T> setting) {
        Entry entry = entries.get(setting.key());
        return Optional.ofNullable(entry == null ? setting.defaultValue().apply(this) : value(entry));
    }

    @SuppressWarnings("unchecked") // a value is only ever put next to the setting that parsed it
    private static <T> T value(Entry entry) {
        return (T) entry.value();
    }

    /** Where the value comes from. */
    public SettingOrigin origin(Setting<?> setting) {
        Entry entry = entries.get(setting.key());
        return entry == null ? SettingOrigin.DEFAULT : entry.origin();
    }

    /**
     * The values of a row that stands for many, by their names: numbers first and in their order, then the others in that of
     * the alphabet.
     *
     * @return empty when none is given
     */
    public <T> SortedMap<String, T> named(Setting<T> many) {
        SortedMap<String, T> values = new TreeMap<>(BY_NAME);
        entries.forEach((key, entry) -> many.name(key).ifPresent(name -> values.put(name, value(entry))));
        return values;
    }

    /** Every setting in the table's order, of a row that stands for many those that are given; one without value shows an empty one. */
    public List<Shown> shown() {
        List<Shown> all = new ArrayList<>();
        for (Setting<?> setting : rows.all()) {
            if (setting.isMany()) {
                named(setting).keySet().forEach(name -> all.add(shown(setting.named(name))));
            } else {
                all.add(shown(setting));
            }
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
