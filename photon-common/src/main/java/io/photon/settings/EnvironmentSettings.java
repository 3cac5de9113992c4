// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the settings out of the environment: {@code PHOTON_REST_HOST} and so on, {@code PHOTON_RIAK_NODE_1}, and
 * {@code MUON_URL}. An empty variable counts as none.
 *
 * @param given the settings
 * @param warnings about variables that look like a mistyped one
 */
record EnvironmentSettings(List<Given> given, List<String> warnings) {

    private static final Pattern RIAK_NODE = Pattern.compile("PHOTON_RIAK_NODE_([1-9][0-9]{0,8})");

    /** Those of the commands and of the launcher. */
    private static final Set<String> NOT_SETTINGS =
            Set.of("PHOTON_URL", "PHOTON_TOKEN", "PHOTON_USER", "PHOTON_JAVA_OPTS", "PHOTON_REBUILD", "PHOTON_JAR");

    static EnvironmentSettings of(Map<String, String> environment, SettingRows rows) {
        Map<String, String> keys = new TreeMap<>();
        rows.all().forEach(row -> keys.put(row.variable(), row.key()));
        List<Given> given = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, text) -> {
            Matcher riak = RIAK_NODE.matcher(variable);
            String key = riak.matches() ? "riak.node." + riak.group(1) : keys.get(variable);
            if (key != null && !text.isEmpty()) {
                given.add(new Given(key, text, Origin.environment(variable)));
            } else if (key == null && variable.startsWith("PHOTON_") && !NOT_SETTINGS.contains(variable)) {
                mistyped(variable, keys).ifPresent(warnings::add);
            }
        });
        String url = environment.getOrDefault("MUON_URL", "");
        if (!url.isEmpty()) {
            // Before PHOTON_MUON_URL: the last one counts.
            given.add(0, new Given(SettingsTable.MUON_URL.key(), url, Origin.environment("MUON_URL")));
        }
        return new EnvironmentSettings(List.copyOf(given), List.copyOf(warnings));
    }

    /** Others may have variables of that prefix too, so only what is close to one of ours is worth a word. */
    private static Optional<String> mistyped(String variable, Map<String, String> keys) {
        return Closest.of(variable, keys.keySet())
                .filter(closest -> Closest.distance(variable, closest) <= 2)
                .map(closest ->
                        "environment " + variable + " is not a setting and was ignored; did you mean " + closest + "?");
    }
}
