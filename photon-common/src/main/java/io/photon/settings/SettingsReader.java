// SPDX-License-Identifier: Apache-2.0
package io.photon.settings;

import io.photon.result.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Gathers settings from all their places and checks them. The first place that has a key wins: command line,
 * environment, {@code --config FILE}, {@code photon.properties} in the working directory, {@code photon.properties} on
 * the class path, {@code config.properties} on the class path, default. Every value is checked, also one that another
 * overrides, and all errors are told at once.
 */
public final class SettingsReader {

    private static final String HINT = "photon serve --print-config lists all settings";

    /** A file of settings is short; more is something else by mistake. */
    private static final int MAX_FILE_BYTES = 1 << 20;

    private final SettingRows rows;
    private final Surroundings surroundings;
    private final List<List<Given>> places = new ArrayList<>();
    private final List<Failure> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private SettingsReader(SettingRows rows, Surroundings surroundings) {
        this.rows = rows;
        this.surroundings = surroundings;
    }

    /**
     * Reads them.
     *
     * @param arguments of the command line, see {@link SettingArguments}
     * @param config the file named by {@code --config}, null for none
     */
    public static LoadedSettings read(SettingArguments arguments, @Nullable Path config, Surroundings surroundings) {
        return read(arguments, config, surroundings, SettingRows.BUILT_IN);
    }

    /** The same. @param rows the settings that there are */
    public static LoadedSettings read(
            SettingArguments arguments, @Nullable Path config, Surroundings surroundings, SettingRows rows) {
        SettingsReader reader = new SettingsReader(rows, surroundings);
        reader.places.add(arguments.given());
        reader.warnAboutSecrets(arguments.given());
        EnvironmentSettings environment = EnvironmentSettings.of(surroundings.environment(), rows);
        reader.places.add(environment.given());
        reader.warnings.addAll(environment.warnings());
        if (config != null) {
            reader.file(config, config.toString(), true);
        }
        reader.file(surroundings.workingDirectory().resolve("photon.properties"), "photon.properties", false);
        reader.resource("photon.properties");
        reader.resource("config.properties");
        return reader.check();
    }

    /** Whether it asks the daemon to make a password, and is none. */
    private static boolean isMade(Given given) {
        return given.key().equals(SettingsTable.ADMIN_PASS.key())
                && given.text().equals("random");
    }

    /** Every user of the machine sees the command line of every process. */
    private void warnAboutSecrets(List<Given> arguments) {
        List<String> secrets = arguments.stream()
                .filter(given -> given.text() != null)
                .filter(given -> !isMade(given))
                .filter(given -> rows.find(given.key())
                        .filter(setting -> !setting.shown(given.text()).equals(given.text()))
                        .isPresent())
                .map(Given::key)
                .distinct()
                .toList();
        if (!secrets.isEmpty()) {
            warnings.add("command line: " + String.join(", ", secrets) + " can be read there by every user of this"
                    + " machine; use a file of settings, or the environment: "
                    + rows.find(secrets.get(0)).map(Setting::variable).orElseThrow());
        }
    }

    private void file(Path file, String name, boolean required) {
        try (InputStream in = Files.newInputStream(file)) {
            Optional<Failure> refused = required ? FileTrust.refuse(file, name) : FileTrust.refuseFound(file, name);
            if (refused.isPresent()) {
                errors.add(refused.get());
            } else {
                properties(in, name);
            }
        } catch (NoSuchFileException e) {
            if (required) {
                errors.add(Failure.of(Failure.Kind.BAD_INPUT, name + ": there is no such file", "check --config"));
            }
        } catch (IOException e) {
            errors.add(Failure.of(
                    Failure.Kind.BAD_INPUT, name + ": cannot be read: " + e.getMessage(), "check its permissions"));
        }
    }

    private void resource(String name) {
        URL url = surroundings.resources().getResource(name);
        if (url == null) {
            return;
        }
        try (InputStream in = url.openStream()) {
            properties(in, "class path " + name);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + url, e);
        }
    }

    private void properties(InputStream in, String name) throws IOException {
        byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
        if (bytes.length > MAX_FILE_BYTES) {
            errors.add(Failure.of(
                    Failure.Kind.BAD_INPUT, name + ": longer than 1 MiB; that is not a file of settings", HINT));
            return;
        }
        PropertiesText text = PropertiesText.parse(bytes, name);
        errors.addAll(text.errors());
        warnings.addAll(text.warnings());
        places.add(text.given());
    }

    private LoadedSettings check() {
        Map<String, Settings.Entry> entries = new HashMap<>();
        for (List<Given> place : places) {
            // Of several values at one place the last counts, as everywhere in shells and properties files.
            Map<String, Settings.Entry> here = new HashMap<>();
            for (Given given : place) {
                Optional<Setting<?>> setting = rows.find(given.key());
                if (setting.isEmpty()) {
                    errors.add(unknown(given));
                } else {
                    check(setting.get(), given, here);
                }
            }
            here.forEach(entries::putIfAbsent);
        }
        return errors.isEmpty()
                ? new LoadedSettings.Good(new Settings(rows, surroundings, entries), List.copyOf(warnings))
                : new LoadedSettings.Bad(List.copyOf(errors));
    }

    private <T> void check(Setting<T> setting, Given given, Map<String, Settings.Entry> entries) {
        if (given.text() == null || given.text().isBlank()) {
            errors.add(Failure.of(
                    Failure.Kind.BAD_INPUT,
                    given.origin() + ": " + setting.key() + " has no value",
                    "use " + setting.type().allowed()));
            return;
        }
        Optional<T> value = setting.type().parse(given.text());
        if (value.isPresent()) {
            entries.put(setting.key(), new Settings.Entry(setting, value.get(), given.origin()));
            return;
        }
        errors.add(Failure.of(
                Failure.Kind.BAD_INPUT,
                given.origin() + ": " + setting.key() + " is " + setting.shown(given.text()),
                "use " + setting.type().allowed()));
    }

    /** The value is not shown: under a mistyped key it may be a secret. */
    private Failure unknown(Given given) {
        String closest = Closest.of(given.key(), rows.keys())
                .map(key -> "did you mean " + key + "? ")
                .orElse("");
        return Failure.of(
                Failure.Kind.BAD_INPUT, given.origin() + ": there is no setting " + given.key(), closest + HINT);
    }
}
