// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of one process: those of {@link SettingsTable}, and those that a backend in a jar of its own brings.
 * Immutable.
 */
public final class SettingRows {

    /** What Photon has without any jar next to it. */
    public static final SettingRows BUILT_IN = new SettingRows(SettingsTable.rows(), SettingsTable.offered());

    private final List<Setting<?>> all;
    private final List<Setting<?>> offered;

    private SettingRows(List<Setting<?>> all, List<Setting<?>> offered) {
        this.all = List.copyOf(all);
        this.offered = List.copyOf(offered);
    }

    /**
     * The same with more names that {@code db.backend} takes.
     *
     * @param names of backends, lower-case
     * @param aliases other words for them
     */
    public SettingRows withBackends(List<String> names, Map<String, String> aliases) {
        if (names.isEmpty()) {
            return this;
        }
        Setting<String> backend = SettingsTable.backendOf(names, aliases);
        return new SettingRows(replaced(all, backend), replaced(offered, backend));
    }

    private static List<Setting<?>> replaced(List<Setting<?>> rows, Setting<?> by) {
        List<Setting<?>> replaced = new ArrayList<>();
        rows.forEach(row -> replaced.add(row.key().equals(by.key()) ? by : row));
        return replaced;
    }

    /**
     * The same with the rows of a backend. A key that Photon reads and does not offer, as of a backend that was not there,
     * now means what the backend says.
     *
     * @throws IllegalArgumentException when a key is taken by a row that is offered
     */
    public SettingRows with(List<Setting<?>> more) {
        List<Setting<?>> rows = new ArrayList<>(all);
        List<Setting<?>> shown = new ArrayList<>(offered);
        for (Setting<?> row : more) {
            if (shown.stream().anyMatch(there -> there.key().equals(row.key()))) {
                throw new IllegalArgumentException("the setting " + row.key() + " is there already");
            }
            rows.removeIf(there -> there.key().equals(row.key()));
            rows.add(row);
            shown.add(row);
        }
        return new SettingRows(rows, shown);
    }

    /** All rows, in the order of the help. */
    public List<Setting<?>> all() {
        return all;
    }

    /** The rows that a user is shown. */
    public List<Setting<?>> offered() {
        return offered;
    }

    /** The row of a key; of a row that stands for many, each name has one of its own. */
    Optional<Setting<?>> find(String key) {
        Optional<Setting<?>> found = all.stream()
                .filter(row -> !row.isMany() && row.key().equals(key))
                .findFirst();
        return found.isPresent()
                ? found
                : all.stream()
                        .<Setting<?>>flatMap(row -> row.name(key).map(row::named).stream())
                        .findFirst();
    }

    /** All keys, for guesses. */
    List<String> keys() {
        return all.stream().map(Setting::key).toList();
    }
}
