// SPDX-License-Identifier: Apache-2.0
package io.photon.sql;

import io.photon.sql.wire.SqlFormat;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked.
 *
 * @param sql one statement
 * @param args values for its question marks
 * @param format how the answer is written
 * @param timeout how long it may take; null for as long as the settings allow
 * @param maxRows at most this many rows; null for as many as the settings allow
 */
public record SqlRequest(
        String sql,
        List<String> args,
        SqlFormat format,
        @Nullable Duration timeout,
        @Nullable Integer maxRows) {}
