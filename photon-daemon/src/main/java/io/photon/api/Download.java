// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import io.photon.result.Result;
import java.util.Optional;

/** Bytes on their way out, chunk by chunk; the caller that pulls sets the pace. Close it in any case. */
public interface Download extends AutoCloseable {

    /** The next chunk, at least one byte; empty after the last. May wait for the disk. */
    Result<Optional<byte[]>> next();

    @Override
    void close();
}
