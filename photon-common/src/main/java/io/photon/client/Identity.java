// SPDX-License-Identifier: Apache-2.0
package io.photon.client;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Who asks. The text form never shows the secret. */
public sealed interface Identity {

    /** The value of the Authorization header, or null for none. */
    @Nullable String authorization();

    /** No one in particular. */
    record Nobody() implements Identity {
        @Override
        public @Nullable String authorization() {
            return null;
        }
    }

    /** The holder of this token. */
    record Token(String secret) implements Identity {
        @Override
        public String authorization() {
            return "Token " + secret;
        }

        @Override
        public String toString() {
            return "Token[…]";
        }
    }

    /** A user by name and password. */
    record User(String name, String password) implements Identity {
        @Override
        public String authorization() {
            byte[] pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }

        @Override
        public String toString() {
            return "User[" + name + "]";
        }
    }

    Identity NOBODY = new Nobody();
}
