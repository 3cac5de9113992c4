// SPDX-License-Identifier: Apache-2.0
package io.photon.backup;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.Optional;

/**
 * One running restore: feed it the backup's bytes, then finish. Closing it before leaves nothing of an exact
 * restore. Not thread-safe.
 */
public interface Restore extends AutoCloseable {

    /** Takes the next bytes (copied); may wait for the disk. After a failure all later bytes are refused with it. */
    Optional<Failure> feed(byte[] bytes, int offset, int length);

    /** The input has ended: checks the rest, and publishes. Returns when the events survive a power cut. */
    Result<Restored> finish();

    /** Ends the restore and lets the next one in; idempotent. */
    @Override
    void close();
}
