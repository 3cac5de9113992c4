// SPDX-License-Identifier: Apache-2.0
package io.photon.log;

/** What the emitter believes to be the last event of the stream (optimistic concurrency). */
public sealed interface Expect {

    /** Anything will do. */
    record Any() implements Expect {}

    /** The stream has no visible event; true also after its deletion. */
    record None() implements Expect {}

    /** The stream's last visible event has this order-id. */
    record Last(long orderId) implements Expect {}

    Expect ANY = new Any();
    Expect NONE = new None();
}
