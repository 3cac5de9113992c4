// SPDX-License-Identifier: Apache-2.0
package io.photon.store.file;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Held while the log is changed. */
final class WriteLock extends ReentrantLock {

    private static final long serialVersionUID = 1L;

    /** Waits for it, but not longer than this. @return whether it is held now */
    boolean lockWithin(long waitMs) {
        try {
            return tryLock(waitMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
