// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.result.Failure;
import io.photon.result.Result;
import java.util.Map;
import java.util.Optional;

/** Bytes on their way in. Closed without {@link #finish}, nothing is left. One thread at a time. */
public interface Upload extends AutoCloseable {

    /** Takes the next bytes (copied); may wait for the disk. */
    Optional<Failure> feed(byte[] bytes, int offset, int length);

    /** The input has ended: does what remains; the answer's fields by kebab-case name. */
    Result<Map<String, Object>> finish();

    @Override
    void close();
}
