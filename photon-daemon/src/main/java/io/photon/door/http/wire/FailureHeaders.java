// SPDX-License-Identifier: Apache-2.0
package io.photon.door.http.wire;

import io.photon.result.Failure;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.util.function.BiConsumer;

/** The headers that an answer has for the kind of failure it tells. */
public final class FailureHeaders {

    private static final String SOON = "1";

    private FailureHeaders() {}

    /** @param challenge the scheme by which an identity is asked for */
    public static void of(Failure failure, String challenge, BiConsumer<HttpString, String> header) {
        switch (failure.kind()) {
            case NOT_AUTHENTICATED -> header.accept(Headers.WWW_AUTHENTICATE, challenge + " realm=\"photon\"");
            case NOT_PRIMARY -> {
                if (failure.location() != null) {
                    header.accept(Headers.LOCATION, failure.location());
                }
            }
            case OVERLOADED, READ_ONLY -> header.accept(Headers.RETRY_AFTER, SOON);
            default -> {}
        }
    }
}
