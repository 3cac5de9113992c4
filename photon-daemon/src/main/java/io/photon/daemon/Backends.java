// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.result.Failure;
import io.photon.result.Result;
import io.photon.settings.LoadedSettings;
import io.photon.settings.Setting;
import io.photon.settings.SettingArguments;
import io.photon.settings.SettingRows;
import io.photon.settings.Settings;
import io.photon.settings.SettingsReader;
import io.photon.settings.SettingsTable;
import io.photon.settings.Surroundings;
import io.photon.store.backend.StoreBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The backends that there are: those inside the program, and those in jars next to it. A jar is opened only when something
 * of it is asked for: its backend, or the settings of all. For one thread.
 */
public final class Backends {

    private final Map<String, StoreBackend> inside = new HashMap<>();
    private final BackendJars jars;

    private Backends(BackendJars jars) {
        this.jars = jars;
        ServiceLoader.load(StoreBackend.class, Backends.class.getClassLoader()).forEach(this::add);
    }

    private void add(StoreBackend backend) {
        inside.put(backend.name(), backend);
        backend.aliases().forEach(alias -> inside.put(alias, backend));
    }

    /** Those of this program. */
    public static Backends ofThisProgram() {
        return in(SiblingJar.folder());
    }

    /** Those inside the program, and those in jars in a folder. */
    static Backends in(Path folder) {
        return new Backends(BackendJars.in(folder));
    }

    /**
     * Reads the settings as {@link SettingsReader} does, with those of backends in jars. The jars are opened only when the
     * settings name one of them, or cannot be understood without.
     *
     * @param config the file named by {@code --config}, null for none
     * @param all whether the settings of all backends are wanted
     */
    public LoadedSettings read(
            SettingArguments arguments, @Nullable Path config, Surroundings surroundings, boolean all) {
        LoadedSettings without = SettingsReader.read(
                arguments, config, surroundings, SettingRows.BUILT_IN.withBackends(jars.names(), Map.of()));
        boolean isEnough = !all
                && without instanceof LoadedSettings.Good good
                && inside.containsKey(good.settings().get(SettingsTable.DB_BACKEND));
        if (isEnough || jars.names().isEmpty()) {
            return without;
        }
        LoadedSettings loaded = SettingsReader.read(arguments, config, surroundings, rows());
        if (loaded instanceof LoadedSettings.Bad bad) {
            List<Failure> errors = new ArrayList<>(bad.errors());
            errors.addAll(jars.broken());
            return new LoadedSettings.Bad(List.copyOf(errors));
        }
        LoadedSettings.Good good = (LoadedSettings.Good) loaded;
        List<String> warnings = new ArrayList<>(good.warnings());
        jars.broken().forEach(failure -> warnings.add(failure.message()));
        return new LoadedSettings.Good(good.settings(), List.copyOf(warnings));
    }

    /** All settings; those of a broken jar are not among them. */
    public SettingRows rows() {
        Map<String, String> aliases = new HashMap<>();
        List<Setting<?>> more = new ArrayList<>();
        for (StoreBackend backend : jars.all()) {
            backend.aliases().forEach(alias -> aliases.put(alias, backend.name()));
            more.addAll(backend.settings());
        }
        return SettingRows.BUILT_IN.withBackends(jars.names(), aliases).with(more);
    }

    /**
     * Why a setting has no effect: it is one of backends that {@code db.backend} does not name. Empty for all others. Opens all jars.
     *
     * @param settings which say what the backend is
     */
    public Optional<String> withoutEffect(Setting<?> setting, Settings settings) {
        String named = settings.get(SettingsTable.DB_BACKEND);
        Set<StoreBackend> all = new LinkedHashSet<>(inside.values());
        all.addAll(jars.all());
        List<StoreBackend> owners = all.stream()
                .filter(backend ->
                        backend.settings().stream().anyMatch(row -> row.key().equals(setting.key())))
                .toList();
        boolean isOfNamed = owners.stream()
                .anyMatch(owner -> owner.name().equals(named) || owner.aliases().contains(named));
        return owners.isEmpty() || isOfNamed ? Optional.empty() : Optional.of("db.backend is " + named);
    }

    /** The backend of a name, as settings have it; the failure says what to do. */
    Result<StoreBackend> named(String name) {
        StoreBackend found = inside.get(name);
        return found != null ? Result.ok(found) : jars.named(name);
    }

    /** The one that the settings name. */
    Result<StoreBackend> of(Settings settings) {
        return named(settings.get(SettingsTable.DB_BACKEND));
    }
}
