// SPDX-License-Identifier: Apache-2.0
package io.photon.store.backend;

import io.photon.pace.BackgroundPace;
import io.photon.settings.Setting;
import io.photon.settings.Settings;
import io.photon.store.StoreException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A kind of store that {@code db.backend} can name. Found by {@link java.util.ServiceLoader}: inside the program, or in a
 * jar {@code photon-store-NAME.jar} next to it. Has a constructor without arguments, which loads no driver: it is called
 * when settings are read. Thread-safe.
 */
public interface StoreBackend {

    /** What {@code db.backend} says: lower-case letters and digits. That of the jar which it is in. */
    String name();

    /** Other words for the same. */
    default List<String> aliases() {
        return List.of();
    }

    /** Its settings, in the order of the help; keys begin with the name and a dot. */
    List<Setting<?>> settings();

    /** Where its files are on this machine; empty when it has none. The daemon locks that place before it opens the store. */
    default Optional<StorePlace> place(Settings settings) {
        return Optional.empty();
    }

    /**
     * Opens the store, or begins one.
     *
     * @param pace by which it does what no client waits for
     * @throws StoreException when it cannot be opened as it is; the message says what to do
     * @throws IOException when its place on this machine cannot be used
     */
    OpenedStore open(Settings settings, BackgroundPace pace) throws StoreException, IOException;
}
