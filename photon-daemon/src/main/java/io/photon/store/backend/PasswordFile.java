// SPDX-License-Identifier: Apache-2.0
package io.photon.store.backend;

import io.photon.store.StoreException;
import io.photon.store.StoreException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A password that a setting names the file of. */
public final class PasswordFile {

    private PasswordFile() {}

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
