// SPDX-License-Identifier: Apache-2.0
package io.photon.filter;

import io.photon.result.Result;

/** A larger language of predicates, asked where {@link WhereParser} does not know a text. Thread-safe. */
public interface WhereLanguage {

    /**
     * The predicate of a text; its {@link Where#test} may throw a {@link WhereException}.
     *
     * @return BAD_INPUT with line and column when the text cannot be used
     */
    Result<Where> compile(String text);
}
