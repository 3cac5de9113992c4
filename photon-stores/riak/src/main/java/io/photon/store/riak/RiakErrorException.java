// SPDX-License-Identifier: Apache-2.0
package io.photon.store.riak;

/** Riak has answered with an error; what that means depends on what was asked. Its message is Riak's text. */
final class RiakErrorException extends Exception {

    private static final long serialVersionUID = 1L;

    RiakErrorException(String text) {
        super(text);
    }

    /** Riak's text. */
    String text() {
        return String.valueOf(getMessage());
    }
}
