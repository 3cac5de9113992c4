// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import io.photon.os.PrivateFiles;
import io.photon.result.Result;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import io.photon.store.backend.StoreBackend;
import io.photon.store.backend.StorePlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which store a daemon opens, and where.
 *
 * @param settings say the backend and its place
 * @param backends those that there are
 */
public record StoreConfig(Settings settings, Backends backends) {

    private static final Logger LOG = LoggerFactory.getLogger(StoreConfig.class);

    /** A backend that needs no setting but its place, with all its files in one folder. */
    public static StoreConfig of(String backend, Path dataDirectory) {
        return new StoreConfig(
                Settings.defaults()
                        .with(SettingsTable.DATA_PATH, dataDirectory)
                        .with(SettingsTable.FILE_PATH, dataDirectory.resolve("photon.log"))
                        .with(SettingsTable.backendOf(List.of(backend), Map.of()), backend),
                Backends.ofThisProgram());
    }

    /** Its name. */
    public String backend() {
        return settings.get(SettingsTable.DB_BACKEND);
    }

    /** The backend; the failure says why there is none. */
    Result<StoreBackend> found() {
        return backends.of(settings);
    }

    /**
     * Whether what is stored outlives the process. This is not what its answers promise: a server may keep for years what it
     * confirms before it has forced it to its disk.
     */
    public boolean isKept() {
        return !(found() instanceof Result.Ok<StoreBackend> ok)
                || !ok.value().name().equals("memory");
    }

    /**
     * Takes from others what they may do with the store's files, which an older version or a copy may have left open to
     * them. The folder they lie in stays as it is: it may belong to another user.
     */
    void restrict() {
        place().ifPresent(StoreConfig::restrict);
    }

    private static void restrict(StorePlace place) {
        Path folder = place.directory().getParent();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                String found = each.getFileName().toString();
                if ((found.equals(place.name()) || found.startsWith(place.name() + "."))
                        && !PrivateFiles.tryRestrict(each)) {
                    LOG.warn("{} belongs to another user; others may be able to read it", each);
                }
            }
        } catch (IOException e) {
            LOG.warn("the permissions of the files in {} were not checked: {}", folder, e.toString());
        }
    }

    private Optional<StorePlace> place() {
        return found() instanceof Result.Ok<StoreBackend> ok ? ok.value().place(settings) : Optional.empty();
    }

    /** Where the store's files are; null when it has none. */
    @Nullable Path directory() {
        return place().map(StorePlace::directory).orElse(null);
    }

    /**
     * Where snapshots of projections are kept: next to the store's files, or below {@code data.path} under the id of a store
     * in a server, so that none of another store is ever taken for one of this.
     *
     * @param id of the store, null for none
     * @return null for memory
     */
    @Nullable Path snapshots(@Nullable UUID id) {
        Path store = directory();
        if (store != null) {
            return store.resolveSibling(store.getFileName() + ".snapshots");
        }
        return id == null
                ? null
                : settings.get(SettingsTable.DATA_PATH).resolve("snapshots").resolve(backend() + "-" + id);
    }
}
