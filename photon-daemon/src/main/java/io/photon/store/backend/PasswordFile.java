// SPDX-License-Identifier: Apache-2.0
package io.photon.store.backend;

import io.photon.settings.Setting;
import io.photon.settings.Settings;
import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A password that a setting names the file of. */
public final class PasswordFile {

    private PasswordFile() {}

    /**
     * The password of a user, who is not set without one.
     *
     * @return null when neither is set
     * @throws StoreException REFUSED when only one of the two is set, or there is no password in the file
     */
    public static @Nullable String of(Setting<String> user, Setting<Path> file, Settings settings)
            throws StoreException {
        Optional<Path> path = settings.find(file);
        if (settings.find(user).isPresent() != path.isPresent()) {
            String set = path.isPresent() ? file.key() : user.key();
            String missing = path.isPresent() ? user.key() : file.key();
            throw new StoreException(Kind.REFUSED, set + " is set, and " + missing + " is not; set both");
        }
        return path.isEmpty() ? null : read(file.key(), path.get());
    }

    /**
     * Its first line, without spaces around it.
     *
     * @param key the setting, for messages
     * @throws StoreException REFUSED when there is none
     */
    public static String read(String key, Path file) throws StoreException {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty() || lines.get(0).isBlank()) {
                throw new StoreException(Kind.REFUSED, key + ": " + file + " has no first line");
            }
            return lines.get(0).strip();
        } catch (IOException e) {
            throw new StoreException(Kind.REFUSED, key + ": " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
