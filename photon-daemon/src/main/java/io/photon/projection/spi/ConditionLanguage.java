// SPDX-License-Identifier: Apache-2.0
package io.photon.projection.spi;

import io.photon.result.Result;

/** A language of conditions on a value, as {@code bisect --until} takes them. Thread-safe. */
public interface ConditionLanguage {

    /** A compiled condition. For one thread at a time. */
    interface Condition {
        /**
         * Whether it holds.
         *
         * @param value JSON, UTF-8
         * @throws ReductionException when it fails or takes too long
         */
        boolean holds(byte[] value) throws ReductionException;
    }

    /** BAD_INPUT with line and column when it cannot be used. */
    Result<Condition> compile(String expression);
}
