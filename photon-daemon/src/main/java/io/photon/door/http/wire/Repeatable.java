// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint makes of one more request whose head is that of a request it has answered, byte by byte but for the
 * length of the body. On the connection's I/O thread.
 */
@FunctionalInterface
public interface Repeatable {

    /**
     * Reads the body.
     *
     * @return what asks for the answer, called once and at once; null when this request has to go the whole way: nothing was
     *     done then
     */
    @Nullable Supplier<CompletableFuture<RepeatAnswer>> read(byte[] body);
}
