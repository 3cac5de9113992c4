// SPDX-License-Identifier: Apache-2.0
package io.photon.sql;

import io.photon.result.Result;
import io.photon.sql.wire.EventsWanted;
import io.photon.sql.wire.ProjectionValue;
import io.photon.sql.wire.StreamRow;
import java.util.List;

/** What one query may see. Used by one thread at a time, which may wait. */
public interface SqlSource {

    /** The answer is about events up to this order-id. */
    long head();

    /** How many events there are up to there; -1 when that is not known. */
    long events();

    /** A page of events, as {@link io.photon.sql.wire.EventBlock#write} writes it. */
    Result<byte[]> events(EventsWanted wanted);

    /** The next streams by name. @param after only names above it; "" for the start @param max 1 to 10,000 */
    Result<List<StreamRow>> streams(String after, int max);

    /** The names of all projections. */
    Result<List<String>> projections();

    /** The value of a projection. @param at an order-id or a time; "" for now */
    Result<ProjectionValue> value(String name, String at);
}
