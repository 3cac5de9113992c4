// SPDX-License-Identifier: Apache-2.0
package io.photon.security.hook;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What was delivered, as it came.
 *
 * @param headers the text of a header by its name in any case, null when there is none
 * @param body may be longer than what was delivered, and is not changed
 * @param length of what was delivered, in bytes
 */
public record Delivery(UnaryOperator<@Nullable String> headers, byte[] body, int length) {

    @Nullable String header(String name) {
        return headers.apply(name);
    }
}
