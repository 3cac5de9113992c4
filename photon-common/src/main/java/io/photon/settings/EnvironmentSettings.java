// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes the settings out of the environment: {@code PHOTON_REST_HOST} and so on, {@code PHOTON_RIAK_NODE_1}, and
 * {@code MUON_URL}. An empty variable counts as none.
 *
 * @param given the settings
 * @param warnings about variables that look like a mistyped one
 */
record EnvironmentSettings(List<Given> given, List<String> warnings) {

    /** Those of the commands and of the launcher. */
    private static final Set<String> NOT_SETTINGS =
            Set.of("PHOTON_URL", "PHOTON_TOKEN", "PHOTON_USER", "PHOTON_JAVA_OPTS", "PHOTON_REBUILD", "PHOTON_JAR");

    static EnvironmentSettings of(Map<String, String> environment, SettingRows rows) {
        Map<String, String> keys = new TreeMap<>();
        rows.all().stream().filter(row -> !row.isMany()).forEach(row -> keys.put(row.variable(), row.key()));
        List<Given> given = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, text) -> {
            Optional<String> key = named(variable, rows).or(() -> Optional.ofNullable(keys.get(variable)));
            if (key.isPresent() && !text.isEmpty()) {
                given.add(new Given(key.get(), text, SettingOrigin.environment(variable)));
            } else if (key.isEmpty() && variable.startsWith("PHOTON_") && !NOT_SETTINGS.contains(variable)) {
                mistyped(variable, keys).ifPresent(warnings::add);
            }
        });
        String url = environment.getOrDefault("MUON_URL", "");
        if (!url.isEmpty()) {
            // Before PHOTON_MUON_URL: the last one counts.
            given.add(0, new Given(SettingsTable.MUON_URL.key(), url, SettingOrigin.environment("MUON_URL")));
        }
        return new EnvironmentSettings(List.copyOf(given), List.copyOf(warnings));
    }

    /** The key of one of many. */
    private static Optional<String> named(String variable, SettingRows rows) {
        return rows.all().stream()
                .flatMap(row -> row.nameInVariable(variable).map(row::named).stream())
                .map(Setting::key)
                .findFirst();
    }

    /** Others may have variables of that prefix too, so only what is close to one of ours is worth a word. */
    private static Optional<String> mistyped(String variable, Map<String, String> keys) {
        return Closest.of(variable, keys.keySet())
                .filter(closest -> Closest.distance(variable, closest) <= 2)
                .map(closest ->
                        "environment " + variable + " is not a setting and was ignored; did you mean " + closest + "?");
    }
}
