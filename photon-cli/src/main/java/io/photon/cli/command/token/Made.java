// SPDX-License-Identifier: Apache-2.0
package io.photon.cli.command.token;

import static java.util.Objects.requireNonNull;

import io.photon.codec.JsonFields;

/** A daemon's answer to what has been made, such as a token. */
final class Made {

    private Made() {}

    /** A field that every such answer has. */
    static String text(byte[] answer, String name) {
        return requireNonNull(JsonFields.text(answer, name), () -> "the daemon's answer has no " + name);
    }
}
