package io.photon.store.h2;

import io.photon.event.Event;
import io.photon.store.EventStore;
import io.photon.store.StoreException;
import java.nio.file.Path;
import java.util.function.LongFunction;

/** Opens the log of a directory, the store this room puts a mirror beside. */
interface LogOpener {

    /**
     * Opens the log, making it when the directory is empty.
     *
     * @param copies asked for the event of an order-id when the log's own record of it is damaged; answers null when it
     *     has none. Whether the answer is what the log once wrote, the log decides
     */
    EventStore open(Path directory, LongFunction<Event> copies) throws StoreException;
}
