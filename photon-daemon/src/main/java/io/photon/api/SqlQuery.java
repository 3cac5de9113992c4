// SPDX-License-Identifier: Apache-2.0
package io.photon.api;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A query in SQL.
 *
 * @param sql one statement
 * @param args values for its question marks
 * @param form how the answer is written
 * @param fresh whether projections are waited for, until they cover what is stored when the query is asked
 * @param timeout how long it may take; null for as long as the settings allow
 * @param maxRows at most this many rows; null for as many as the settings allow
 */
public record SqlQuery(
        String sql,
        List<String> args,
        Form form,
        boolean fresh,
        @Nullable Duration timeout,
        @Nullable Integer maxRows) {

    /** How an answer is written. */
    public enum Form {
        /** One object. */
        JSON,
        /** An object a row, and one with facts. */
        NDJSON,
        /** Comma-separated values. */
        CSV
    }
}
