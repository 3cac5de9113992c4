// SPDX-License-Identifier: Apache-2.0
package io.photon.daemon;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of a daemon is open, in the order in which it was opened. Closing goes the other way; a part that fails to close is
 * logged, and the next one is closed. Not thread-safe.
 */
final class OpenParts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenParts.class);

    private record Part(String name, AutoCloseable closing) {}

    private final Deque<Part> parts = new ArrayDeque<>();

    /**
     * Adds a part that was just opened.
     *
     * @param name for the log, e.g. "the store"
     * @return the part
     */
    <T extends AutoCloseable> T add(String name, T part) {
        parts.push(new Part(name, part));
        return part;
    }

    /** Closes the part that was opened last, then the one before it, and so on. Idempotent. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            Part part = parts.pop();
            try {
                part.closing().close();
            } catch (Exception | VirtualMachineError | LinkageError e) { // the store is among the next ones
                LOG.error("{} did not close cleanly", part.name(), e);
            }
        }
    }
}
