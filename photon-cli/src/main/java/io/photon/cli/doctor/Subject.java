// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.doctor;

import io.photon.codec.JsonFields;
import io.photon.result.Result;
import io.photon.settings.Settings;
import io.photon.settings.SettingsTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is looked at. Immutable.
 *
 * @param settings with which a daemon is started here, as {@code photon serve} reads them
 * @param environment of the process
 * @param config the file of {@code --config}, null for none
 * @param url of the daemon that was asked
 * @param isLocal whether that daemon is on this machine, so that its files and ports can be looked at
 * @param isNamed whether it was named by an option, a variable or a context
 * @param stats what the daemon told, or why it told nothing
 * @param askedMs when it was asked, in the middle between question and answer, ms since 1970
 * @param tookMs how long it took to answer
 * @param version of this command
 */
public record Subject(
        Settings settings,
        Map<String, String> environment,
        @Nullable Path config,
        String url,
        boolean isLocal,
        boolean isNamed,
        Result<byte[]> stats,
        long askedMs,
        long tookMs,
        String version) {

    private static final String SEPARATOR = "/";

    /** Whether the daemon answered. */
    boolean isRunning() {
        return stats.isOk();
    }

    /** A fact of the daemon by its path, e.g. {@code store/mirror-state}; null when there is none. */
    @Nullable String text(String path) {
        byte[] json = stats instanceof Result.Ok<byte[]> ok ? ok.value() : null;
        String[] names = path.split(SEPARATOR);
        for (int i = 0; i < names.length - 1 && json != null; i++) {
            json = JsonFields.field(json, names[i]);
        }
        return json == null ? null : JsonFields.text(json, names[names.length - 1]);
    }

    /** The same as a number; 0 when there is none. */
    long number(String path) {
        String text = text(path);
        return text == null || !text.matches("-?[0-9]{1,18}") ? 0 : Long.parseLong(text);
    }

    Path data() {
        return settings.get(SettingsTable.DATA_PATH).toAbsolutePath().normalize();
    }

    /** The folder of the store's log, null for a store that has none. */
    @Nullable Path store() {
        return switch (settings.get(SettingsTable.DB_BACKEND)) {
            case "h2" -> {
                Path prefix = settings.get(SettingsTable.H2_PATH).toAbsolutePath();
                yield prefix.resolveSibling(prefix.getFileName() + ".log").normalize();
            }
            case "file" ->
                settings.get(SettingsTable.FILE_PATH).toAbsolutePath().normalize();
            default -> null;
        };
    }

    /** The file by which a daemon owns the store, null for a store that has none. */
    @Nullable Path lock() {
        return store() == null ? null : store().resolveSibling(store().getFileName() + ".lock");
    }

    @Override
    public String toString() {
        return url + " "
                + (stats instanceof Result.Ok<byte[]> ok ? new String(ok.value(), StandardCharsets.UTF_8) : "");
    }
}
